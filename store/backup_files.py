"""A folder of backups: files that expire, and the list of what was erased since.

A file `sotto-….backup` has two lines in the clear (what it is, the last day on which it may be used); the rest is
sealed. The file `erased` has a random report id a line: what a restore must leave out.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from store import folder as keys

LINES = b"sotto backup 1\n%s\n"
ERASED = "erased"
_HEAD = re.compile(rb"sotto backup 1\n(\d{4}-\d{2}-\d{2})\n")
_HEAD_BYTES = len(LINES) - len(b"%s") + len("2026-11-23")
_KEY_BYTES = 4096
_ID = re.compile(r"[0-9a-f]{32}")
_MODE = 0o600


class NoBackup(Exception):
    """A file that is no backup of ours, or cannot be read."""


def head(until: date) -> bytes:
    """Return the lines in the clear at the start of a backup that may be used until the end of a UTC day."""
    return LINES % until.isoformat().encode()


def read_head(file: BinaryIO) -> tuple[bytes, date]:
    """Return the lines in the clear and the day in them; the file stands at what is sealed. Raises `NoBackup`."""
    lines = file.read(_HEAD_BYTES)
    found = _HEAD.fullmatch(lines)
    if found is None:
        raise NoBackup
    try:
        return lines, date.fromisoformat(found[1].decode())
    except ValueError as error:
        raise NoBackup from error


def write(folder: Path, name: str, parts: Iterable[bytes]) -> Path:
    """Write a backup, which gets its name once all of it is on the disk. Raises `OSError`.

    What a writer before this one left unfinished is removed; one that is still writing holds a lock on it.
    """
    _remove_unfinished(folder)
    draft = folder / f".{name}.part"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
            return draft.rename(folder / name)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        finally:
            keys.flush(folder)


def expire(folder: Path, today: date) -> int:
    """Destroy every backup whose last day is over; return how many. Without its head, with the key, none opens."""
    old = [path for path, until in _backups(folder) if until < today]
    for path in old:
        with path.open("r+b") as file:
            file.write(bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink(missing_ok=True)
    if old:
        keys.flush(folder)
    return len(old)


def begin_list(folder: Path) -> None:
    """Make the list of what was erased where there is none. Raises `OSError`."""
    os.close(os.open(folder / ERASED, os.O_WRONLY | os.O_CREAT, _MODE))


def add_erased(folder: Path, reports: Iterable[bytes]) -> None:
    """Append report ids to the list and wait until they are on the disk.

    Raises `OSError` also where there is no list: that is how a folder looks whose disk is not mounted.
    """
    descriptor = os.open(folder / ERASED, os.O_RDWR | os.O_APPEND)
    with os.fdopen(descriptor, "rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        broken = size and os.pread(file.fileno(), 1, size - 1) != b"\n"
        file.write(b"\n" * bool(broken) + b"".join(report.hex().encode() + b"\n" for report in reports))
        file.flush()
        os.fsync(file.fileno())


def read_erased(folder: Path) -> frozenset[bytes] | None:
    """Return the ids on the list; None where there is no list. A line cut short by a crash is no id."""
    try:
        lines = (folder / ERASED).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return None
    return frozenset(bytes.fromhex(line) for line in lines if _ID.fullmatch(line))


def _backups(folder: Path) -> Iterator[tuple[Path, date]]:
    for path in sorted(folder.glob("*.backup")):
        try:
            with path.open("rb") as file:
                yield path, read_head(file)[1]
        except (OSError, NoBackup):
            continue


def _remove_unfinished(folder: Path) -> None:
    for path in folder.glob(".sotto-*.backup.part"):
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path.unlink(missing_ok=True)
