"""faster-whisper from a folder on this machine: every language of the line, where its owner has fetched a model.

Optional: `pip install faster-whisper soundfile`, and a Whisper model converted for CTranslate2 in the folder. A model
that knows English alone must say so, by a folder name that ends in `.en`: it would make English of any other language.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from work.speech.recognition import sound, speech_recognition
from work.speech.resample import RATE
from work.speech.transcriber import Ear, EngineUnavailable, absent, missing
from work.speech.transcript import Segment

_NEEDED = ("model.bin", "config.json", "tokenizer.json")  # without the last one it would ask the internet
_SPOKEN = {"en": "en", "zh-CN": "zh", "es": "es"}
_LAZY = ("numpy.fft", "numpy.linalg", "numpy.ma", "numpy.random")
_ADAPTERS = "speech_recognition.recognizers.whisper_local"


@dataclass(frozen=True, slots=True)
class Whisper:
    """faster-whisper with the model in `folder`."""

    folder: Path
    name: str = "whisper"
    memory: int = 16 << 30

    @property
    def model_id(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def languages(self) -> frozenset[str]:
        """All of ours, or English for a folder that says so."""
        return frozenset({"en"} if self.folder.name.endswith(".en") else _SPOKEN)

    def check(self) -> list[str]:
        """Look for the packages and for the model's files."""
        packages = absent("faster_whisper", "soundfile", "speech_recognition", "pocketsphinx")
        return packages + missing(self.folder, *_NEEDED)

    def load(self) -> Ear:
        """Load the model and what it would import later, and let it hear a second of nothing."""
        if faults := self.check():
            raise EngineUnavailable(" ".join(faults))
        recogniser = self._recogniser()

        def hear(pcm: bytes, language: str) -> tuple[Segment, ...]:
            return _hear(recogniser, pcm, _SPOKEN[language])

        for module in _LAZY:
            import_module(module)
        hear(bytes(2 * RATE), "en")
        return hear

    def _recogniser(self) -> Any:
        os.environ["HF_HUB_OFFLINE"] = "1"  # read when faster_whisper is imported
        speech_recognition()
        try:
            model = import_module("faster_whisper").WhisperModel(
                str(self.folder), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as fault:
            message = f"The speech model in {self.folder} does not load ({type(fault).__name__})."
            raise EngineUnavailable(message) from fault
        if "zh-CN" in self.languages and not model.model.is_multilingual:
            message = f"The speech model in {self.folder} knows English alone: give its folder a name that ends in .en."
            raise EngineUnavailable(message)
        adapter = import_module(f"{_ADAPTERS}.faster_whisper").TranscribableAdapter(model)
        return import_module(f"{_ADAPTERS}.base").WhisperCompatibleRecognizer(adapter)


def _hear(recogniser: Any, pcm: bytes, language: str) -> tuple[Segment, ...]:
    answer = recogniser.recognize(sound(pcm), show_dict=True, language=language, vad_filter=True, word_timestamps=True)
    return tuple(
        Segment(round(float(word.start), 2), round(float(word.end), 2), word.word.strip(), float(word.probability))
        for segment in answer["segments"]
        for word in segment.words or ()
    )
