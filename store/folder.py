"""Files that hold one key each: written once, readable by nobody else, overwritten before they are removed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_MODE = 0o600


def read_or_make(path: Path, fresh: bytes) -> bytes:
    """Return the bytes of `path`, making it of `fresh` when it is missing. Of two who make it at once, one wins."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(draft, fresh)
    try:
        os.link(draft, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    _flush(path.parent)
    return fresh


def destroy(path: Path) -> None:
    """Overwrite a key file and remove it. On a folder in memory that is the end of it; on a disk, the best there is."""
    try:
        length = path.stat().st_size
    except FileNotFoundError:
        return
    with path.open("r+b") as file:
        file.write(bytes(length))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
    _flush(path.parent)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
