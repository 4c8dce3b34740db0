"""Which recogniser a line uses: one setting, and only engines that run on this machine.

There is no engine here that sends a voice anywhere, and none is ever a fallback for another.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from work.speech.sphinx import Sphinx
from work.speech.transcriber import Ear, EngineUnavailable, Transcriber
from work.speech.vosk import Vosk
from work.speech.whisper import Whisper

LANGUAGES = frozenset({"en", "zh-CN", "es"})
"""The languages of our lines; no other word ever reaches an engine."""

_OFF = "Speech recognition is switched off (SOTTO_SPEECH=off): every recording must be listened to."
_WITH_FOLDER: dict[str, Callable[[Path], Transcriber]] = {"whisper": Whisper, "vosk": Vosk}


class Off:
    """No recogniser: recordings are decoded and drawn, and a person listens."""

    name = "off"
    model_id = ""
    languages = LANGUAGES
    memory = 512 << 20

    def check(self) -> list[str]:
        """Say that a person must listen."""
        return [_OFF]

    def load(self) -> Ear:
        """Raise EngineUnavailable."""
        raise EngineUnavailable(_OFF)


def choose(setting: str) -> Transcriber:
    """Return the recogniser that `SOTTO_SPEECH` names: sphinx, whisper:FOLDER, vosk:FOLDER or off.

    Loads nothing yet. Raises ValueError, in words for the owner, for anything else.
    """
    name, _, folder = setting.partition(":")
    if name in _WITH_FOLDER and folder:
        return _WITH_FOLDER[name](Path(folder))
    if setting == "sphinx":
        return Sphinx()
    if setting == "off":
        return Off()
    message = "SOTTO_SPEECH must be sphinx, whisper:FOLDER, vosk:FOLDER or off"
    raise ValueError(message)
