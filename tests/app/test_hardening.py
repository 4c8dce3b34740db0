"""A process that dies leaves no picture of its memory, and nobody of its user may look into one that lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugins.line import SOTTO, Line

pytestmark = pytest.mark.threat(49)
ALLOWING = ("/bin/sh", "-c", 'ulimit -S -c "$(ulimit -H -c)"; exec "$0" "$@"')  # core files, as far as may be
STATE = """
import ctypes, resource
from app.hardening import harden, not_held
print(len(not_held()))
harden()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), not_held())
"""


def test_neither_a_core_file_nor_a_look_is_allowed() -> None:
    done = subprocess.run([*ALLOWING, sys.executable, "-c", STATE], capture_output=True, text=True, check=True)
    before, after = done.stdout.splitlines()
    assert int(before) >= 1
    assert after == "(0, 0) 0 []"


@pytest.mark.slow
def test_a_line_that_crashes_leaves_no_core_file(line: Line) -> None:
    """The signal is the kernel's own for a crash; the limit was lifted for the process before it began."""
    assert line.process is not None
    line.kill()
    with (line.place / "out").open("ab") as out:
        process = subprocess.Popen([*ALLOWING, SOTTO, "serve"], env=line.env, stdout=out, stderr=out, cwd=line.place)
        line.process = process
        assert line._answers(200)
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        os.kill(process.pid, signal.SIGSEGV)
        _, status = os.waitpid(process.pid, 0)
    process.returncode = -signal.SIGSEGV
    assert next(row for row in limits.splitlines() if "core file" in row).split()[4:6] == ["0", "0"]
    assert os.WIFSIGNALED(status)
    assert not os.WCOREDUMP(status)
    assert list(line.place.glob("core*")) == []
