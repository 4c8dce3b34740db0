"""The recogniser of the base install: PocketSphinx with the US English model that SpeechRecognition carries.

A draft for triage: 5 to 9 % of the words are wrong on one clear synthetic voice, 20 to 40 % on others and on people
over the telephone, most of them in noise. It knows no other language, and would make English of any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from work.speech.recognition import speech_recognition, widened
from work.speech.transcriber import Ear, EngineUnavailable, absent, missing
from work.speech.transcript import Segment

_FRAME = 0.01  # s
_PARTS = {"hmm": "acoustic-model", "lm": "language-model.lm.bin", "dict": "pronounciation-dictionary.dict"}
_VARIANT = re.compile(r"\(\d+\)$")  # "with(2)" is "with", said in the second of its ways


@dataclass(frozen=True, slots=True)
class Sphinx:
    """PocketSphinx through SpeechRecognition."""

    name: str = "sphinx"
    model_id: str = "SpeechRecognition en-US"
    languages: frozenset[str] = frozenset({"en"})
    memory: int = 1 << 30

    def check(self) -> list[str]:
        """Look for both packages and for the model."""
        return absent("speech_recognition", "pocketsphinx") or missing(_model(), *_PARTS.values())

    def load(self) -> Ear:
        """Build the one decoder of this process; SpeechRecognition itself would build one for every call."""
        if faults := self.check():
            raise EngineUnavailable(" ".join(faults))
        speech_recognition()
        parts = {option: str(_model() / part) for option, part in _PARTS.items()}
        decoder = import_module("pocketsphinx").Decoder(**parts, loglevel="FATAL")
        return lambda pcm, _language: _hear(decoder, widened(pcm))


def _model() -> Path:
    spec = find_spec("speech_recognition")
    return Path(spec.origin if spec and spec.origin else "").parent / "pocketsphinx-data" / "en-US"


def _hear(decoder: Any, pcm: bytes) -> tuple[Segment, ...]:
    """Decode one stretch as a whole, so that nothing of it colours the next."""
    decoder.start_utt()
    decoder.process_raw(pcm, no_search=False, full_utt=True)
    decoder.end_utt()
    if decoder.hyp() is None:
        return ()
    return tuple(
        Segment(round(word.start_frame * _FRAME, 2), round((word.end_frame + 1) * _FRAME, 2), text, min(1.0, word.prob))
        for word in decoder.seg()
        if (text := _VARIANT.sub("", word.word)) and text[0] not in "<["  # silence and noises
    )
