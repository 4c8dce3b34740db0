"""Vosk from a folder on this machine: one model a language, told apart by the names that Vosk gives its models.

Optional: `pip install vosk`. The folder is one model (`vosk-model-small-cn-0.22`) or holds several.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from work.speech.recognition import widened
from work.speech.resample import RATE
from work.speech.transcriber import Ear, EngineUnavailable, absent, missing
from work.speech.transcript import Segment

_NAME = re.compile(r"vosk-model-(?:small-)?(en|cn|es)\b")
_LANGUAGES = {"en": "en", "cn": "zh-CN", "es": "es"}
_NEEDED = ("am", "conf")
_PIECE = 8000  # bytes that it is given at once


@dataclass(frozen=True, slots=True)
class Vosk:
    """Vosk with the model, or the models, in `folder`."""

    folder: Path
    name: str = "vosk"
    memory: int = 16 << 30

    @property
    def model_id(self) -> str:
        """The names of the models."""
        return " ".join(model.name for model in self._models().values())

    @property
    def languages(self) -> frozenset[str]:
        """The languages whose model is there."""
        return frozenset(self._models())

    def check(self) -> list[str]:
        """Look for the packages, for models with a language in their name, and for their files."""
        faults = absent("vosk", "speech_recognition", "pocketsphinx") + missing(self.folder)
        models = self._models()
        if not models and not faults:
            faults = [f"No model called as Vosk calls them (vosk-model-small-en-us-0.15) is in {self.folder}."]
        return faults + [fault for model in models.values() for fault in missing(model, *_NEEDED)]

    def load(self) -> Ear:
        """Load every model."""
        if faults := self.check():
            raise EngineUnavailable(" ".join(faults))
        vosk = import_module("vosk")
        vosk.SetLogLevel(-1)
        models = {language: _load(vosk, folder) for language, folder in self._models().items()}
        return lambda pcm, language: _hear(vosk, models, pcm, language)

    def _models(self) -> Mapping[str, Path]:
        inside = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        named = ((_NAME.match(folder.name), folder) for folder in (*inside, self.folder))
        return {_LANGUAGES[name[1]]: folder for name, folder in named if name and folder.is_dir()}


def _load(vosk: Any, folder: Path) -> Any:
    """Load one model by its path; by a language's name it would be fetched from the internet."""
    try:
        return vosk.Model(str(folder))
    except Exception as fault:  # it raises nothing more precise
        message = f"The speech model in {folder} does not load."
        raise EngineUnavailable(message) from fault


def _hear(vosk: Any, models: Mapping[str, Any], pcm: bytes, language: str) -> tuple[Segment, ...]:
    """Hear it piece by piece: each pause ends a result, and only all of them together are the whole."""
    recogniser = vosk.KaldiRecognizer(models[language], 2 * RATE)
    recogniser.SetWords(True)  # noqa: FBT003 - its only argument
    wide = widened(pcm)
    results = [
        recogniser.Result() for at in range(0, len(wide), _PIECE) if recogniser.AcceptWaveform(wide[at : at + _PIECE])
    ]
    words = [word for result in [*results, recogniser.FinalResult()] for word in json.loads(result).get("result", ())]
    return tuple(Segment(round(word["start"], 2), round(word["end"], 2), word["word"], word["conf"]) for word in words)
