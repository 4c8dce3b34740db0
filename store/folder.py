"""Files that hold one key each: written once, readable by nobody else, overwritten before they are removed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_MODE = 0o600
_OTHERS_WRITE = 0o002


class NotOurs(Exception):
    """Others can put files into a folder of keys: they could have us use a key that they know."""


def check(folder: Path) -> None:
    """Raise `NotOurs` for a folder that another user made first, or that everybody may write into.

    The folder in shared memory has a name that can be guessed, in a place where everybody may make one.
    """
    try:
        state = folder.stat()
    except FileNotFoundError:
        return
    if state.st_uid not in (os.geteuid(), 0) or state.st_mode & _OTHERS_WRITE:
        message = f"{folder} belongs to another user, or everybody may write into it: keys are not safe there"
        raise NotOurs(message)


def read_or_make(path: Path, fresh: bytes) -> bytes:
    """Return the bytes of `path`, making it of `fresh` when it is missing. Of two who make it at once, one wins.

    Raises `NotOurs`.
    """
    check(path.parent)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    check(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(draft, fresh)
    try:
        os.link(draft, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    flush(path.parent)
    return fresh


def destroy(path: Path) -> None:
    """Overwrite a key file and remove it. On a folder in memory that is the end of it; on a disk, the best there is.

    Several threads and processes may destroy one key at once.
    """
    try:
        with path.open("r+b") as file:
            file.write(bytes(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    flush(path.parent)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
