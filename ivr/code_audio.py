"""A code as sound: recorded digits, one after the other, in memory.

Words that the provider speaks stay in its logs; a sound that it fetches once does not. The recordings are in
`ivr/digits`, made by `deploy/make-digits`; an owner's own take their place by having the same names and form.
"""

from __future__ import annotations

import struct
from pathlib import Path

DIGITS = Path(__file__).parent / "digits"
"""The recordings that come with us, `<language>/<0-9>.wav`, each 8 kHz 16-bit mono."""

GROUP = 4
"""How many digits are read in one breath, as they are printed."""

_SECOND = 16_000  # bytes
_NAMED = 8  # bytes: the name and the size of a part
_FORM = (1, 1, 8000, _SECOND, 2, 16)  # PCM, one channel, 8 kHz, 16 bits
_BEFORE, _BETWEEN, _AFTER_GROUP = 0.6, 0.5, 1.6  # seconds of silence: time to write a digit, and to read four back


def code_wav(digits: str, language: str, folder: Path = DIGITS) -> bytes:
    """Return a WAV that reads out `digits` slowly, in groups of four; a code of 16 takes about 20 seconds.

    Raises ValueError for anything but digits, FileNotFoundError where the language has no recordings.
    """
    if not (digits.isascii() and digits.isdigit()):
        message = "a code is made of digits"
        raise ValueError(message)
    recorded = {digit: _samples(folder / language / f"{digit}.wav") for digit in sorted(set(digits))}
    sound = [_silence(_BEFORE)]
    for place, digit in enumerate(digits, 1):
        sound += [recorded[digit], _silence(_BETWEEN if place % GROUP else _AFTER_GROUP)]
    return _wav(b"".join(sound))


def missing(language: str, folder: Path = DIGITS) -> list[str]:
    """Return the names of the recordings that a language lacks or that have another form."""
    return [path.name for path in (folder / language / f"{digit}.wav" for digit in range(10)) if not _usable(path)]


def _usable(path: Path) -> bool:
    try:
        return bool(_samples(path))
    except (OSError, ValueError):
        return False


def _samples(path: Path) -> bytes:
    """Read a recording: what follows the first `data`, after a `fmt ` of our form."""
    data = path.read_bytes()
    form, start = data.find(b"fmt ") + _NAMED, data.find(b"data") + _NAMED
    if not _NAMED < form < start or struct.unpack_from("<HHIIHH", data, form) != _FORM:
        message = f"{path} is no WAV of 8 kHz, 16 bits, one channel"
        raise ValueError(message)
    (size,) = struct.unpack_from("<I", data, start - 4)
    return data[start : start + size]


def _silence(seconds: float) -> bytes:
    return bytes(round(seconds * _SECOND) // 2 * 2)


def _wav(pcm: bytes) -> bytes:
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, *_FORM) + struct.pack("<4sI", b"data", len(pcm))
    return struct.pack("<4sI", b"RIFF", len(head) + len(pcm)) + head + pcm
