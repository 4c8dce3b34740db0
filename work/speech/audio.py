"""Foreign bytes into the one form that we keep: 16-bit mono, 8000 samples a second.

Nothing here trusts its input, and all of it runs in the closed-off child (see `child`). Levels are in dBFS: 0 is the
loudest square wave that fits.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import mul, neg

from work.speech import g711
from work.speech.resample import RATE, to_telephone
from work.speech.riff import A_LAW, MU_LAW, Fault, Unreadable, Wave, read_wave

SILENT = -120.0
"""The level of digital silence, in dBFS, so that a level is always a number."""

QUIET = -45.0
"""Below this level, in dBFS, speech is so quiet that a listener needs gain; ordinary calls are at -35 to -20."""

_FASTEST = 48_000
_WINDOW = RATE // 50  # 20 ms
_CLICKS = 9  # windows
_RANGE = 20.0  # dB
_TABLES = {MU_LAW: g711.byte_tables(g711.MU_LAW), A_LAW: g711.byte_tables(g711.A_LAW)}


@dataclass(frozen=True, slots=True)
class Caps:
    """How much is taken: more bytes than `octets` are refused; what lasts longer than `seconds` is cut, and says so."""

    octets: int = 32 << 20
    seconds: int = 1200


CAPS = Caps()
"""What is taken where nobody says otherwise: 32 MiB, twenty minutes."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`, in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Audio:
    """Decoded sound. `cut` says that the original goes on after `pcm` ends, so it must not be thrown away."""

    pcm: bytes = field(repr=False)
    cut: bool


def decode(raw: bytes, caps: Caps, channel: int = 0) -> Audio:
    """Read a WAV of any kind that we know and keep one `channel` of it (0 is the caller in a two-sided recording).

    PCM of 8 to 32 bits, mu-law and A-law, up to eight channels, 8 to 48 kHz. Raises Unreadable.
    """
    if len(raw) > caps.octets:
        raise Unreadable(Fault.TOO_LARGE)
    wave = read_wave(raw)
    if not RATE <= wave.rate <= _FASTEST:
        raise Unreadable(Fault.UNSUPPORTED)
    most = caps.seconds * wave.rate * wave.channels * wave.width
    sixteen = _sixteen_bit(wave, bytes(wave.data[:most]), min(channel, wave.channels - 1))
    return Audio(to_bytes(to_telephone(samples(sixteen), wave.rate)), cut=len(wave.data) > most)


def _sixteen_bit(wave: Wave, data: bytes, channel: int) -> bytes:
    """Pick the channel and the two highest bytes of each of its samples: slices, so that an hour takes no loop."""
    frame, last = wave.channels * wave.width, (channel + 1) * wave.width - 1
    high = data[last::frame]
    if wave.coding in _TABLES:
        low_of, high_of = _TABLES[wave.coding]
        low, high = high.translate(low_of), high.translate(high_of)
    elif wave.width == 1:
        low, high = bytes(len(high)), high.translate(_UNSIGNED)
    else:
        low = data[last - 1 :: frame]
    out = bytearray(2 * len(high))
    out[0::2], out[1::2] = low, high
    return bytes(out)


_UNSIGNED = bytes(code ^ 0x80 for code in range(256))  # 8-bit PCM alone counts from 0


def samples(pcm: bytes) -> array[int]:
    """Return 16-bit little-endian bytes as numbers; a last odd byte is dropped."""
    numbers = array("h", pcm[: len(pcm) - len(pcm) % 2])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def to_bytes(numbers: array[int]) -> bytes:
    """Return numbers as 16-bit little-endian bytes."""
    if sys.byteorder == "big":
        numbers = array("h", numbers)
        numbers.byteswap()
    return numbers.tobytes()


def duration(pcm: bytes) -> float:
    """Return how many seconds 8 kHz 16-bit `pcm` plays."""
    return len(pcm) / (2 * RATE)


def cut(pcm: bytes, span: Span) -> bytes:
    """Return the part of 8 kHz 16-bit `pcm` that lies in `span`."""
    return pcm[2 * round(span.start * RATE) : 2 * round(span.end * RATE)]


def decibels(numbers: array[int]) -> float:
    """Return the level of all `numbers` together, in dBFS."""
    power = sum(map(mul, numbers, numbers)) / len(numbers) if numbers else 0
    return max(SILENT, 10 * math.log10(power / 32768**2)) if power else SILENT


def level(pcm: bytes) -> float:
    """Return the level of what sounds in `pcm`, in dBFS: of the words, however long the pauses between them.

    That is the mean of all 20 ms that are at most 20 dB below the loudest; a click or two do not count as loudest.
    """
    loudest = sorted((decibels(window) for window in _windows(samples(pcm), _WINDOW)), reverse=True)
    if not loudest:
        return SILENT
    least = loudest[min(_CLICKS, len(loudest) - 1)] - _RANGE
    sounding = loudest[: bisect_right(loudest, -least, key=neg)]
    return sum(sounding) / len(sounding)


def peaks(pcm: bytes, count: int = 800) -> tuple[tuple[int, int], ...]:
    """Return at most `count` pairs (lowest, highest), each -128 to 127, to draw the sound as a picture."""
    numbers = samples(pcm)
    size = max(1, math.ceil(len(numbers) / count))
    return tuple((min(window) >> 8, max(window) >> 8) for window in _windows(numbers, size))


def gain(pcm: bytes, decibel: float) -> bytes:
    """Return `pcm` louder by `decibel`; what does not fit is flattened at the edge."""
    factor = 10 ** (decibel / 20)
    return to_bytes(array("h", (max(-32768, min(32767, round(number * factor))) for number in samples(pcm))))


def _windows(numbers: array[int], size: int) -> Iterator[array[int]]:
    return (numbers[at : at + size] for at in range(0, len(numbers), size))
