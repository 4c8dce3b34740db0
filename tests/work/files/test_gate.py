"""Whatever a file does to the child that looks at it, who asked gets an answer, and the next file a new child."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.work.files import evil
from tests.work.files.rogue import HABITS
from work.files.gate import Gate, Stopped, Verdict

ROOT = Path(__file__).parents[3]
LATE = {"sleeps", "sleeps later", "spins", "floods"}


def rogue(habit: str, patience: float = 3) -> Gate:
    """Return the way to a child with bad habits."""
    return Gate((sys.executable, "-B", "-m", "tests.work.files.rogue", habit), patience)


@pytest.mark.threat(23)
@pytest.mark.parametrize("habit", HABITS)
def test_a_child_that_misbehaves_costs_its_own_file_and_nothing_else(habit: str) -> None:
    gate = rogue(habit)
    examined = gate.examine(evil.jpeg())
    assert (examined.verdict, examined.parts, examined.words) == (Verdict.KEPT, (), "")
    assert examined.why in ({"late", "failed"} if habit in LATE else {"failed"})
    assert not gate._children
    assert Gate().examine(evil.jpeg()).verdict is Verdict.CLEANED


def test_each_file_has_a_child_of_its_own() -> None:
    gate, seen = Gate(), set()
    started = gate._open

    def watched() -> object:
        child = started()
        seen.add(child._child.pid)
        return child

    gate._open = watched  # type: ignore[method-assign, assignment]
    for _ in range(3):
        gate.examine(b"words")
    assert len(seen) == 3
    assert not any(Path(f"/proc/{pid}").exists() for pid in seen)


def test_a_gate_that_is_stopped_lets_nobody_wait() -> None:
    gate = rogue("sleeps", 300)
    found: list[str] = []

    def ask() -> None:
        try:
            gate.examine(b"words")
        except Stopped:
            found.append("stopped")

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    while len(gate._children) < 2:
        time.sleep(0.01)
    gate.stop()
    for thread in threads:
        thread.join(20)
    assert found == ["stopped", "stopped"]
    with pytest.raises(Stopped):
        gate.examine(b"words")


def test_the_owner_is_told_what_is_missing() -> None:
    assert Gate().check() == []
    assert Gate(("/nowhere/at/all",)).check() == [
        "The process that looks at files does not start: every file stays as it came."
    ]
    assert Gate((sys.executable, "-c", "pass")).check() == [
        "The process that looks at files does not answer: every file stays as it came."
    ]
    assert Gate(("/nowhere/at/all",)).examine(b"words").why == "failed"


def test_no_decoder_is_asked_outside_the_child() -> None:
    line = "import sys, app.doors, work.files.gate; print({'pypdfium2', 'pillow_heif', 'av'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", line], check=True, capture_output=True, text=True, cwd=ROOT)
    assert told.stdout == "set()\n"


def test_a_child_of_the_gate_has_no_environment_and_no_way_to_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "pepper"
    secret.write_bytes(b"secret")
    os.environ["SOTTO_METRICS_TOKEN"] = "secret"
    try:
        gate = Gate()
        child = gate._open()
        child.ask({"job": "hello"}, b"", 30)
        environment = Path(f"/proc/{child._child.pid}/environ")
        held = environment.read_bytes() if os.access(environment, os.R_OK) else b""
        assert b"secret" not in held
        files = {str(link.readlink()) for link in Path(f"/proc/{child._child.pid}/fd").iterdir()}
        assert {name.partition(":")[0] for name in files} <= {"pipe", "/dev/null"}
        gate._close(child)
    finally:
        del os.environ["SOTTO_METRICS_TOKEN"]
