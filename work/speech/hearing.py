"""One transcription: find where somebody speaks, hear stretch after stretch, keep what was heard if it ends early."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from work.child.answers import Nonsense
from work.child.keeper import Keeper
from work.child.process import Late, Lost
from work.child.wire import Message
from work.speech import answers
from work.speech.audio import CAPS, Span, cut, duration
from work.speech.resample import RATE
from work.speech.transcript import Segment, Status, Transcript, assemble

PATIENCE = 30.0
"""Seconds that any job may take, beside three times what the sound lasts."""

_MOST_SOUND = 2 * RATE * CAPS.seconds  # bytes
_ENDS = {"failed": Status.FAILED, "engine_unavailable": Status.ENGINE_UNAVAILABLE}


class _Ended(Exception):
    def __init__(self, status: Status) -> None:
        super().__init__(status.value)
        self.status = status


class _Patience:
    """Asks the child until the time for one recording is used up; waiting for other recordings does not count."""

    def __init__(self, keeper: Keeper, seconds: float) -> None:
        self._keeper = keeper
        self._left = seconds

    def ask(self, header: Mapping[str, Any], body: bytes) -> Message:
        if self._left <= 0:
            raise Late
        answer = self._keeper.ask(header, body, self._left)
        self._left -= answer.seconds
        if name := answers.fault(answer.message):
            raise _Ended(_ENDS.get(name, Status.BAD_AUDIO))
        return answer.message


def transcribe(keeper: Keeper, audio: bytes, language: str) -> Transcript:
    """Return a draft of what is said in `audio`, a WAV; never raises for what is in it or becomes of the child."""
    heard: list[Segment] = []
    spoken = 0.0
    ended = None
    try:
        for span, segments in _stretches(_Patience(keeper, PATIENCE + 3 * duration(audio)), audio, language):
            heard += segments
            spoken += span.end - span.start
    except Late:
        ended = Status.TIMED_OUT
    except Lost:
        ended = Status.FAILED
    except Nonsense:
        keeper.distrust()
        ended = Status.FAILED
    except _Ended as reason:
        ended = reason.status
    transcript = assemble(heard, language, spoken)
    return replace(transcript, status=ended) if ended else transcript


def _stretches(patience: _Patience, audio: bytes, language: str) -> Iterator[tuple[Span, tuple[Segment, ...]]]:
    found = patience.ask({"job": "spans"}, audio)
    pcm = answers.sound(found, _MOST_SOUND)
    spans = answers.spans(found, duration(pcm))
    if not spans:
        raise _Ended(Status.NO_SPEECH)
    for span in spans:
        told = patience.ask({"job": "hear", "language": language}, cut(pcm, span))
        yield span, answers.segments(told, span.start)
