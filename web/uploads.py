"""Files that come with a form: held in memory within limits, never on the disk, and without their names.

Left to itself the framework writes an upload of more than 500 kB to a file in the clear. What goes over a limit is
let go while it is being read, so that the words in the same form always arrive.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import cached_property
from typing import IO, TYPE_CHECKING

from flask import Request
from werkzeug.datastructures import FileStorage

from intake.visit import Upload

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MOST_FILES = 10
MOST_EACH = 10 * 1024 * 1024
MOST_TOGETHER = 25 * 1024 * 1024
MOST_READ = 64 * 1024 * 1024
"""Bytes of a request that are read at all, in order to find the words beside files that are far too large."""

_MOST_IN_FIELDS = 4 * 1024 * 1024
_MOST_PARTS = 2000
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,80}")
_UNKNOWN = "application/octet-stream"


class Held(io.BytesIO):
    """One file in memory. Once it, or all together, are too large it lets go of everything and only counts."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.size = 0

    @property
    def over(self) -> bool:
        """Tell whether the file by itself was too large."""
        return self.size > MOST_EACH

    def write(self, data: ReadableBuffer) -> int:
        """Take some more bytes in, or just count them."""
        length = memoryview(data).nbytes
        self.size += length
        self._room.used += length
        if self.over or self._room.over:
            self.truncate(0)
        else:
            super().write(data)
        return length


class Room:
    """What all files of one request have taken so far, in bytes."""

    def __init__(self) -> None:
        self.used = 0

    @property
    def over(self) -> bool:
        """Tell whether the files together were too large."""
        return self.used > MOST_TOGETHER


class InMemory(Request):
    """A request whose uploads stay in memory."""

    max_form_memory_size = _MOST_IN_FIELDS
    max_form_parts = _MOST_PARTS

    @cached_property
    def room(self) -> Room:
        """Return what the files of this request share; one without files never asks."""
        return Room()

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the framework's own
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return Held(self.room)


request_class = InMemory
"""Set as `Flask.request_class`."""


def attached(files: Iterable[FileStorage]) -> list[FileStorage]:
    """Return the files that were chosen; a browser sends one without a name where none was."""
    return [file for file in files if file.filename]


def fault(files: list[FileStorage]) -> str | None:
    """Return why these files cannot be taken, as a key of the words' [web.error], or None."""
    sizes = [_size(file) for file in files]
    if len(files) > MOST_FILES:
        return "too_many"
    if any(size > MOST_EACH for size in sizes):
        return "too_large_each"
    if sum(sizes) > MOST_TOGETHER:
        return "too_large"
    return "empty_file" if 0 in sizes else None


def uploads(files: Iterable[FileStorage]) -> tuple[Upload, ...]:
    """Return the files with the types their sender claims. Their names end here."""
    return tuple(Upload(file.stream.read(), _type(file.mimetype)) for file in files)


def _size(file: FileStorage) -> int:
    stream = file.stream
    return stream.size if isinstance(stream, Held) else stream.seek(0, io.SEEK_END)


def _type(claimed: str) -> str:
    return claimed if _TYPE.fullmatch(claimed) else _UNKNOWN
