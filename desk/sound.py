"""Recordings as a browser plays them, louder on request. Only our own form of WAV is touched; nothing is decoded."""

from __future__ import annotations

import math
import struct
import sys
from array import array
from collections.abc import Sequence
from functools import cache

GAINS = (0, 12, 24)
"""In decibels, as the page offers them."""

RATE = 8000
_HEAD = 44
_KNEE = 0.6  # of full scale: below it the sound is only made louder, above it bent so that it never breaks
_FULL = 32767


def header(length: int) -> bytes:
    """Return the head of a WAV with `length` bytes of sound: one channel, 16 bits, 8000 samples a second."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + length, b"WAVE") + form + struct.pack("<4sI", b"data", length)


def plays(wav: bytes) -> bool:
    """Tell whether this is a WAV of exactly our form."""
    length = len(wav) - _HEAD
    return length > 0 and length % 2 == 0 and wav[:_HEAD] == header(length)


def louder(wav: bytes, decibel: int) -> bytes:
    """Return a WAV of ours louder by `decibel`; what would not fit is pressed together rather than cut off."""
    if decibel == 0:
        return wav
    samples = array("H", wav[_HEAD:])
    if sys.byteorder == "big":
        samples.byteswap()
    made = array("H", map(_curve(decibel).__getitem__, samples))
    if sys.byteorder == "big":
        made.byteswap()
    return wav[:_HEAD] + made.tobytes()


def picture(peaks: Sequence[Sequence[int]], height: int = 64) -> str:
    """Return the path of an SVG that draws a sound: a closed outline, one step a pair of (lowest, highest) of ±128.

    A quiet sound is drawn as high as a loud one, for the picture is there to find the words by.
    """
    loudest = max((max(-low, high) for low, high in peaks), default=0) or 1
    middle = height / 2
    tops = [middle - max(0.5, middle * high / loudest) for _, high in peaks]
    feet = [middle - min(-0.5, middle * low / loudest) for low, _ in peaks]
    up = [f"{at},{y:.1f}" for at, y in enumerate(tops)]
    down = [f"{at},{y:.1f}" for at, y in reversed(list(enumerate(feet)))]
    return f"M{' L'.join(up + down)}Z" if peaks else ""


@cache
def _curve(decibel: int) -> array[int]:
    """Return what becomes of each 16-bit sample, in the order of its bits without a sign."""
    factor = 10 ** (decibel / 20)
    return array("H", (_bent(sample * factor) & 0xFFFF for sample in (*range(32768), *range(-32768, 0))))


def _bent(value: float) -> int:
    level = abs(value) / _FULL
    if level > _KNEE:
        level = _KNEE + (1 - _KNEE) * math.tanh((level - _KNEE) / (1 - _KNEE))
    return round(math.copysign(level * _FULL, value))
