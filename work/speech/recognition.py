"""What every engine uses of SpeechRecognition."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

from work.speech.resample import RATE
from work.speech.transcriber import EngineUnavailable


def speech_recognition() -> Any:
    """Import SpeechRecognition, whole. Raises EngineUnavailable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it imports audioop and aifc
        sr = import_module("speech_recognition")
    # A part of it that fails to import makes its recognisers vanish without a word.
    if not hasattr(sr.Recognizer, "recognize_sphinx"):
        message = "SpeechRecognition is installed, but not all of it works: recognize_sphinx is missing."
        raise EngineUnavailable(message)
    return sr


def sound(pcm: bytes) -> Any:
    """Return 8 kHz 16-bit mono samples as SpeechRecognition's AudioData."""
    return speech_recognition().AudioData(pcm, RATE, 2)


def widened(pcm: bytes) -> bytes:
    """Return 8 kHz samples as the 16 kHz that the models were made for."""
    wide: bytes = sound(pcm).get_raw_data(convert_rate=2 * RATE, convert_width=2)
    return wide
