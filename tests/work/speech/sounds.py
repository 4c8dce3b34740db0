"""Sounds that the tests make: clips in other forms, tones, noise."""

from __future__ import annotations

import math
import random
import struct
from array import array
from bisect import bisect
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from work.speech.audio import CAPS, decode
from work.speech.g711 import A_LAW, MU_LAW
from work.speech.resample import RATE
from work.speech.riff import wav

CLIPS = Path(__file__).parents[2] / "clips"
GUN = "there is a man with a gun at the central station"
KEYS = ((697, 1209), (770, 1336), (852, 1477), (941, 1336))  # what a telephone sends for 1, 5, 9 and 0


def clip(name: str) -> bytes:
    """Return a clip's file."""
    return (CLIPS / f"{name}.wav").read_bytes()


def pcm(name: str) -> bytes:
    """Return a clip's samples."""
    return decode(clip(name), CAPS).pcm


@dataclass(frozen=True, slots=True)
class Form:
    """What a WAV's header says of its samples; `size` in bytes, None for the truth."""

    coding: int = 1
    channels: int = 1
    rate: int = RATE
    bits: int = 16
    size: int | None = None


PLAIN = Form()


def riff(data: bytes, form: Form = PLAIN) -> bytes:
    """Return a WAV of any form, whatever `data` is."""
    frame = form.channels * ((form.bits + 7) // 8)
    head = b"WAVEfmt " + struct.pack(
        "<IHHIIHH", 16, form.coding, form.channels, form.rate, (form.rate * frame) & 0xFFFFFFFF, frame, form.bits
    )
    head += struct.pack("<4sI", b"data", len(data) if form.size is None else form.size)
    return struct.pack("<4sI", b"RIFF", len(head) + len(data)) + head + data


def packed(numbers: list[float]) -> bytes:
    """Return numbers as 16-bit samples."""
    return array("h", (max(-32768, min(32767, round(number))) for number in numbers)).tobytes()


def coded(samples: bytes, table: tuple[int, ...]) -> bytes:
    """Return 16-bit samples in a telephone codec: the code whose value is nearest."""
    steps = sorted((value, code) for code, value in enumerate(table))
    middles = [(one[0] + two[0]) / 2 for one, two in pairwise(steps)]
    return bytes(steps[bisect(middles, number)][1] for number in array("h", samples))


def mu_law(samples: bytes) -> bytes:
    """Return a mu-law WAV."""
    return riff(coded(samples, MU_LAW), Form(coding=7, bits=8))


def a_law(samples: bytes) -> bytes:
    """Return an A-law WAV."""
    return riff(coded(samples, A_LAW), Form(coding=6, bits=8))


def faster(samples: bytes, times: int) -> bytes:
    """Return samples at a multiple of their rate, on straight lines between the old ones."""
    numbers = array("h", samples)
    return packed([one + (two - one) * step / times for one, two in pairwise(numbers) for step in range(times)])


def tone(frequencies: tuple[int, ...], seconds: float, height: float = 6000, rate: int = RATE) -> bytes:
    """Return sine waves, added up."""
    turns = [2 * math.pi * frequency / rate for frequency in frequencies]
    return packed([sum(height * math.sin(turn * at) for turn in turns) for at in range(round(seconds * rate))])


def noise(seconds: float, height: float) -> bytes:
    """Return white noise, the same every time."""
    chance = random.Random(7)  # noqa: S311 - no secret
    return packed([chance.uniform(-height, height) for _ in range(round(seconds * RATE))])


def keypad() -> bytes:
    """Return twelve keys pressed one after the other."""
    return b"".join(tone(KEYS[number % 4], 0.15) + silence(0.1) for number in range(12))


def music() -> bytes:
    """Return a melody with a bass, each note dying away."""
    notes = (262, 330, 392, 523, 440, 349, 294, 392) * 3
    return b"".join(_note(frequency) for frequency in notes)


def silence(seconds: float) -> bytes:
    """Return digital silence."""
    return bytes(2 * round(seconds * RATE))


def playable(samples: bytes) -> bytes:
    """Return 8 kHz samples as a WAV."""
    return wav(samples, RATE)


def _note(frequency: int) -> bytes:
    parts = [(frequency * overtone, 5000 / overtone) for overtone in (1, 2, 3, 4)] + [(frequency // 2, 2500)]
    return packed(
        [
            math.exp(-at / 1000) * sum(height * math.sin(2 * math.pi * turn * at / RATE) for turn, height in parts)
            for at in range(3000)
        ]
    )
