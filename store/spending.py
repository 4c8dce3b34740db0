"""What each process of this machine has spent on replies: in the runtime folder, for this hour and day alone.

On a disk the counts of an hour would say, beside a carrier's list, who wrote in it. Here they die with the machine, and
an hour later they are gone from the file as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

HOUR, DAY = 3600, 86_400
_FOLDER = "spent"

Counts = Mapping[str, tuple[int, int]]


class Spending:
    """The counts of one process, named at random, beside those of the others. `now` is in seconds since 1970."""

    def __init__(self, runtime: Path, name: bytes) -> None:
        self._folder = runtime / _FOLDER
        self._own = self._folder / name.hex()
        self._written = ""

    def tell(self, counts: Counts, now: int) -> None:
        """Write down what this process has spent: segments of this hour and day, by line."""
        told = json.dumps({"hour": now // HOUR, "counts": counts})
        if told == self._written or not (counts or self._written):
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._own.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(told)
        draft.replace(self._own)
        self._written = told

    def others(self, now: int) -> dict[str, tuple[int, int]]:
        """Return what all other processes have spent, those that have ended included. Files of other days go."""
        found: dict[str, tuple[int, int]] = {}
        for file in self._files():
            hour, counts = _read(file)
            if hour * HOUR // DAY != now // DAY:
                file.unlink(missing_ok=True)
                continue
            for line, (in_hour, in_day) in counts.items():
                before = found.get(line, (0, 0))
                found[line] = (before[0] + (in_hour if hour == now // HOUR else 0), before[1] + in_day)
        return found

    def _files(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            yield from [file for file in self._folder.iterdir() if not file.suffix and file != self._own]


def _read(file: Path) -> tuple[int, Counts]:
    """Return (hour, counts) of a file; one that cannot be read is of no day."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return int(told["hour"]), {str(line): (int(hour), int(day)) for line, (hour, day) in told["counts"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return -1, {}
