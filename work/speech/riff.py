"""Read and write RIFF WAVE, trusting the bytes that came and never the sizes a header claims.

A reader of our own, because what arrives here is foreign: streamed headers give 0 or 0xFFFFFFFF as their size,
telephone codecs carry format tags that the usual readers refuse, and cut files are still somebody's words.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from work.child.wire import Unfit

PCM, A_LAW, MU_LAW, EXTENSIBLE = 1, 6, 7, 0xFFFE
_FMT_BYTES, _EXTENSIBLE_BYTES = 16, 26
_MAX_CHANNELS = 8
_MAX_WIDTH = 4


class Fault(StrEnum):
    """What can be wrong with bytes that should have been audio."""

    EMPTY = "empty"  # no bytes, or a header without a single sample
    NOT_AUDIO = "not_audio"  # no RIFF WAVE at all: a web page, noise, another container
    CORRUPT = "corrupt"  # a WAVE whose description makes no sense
    UNSUPPORTED = "unsupported"  # a sound WAVE in a coding or rate that we do not read
    TOO_LARGE = "too_large"  # more bytes than are taken


class Unreadable(Unfit):
    """The bytes are no audio that we can read; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Wave:
    """The sound in a RIFF file, still in its own coding: `width` is bytes a sample, `data` whole frames only."""

    coding: int
    channels: int
    rate: int
    width: int
    data: memoryview


def read_wave(raw: bytes) -> Wave:
    """Find the format and the samples in `raw`.

    Raises Unreadable. A file that was cut off gives what is left of it; chunks that are not sound are passed over.
    """
    if not raw:
        raise Unreadable(Fault.EMPTY)
    if raw[:4] != b"RIFF" or raw[8:12] != b"WAVE":
        raise Unreadable(Fault.NOT_AUDIO)
    chunks = dict(_chunks(memoryview(raw)))
    if b"fmt " not in chunks:
        raise Unreadable(Fault.CORRUPT)
    coding, channels, rate, width = _format(chunks[b"fmt "])
    data = chunks.get(b"data", memoryview(b""))
    whole = len(data) - len(data) % (channels * width)
    if not whole:
        raise Unreadable(Fault.EMPTY)
    return Wave(coding, channels, rate, width, data[:whole])


def _chunks(raw: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Give each chunk up to the samples, which are the last thing that matters."""
    at = 12
    while at + 8 <= len(raw):
        name, size = struct.unpack_from("<4sI", raw, at)
        at += 8
        if name == b"data":
            # A writer that streamed never came back to fill the size in.
            yield name, raw[at : at + size] if size else raw[at:]
            return
        yield name, raw[at : at + size]
        at += size + size % 2


def _format(chunk: memoryview) -> tuple[int, int, int, int]:
    if len(chunk) < _FMT_BYTES:
        raise Unreadable(Fault.CORRUPT)
    coding, channels, rate, _, frame, bits = struct.unpack_from("<HHIIHH", chunk)
    if coding == EXTENSIBLE and len(chunk) >= _EXTENSIBLE_BYTES:
        (coding,) = struct.unpack_from("<H", chunk, 24)
    width = (bits + 7) // 8
    if not (1 <= channels <= _MAX_CHANNELS and rate and width and frame == channels * width):
        raise Unreadable(Fault.CORRUPT)
    if coding not in (PCM, A_LAW, MU_LAW) or width > (_MAX_WIDTH if coding == PCM else 1):
        raise Unreadable(Fault.UNSUPPORTED)
    return coding, channels, rate, width


def wav(pcm: bytes, rate: int) -> bytes:
    """Return 16-bit mono samples, little-endian, `rate` a second, as a WAV file."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, PCM, 1, rate, rate * 2, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(pcm))
    return struct.pack("<4sI", b"RIFF", len(body) + len(pcm)) + body + pcm
