"""Words of the desk as sound of our own, by espeak-ng where it is installed.

What the provider speaks stays in its logs; what is made here does not.
"""

from __future__ import annotations

import shutil
import subprocess

from work.speech.audio import Caps, decode
from work.speech.resample import RATE
from work.speech.riff import Unreadable, wav

_PROGRAM = "espeak-ng"
_VOICES = {"en": "en-us", "zh-CN": "cmn", "es": "es-419"}
_WORDS_A_MINUTE = 150
_MOST_LETTERS = 4_000
_SECONDS = 20  # measured: 0.2 s for a message
_ENVIRONMENT = {"LANG": "C.UTF-8"}
_CAPS = Caps(octets=64 << 20, seconds=900)


def available() -> bool:
    """Say whether espeak-ng is installed."""
    return shutil.which(_PROGRAM) is not None


def able(text: str, language: str) -> bool:
    """Say whether `text` can be spoken here: espeak-ng is there, and it is not too long nor in a language not ours."""
    return language in _VOICES and len(text) <= _MOST_LETTERS and available()


def speak(text: str, language: str) -> bytes | None:
    """Return `text` as an 8 kHz 16-bit mono WAV, or None where that cannot be had: then the provider must speak it.

    It cannot be had without espeak-ng, in a language that is not ours, and beyond 4000 letters (some five minutes).
    The text goes in and the sound comes out by pipes: it is never in a file, an argument or the environment.
    """
    program = shutil.which(_PROGRAM)
    if program is None or language not in _VOICES or len(text) > _MOST_LETTERS:
        return None
    line = (program, "-v", _VOICES[language], "-s", str(_WORDS_A_MINUTE), "--stdin", "--stdout")
    try:
        done = subprocess.run(  # nosec B603  # noqa: S603 - a command line of our own, without a shell
            line, input=_plain(text), capture_output=True, env=_ENVIRONMENT, timeout=_SECONDS, check=True
        )  # fmt: skip
        return wav(decode(done.stdout, _CAPS).pcm, RATE)
    except (OSError, subprocess.SubprocessError, Unreadable):
        return None


def _plain(text: str) -> bytes:
    """Return the text without control signs, and without `[[`, after which espeak-ng reads letters as sounds."""
    letters = "".join(letter if letter.isprintable() else " " for letter in text)
    return letters.replace("[[", "[ [").encode()
