"""What a recogniser made of a recording: always a draft, with its own doubts beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

UNRELIABLE = 0.4
"""Below this mean word probability the text is shown as unreliable; measured on clear and on noisy telephone speech."""

DOUBTFUL = 0.6
"""Below this, and from `UNRELIABLE` on, single words are often wrong."""

FEWEST = 0.5
"""Fewer words than this in a second of speech, and most of it was not understood; people say two or three."""

_VERSION = 1
_UNSPACED = frozenset({"zh-CN"})


class Status(StrEnum):
    """How the work on a recording ended. All but `OK` mean that a person must listen."""

    OK = "ok"
    NO_SPEECH = "no_speech"  # nobody seems to speak; the recogniser was not asked
    LOW_CONFIDENCE = "low_confidence"  # somebody speaks, and the text may well be wrong or empty
    UNSUPPORTED_LANGUAGE = "unsupported_language"  # the recogniser does not know the caller's language
    BAD_AUDIO = "bad_audio"  # the bytes cannot be read as audio; trying again is in vain
    ENGINE_UNAVAILABLE = "engine_unavailable"  # switched off, or not installed; `Host.check` says which
    TIMED_OUT = "timed_out"  # stopped when its time was up; what was heard until then is kept
    FAILED = "failed"  # the child died or talked nonsense; trying again may help


class Segment(NamedTuple):
    """One word or phrase from `start` to `end` seconds, right with probability `prob` in the recogniser's own view."""

    start: float
    end: float
    text: str
    prob: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """A draft of what was said. `confidence` is the mean of its segments' probabilities, 0 without any."""

    status: Status
    text: str = field(default="", repr=False)
    confidence: float = 0.0
    engine: str = ""
    model_id: str = ""
    segments: tuple[Segment, ...] = field(default=(), repr=False)

    def to_bytes(self) -> bytes:
        """Return the transcript as JSON, to be sealed."""
        facts = {
            "version": _VERSION,
            "status": self.status.value,
            "text": self.text,
            "confidence": self.confidence,
            "engine": self.engine,
            "model_id": self.model_id,
            "segments": self.segments,
        }
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Transcript:
        """Read what `to_bytes` wrote. Raises ValueError, which shows nothing of the content, on anything else."""
        try:
            facts = json.loads(data)
            version, status = facts.pop("version"), Status(facts.pop("status"))
            segments = tuple(Segment(*segment) for segment in facts.pop("segments"))
            transcript = cls(status=status, segments=segments, **facts)
        except (ValueError, KeyError, TypeError, AttributeError):
            version = None
        if version != _VERSION:
            message = "not a transcript of this version"
            raise ValueError(message)
        return transcript


def assemble(segments: Sequence[Segment], language: str, spoken: float) -> Transcript:
    """Make a transcript of what was heard in `language`, in `spoken` seconds during which somebody seemed to speak."""
    text = ("" if language in _UNSPACED else " ").join(segment.text for segment in segments)
    confidence = sum(segment.prob for segment in segments) / len(segments) if segments else 0.0
    usable = confidence >= UNRELIABLE and len(segments) >= FEWEST * spoken
    return Transcript(
        Status.OK if usable else Status.LOW_CONFIDENCE, text, round(confidence, 3), segments=tuple(segments)
    )
