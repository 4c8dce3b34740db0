"""Reads and writes sound: RIFF files with PCM, mu-law or A-law inside, to and from 8 kHz, 16 bit, one channel."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass

RATE = 8000
PCM, ALAW, MULAW, EXTENSIBLE = 1, 6, 7, 0xFFFE


class NotSound(ValueError):
    """These bytes are no sound that the provider can play."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a RIFF file says about its samples."""

    coding: int
    channels: int
    rate: int
    bits: int


def read(data: bytes) -> array[int]:
    """Return the samples of a RIFF file at 8 kHz, channels mixed. Raises NotSound."""
    form, body = _parts(data)
    samples = _decoded(form, body)
    if form.channels > 1:
        lanes = [samples[lane :: form.channels] for lane in range(form.channels)]
        samples = array("h", (sum(frame) // form.channels for frame in zip(*lanes, strict=False)))
    return _at_phone_rate(samples, form.rate)


def write(samples: array[int]) -> bytes:
    """Return a RIFF file as the provider serves it."""
    body = _little(samples).tobytes()
    form = struct.pack("<HHIIHH", PCM, 1, RATE, RATE * 2, 2, 16)
    head = struct.pack("<4sI4s4sI", b"RIFF", 36 + len(body), b"WAVE", b"fmt ", len(form))
    return head + form + struct.pack("<4sI", b"data", len(body)) + body


def seconds_of(data: bytes, kind: str) -> float:
    """How long a sound file plays; a compressed one by the bit rate of speech. Raises NotSound."""
    if data[:4] == b"RIFF":
        form, body = _parts(data)
        return len(body) / max(1, form.rate * form.channels * form.bits // 8)
    if data[:3] == b"ID3" or data[:2] in {b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"}:
        return len(data) / 4000
    if kind in {"audio/basic", "audio/x-mulaw"} and data:
        return len(data) / RATE
    message = "neither RIFF, nor MP3, nor plain mu-law"
    raise NotSound(message)


def _parts(data: bytes) -> tuple[Format, bytes]:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        message = "no RIFF file"
        raise NotSound(message)
    form: Format | None = None
    for name, chunk in _chunks(data):
        if name == b"fmt " and len(chunk) >= 16:
            form = _format(chunk)
        if name == b"data" and form is not None:
            return form, chunk
    message = "a RIFF file without format or data"
    raise NotSound(message)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        yield name, data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _format(chunk: bytes) -> Format:
    coding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if coding == EXTENSIBLE and len(chunk) >= 26:
        coding = struct.unpack_from("<H", chunk, 24)[0]
    if not 1 <= channels <= 8 or not 4000 <= rate <= 192000:
        message = "odd channels or rate"
        raise NotSound(message)
    return Format(coding, channels, rate, bits)


def _decoded(form: Format, body: bytes) -> array[int]:
    if (form.coding, form.bits) == (PCM, 16):
        return _little(array("h", body[: len(body) // 2 * 2]))
    if (form.coding, form.bits) == (PCM, 8):
        return array("h", ((byte - 128) << 8 for byte in body))
    if form.bits == 8 and form.coding in (MULAW, ALAW):
        law = _mulaw if form.coding == MULAW else _alaw
        table = [law(byte) for byte in range(256)]
        return array("h", map(table.__getitem__, body))
    message = "a coding that the provider does not play"
    raise NotSound(message)


def _little(samples: array[int]) -> array[int]:
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples


def _mulaw(byte: int) -> int:
    byte = ~byte & 0xFF
    size = (((byte & 0x0F) << 3) + 0x84 << (byte >> 4 & 7)) - 0x84
    return -size if byte & 0x80 else size


def _alaw(byte: int) -> int:
    byte ^= 0x55
    step = byte >> 4 & 7
    size = (byte & 0x0F) << 4
    size = size + 8 if not step else size + 0x108 << step - 1
    return size if byte & 0x80 else -size


def _at_phone_rate(samples: array[int], rate: int) -> array[int]:
    """Average whole factors, draw lines between samples for others."""
    if rate == RATE or not samples:
        return samples
    if rate % RATE == 0:
        step = rate // RATE
        lanes = [samples[lane::step] for lane in range(step)]
        return array("h", (sum(group) // step for group in zip(*lanes, strict=False)))
    return array("h", map(_between(samples, rate), range(len(samples) * RATE // rate)))


def _between(samples: array[int], rate: int) -> Callable[[int], int]:
    last = len(samples) - 1

    def at(place: int) -> int:
        whole, part = divmod(place * rate, RATE)
        here, there = samples[min(whole, last)], samples[min(whole + 1, last)]
        return here + (there - here) * part // RATE

    return at
