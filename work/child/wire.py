"""Messages between host and child: a small JSON header and a body of bytes, each after its length."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, NamedTuple

_LENGTHS = struct.Struct(">II")
_MOST_HEADER = 1 << 20
MOST_BODY = 64 << 20
"""Bytes that a message may carry beside its header."""


class Broken(Exception):
    """The other side is gone, or what it sent is no message."""


class Unfit(Exception):
    """What a child was given cannot be worked on, under a fixed `name` that the host knows."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Message(NamedTuple):
    """What one side tells the other."""

    header: dict[str, Any]
    body: bytes = b""


def send(stream: BinaryIO, message: Message) -> None:
    """Write a message. Raises OSError when the other side is gone."""
    header = json.dumps(message.header).encode()
    stream.write(_LENGTHS.pack(len(header), len(message.body)))
    stream.write(header)
    stream.write(message.body)
    stream.flush()


def receive(stream: BinaryIO, most: int = MOST_BODY) -> Message:
    """Read a message. Raises Broken, before a single byte of it is read where it would be too long."""
    header_size, body_size = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if header_size > _MOST_HEADER or body_size > most:
        message = "too long"
        raise Broken(message)
    try:
        header = json.loads(_exactly(stream, header_size))
    except (ValueError, RecursionError):
        message = "not a message"
        raise Broken(message) from None
    if not isinstance(header, dict):
        message = "not a message"
        raise Broken(message)
    return Message(header, _exactly(stream, body_size))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        message = "the other side is gone"
        raise Broken(message)
    return data
