"""A slow disk for a program: its flushes take 5 ms longer, by a library that is loaded before its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_SOURCE = Path(__file__).with_suffix(".c")


@contextmanager
def slow_disk() -> Iterator[Mapping[str, str] | None]:
    """Give the environment that makes a program's disk slow; None where there is no C compiler to make it with."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
        library = Path(folder) / "slow_disk.so"
        command = (compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(_SOURCE), "-ldl")
        subprocess.run(command, check=True)  # noqa: S603 - a file of our own
        yield {"LD_PRELOAD": str(library)}
