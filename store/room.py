"""Whether there is room for anything new: what is free on the disk, and what an SQLite database may take up."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

MEGABYTE = 1024 * 1024
_ENDINGS = ("", "-wal", "-journal")
_FRESH = 1.0


class Room:
    """Looks at the disk at most once a second, so that it costs a request nothing.

    `free` and `most` are in bytes: what must stay free where `folder` lies, and what the database file `database` may
    take up with its journals; 0, or no file, for no limit.
    """

    def __init__(
        self, folder: Path, free: int, database: Path | None = None, most: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._folder, self._free = folder, free
        self._database, self._most = database, most
        self._clock = clock
        self._looked = float("-inf")
        self._fault = ""

    def __call__(self) -> bool:
        """Tell whether there is room."""
        return not self.fault()

    def fault(self) -> str:
        """Return what there is too little of, "" where there is room."""
        now = self._clock()
        if now - self._looked >= _FRESH:
            self._looked, self._fault = now, self._look()
        return self._fault

    def _look(self) -> str:
        try:
            disk = os.statvfs(self._folder)
            if disk.f_bavail * disk.f_frsize < self._free:
                return f"less than {self._free // MEGABYTE} MB are free on the disk of the data folder"
            if self._most and self._database is not None and _size(self._database) > self._most:
                return f"the database has outgrown its {self._most // MEGABYTE} MB"
        except OSError:
            return "the data folder cannot be looked at"
        return ""


def _size(database: Path) -> int:
    files = (database.with_name(database.name + ending) for ending in _ENDINGS)
    return sum(file.stat().st_size for file in files if file.exists())
