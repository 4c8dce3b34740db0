"""Opening what is packed (gzip, zlib, zip, bzip2, xz) in a stream, wherever it begins, in bounded memory."""

from __future__ import annotations

import bz2
import lzma
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

BEGINNINGS = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04|BZh[1-9]1AY|\xfd7zXZ\x00")
LONGEST_BEGINNING = 6

MOST = 256 * 1024 * 1024
"""Bytes that come out of one packed thing before it is left alone."""

_SLICE, _OUT = 16 * 1024, 1024 * 1024
_XZ_MEMORY = 128 * 1024 * 1024
_ZIP_HEADER = struct.Struct("<4xHHH16xHH")  # version, flags, method, lengths of name and of extra field
_DEFLATED, _STORED, _LOCKED = 8, 0, 1
_METHODS = {1, 9, 12, 14, 93, 95, 98, 99}
_NEWEST_ZIP = 63


@dataclass(slots=True)
class Unpacker:
    """One packed thing: `feed` it what follows its beginning until it is `over`. `note` says what it hides."""

    kind: str
    over: bool = False
    note: str = ""
    _machine: Any = None
    _head: bytes = b""
    _given: int = field(default=0)

    def feed(self, packed: memoryview) -> Iterator[bytes]:
        """Return what comes out, a piece at a time."""
        rest = self._opened(packed)
        for at in range(0, len(rest), _SLICE):
            if self.over:
                return
            yield from self._out(rest[at : at + _SLICE])

    def _out(self, packed: memoryview) -> Iterator[bytes]:
        """Return what one slice comes to; what is no packed thing after all, or is damaged, ends here."""
        left: bytes | memoryview = packed
        while not self.over:
            try:
                piece = self._machine.decompress(left, _OUT)
            except (zlib.error, OSError, lzma.LZMAError, EOFError):
                self.over = True
                return
            self._given += len(piece)
            self.over = self._machine.eof or self._given > MOST
            if self._given > MOST:
                self.note = f"a {self.kind} unpacks to more than {MOST >> 20} MiB"
            if piece:
                yield piece
            left = getattr(self._machine, "unconsumed_tail", b"")
            if len(piece) < _OUT and not left:
                return

    def _opened(self, packed: memoryview) -> memoryview:
        """Return what follows the header of a zip's member; other kinds have none that needs reading."""
        if self._machine is not None:
            return packed
        if self.kind != "zip":
            self._machine = _MACHINES[self.kind]()
            return packed
        self._head += packed[: _ZIP_HEADER.size + 2 * 65_535]
        return self._member(packed)

    def _member(self, packed: memoryview) -> memoryview:
        nothing = packed[:0]
        if len(self._head) < _ZIP_HEADER.size:
            return nothing
        version, flags, method, name, extra = _ZIP_HEADER.unpack_from(self._head)
        begins = _ZIP_HEADER.size + name + extra
        if version > _NEWEST_ZIP or method not in _METHODS | {_DEFLATED, _STORED}:
            self.over = True
        elif flags & _LOCKED or method in _METHODS:
            self.over, self.note = True, "a zip that is locked, or packed in a way that we cannot open"
        elif method == _STORED:
            self.over = True  # its bytes stand there as they are
        elif len(self._head) >= begins:
            self._machine = zlib.decompressobj(-zlib.MAX_WBITS)
            head, self._head = self._head, b""
            return memoryview(head)[begins:] if len(head) <= len(packed) else memoryview(head[begins:])
        return nothing


_MACHINES: Mapping[str, Callable[[], Any]] = {
    "gzip": lambda: zlib.decompressobj(zlib.MAX_WBITS | 16),
    "zlib": zlib.decompressobj,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
}
_KINDS = {0x1F: "gzip", 0x78: "zlib", 0x50: "zip", 0x42: "bzip2", 0xFD: "xz"}


def unpacker(beginning: bytes) -> Unpacker:
    """Return the unpacker of what begins like this, one of `BEGINNINGS`."""
    return Unpacker(_KINDS[beginning[0]])
