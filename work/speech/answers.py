"""What the child says, believed only as far as it fits.

A decoder that an attacker has taken over can choose its answers, so they are read like any foreign input: numbers in
their ranges, lists of bounded length, letters that can be seen, and of the sound nothing but samples, which can only
sound wrong.
"""

from __future__ import annotations

from typing import Any

from work.speech.audio import SILENT, Span
from work.speech.riff import Fault
from work.speech.sandbox import MEANING
from work.speech.transcript import Segment
from work.speech.wire import Message

PEAKS = 800
"""How many pairs the picture of a sound has at most."""

_FAULTS = frozenset({"failed", "engine_unavailable", *(fault.value for fault in Fault)})
_MOST_SPANS = 10_000
_MOST_SEGMENTS = 1_000
_MOST_LETTERS = 1_000
_MOST_SENTENCES, _MOST_SENTENCE = 10, 2_000
_LONGEST_SPAN = 60.0


class Nonsense(Exception):
    """The child's answer does not fit the question."""


def fault(message: Message) -> str | None:
    """Return the name of what went wrong, or None. Raises Nonsense, as all of these do."""
    named = message.header.get("fault")
    if named is None:
        return None
    if not isinstance(named, str) or named not in _FAULTS:
        raise Nonsense
    return named


def held(message: Message) -> dict[str, bool]:
    """Return which protections took hold."""
    told = message.header.get("protections")
    if not isinstance(told, dict):
        raise Nonsense
    return {name: told.get(name) is True for name in MEANING}


def sentences(message: Message) -> list[str]:
    """Return what the child has to say about its recogniser."""
    return [_text(sentence, _MOST_SENTENCE) for sentence in _rows(message, "faults", _MOST_SENTENCES)]


def sound(message: Message, most: int) -> bytes:
    """Return the sound: whole 16-bit samples, at most `most` bytes."""
    if len(message.body) % 2 or len(message.body) > most:
        raise Nonsense
    return message.body


def flag(message: Message, name: str) -> bool:
    """Return the true or false called `name`."""
    value = message.header.get(name)
    if not isinstance(value, bool):
        raise Nonsense
    return value


def level(message: Message) -> float:
    """Return the level in dBFS."""
    return _number(message.header.get("level"), SILENT, 0)


def peaks(message: Message) -> tuple[tuple[int, int], ...]:
    """Return the pairs that draw the sound."""
    pairs = (_row(pair, 2) for pair in _rows(message, "peaks", PEAKS))
    return tuple((int(_number(low, -128, 127)), int(_number(high, -128, 127))) for low, high in pairs)


def spans(message: Message, seconds: float) -> tuple[Span, ...]:
    """Return the stretches of speech, in a sound that lasts `seconds`."""
    pairs = (_row(pair, 2) for pair in _rows(message, "spans", _MOST_SPANS))
    found = tuple(Span(_number(start, 0, seconds), _number(end, 0, seconds)) for start, end in pairs)
    if any(span.end < span.start for span in found):
        raise Nonsense
    return found


def segments(message: Message, begin: float) -> tuple[Segment, ...]:
    """Return what was heard in a stretch that begins at `begin` seconds, in times of the whole recording."""
    rows = (_row(row, 4) for row in _rows(message, "segments", _MOST_SEGMENTS))
    found = (
        Segment(
            round(begin + _number(start, 0, _LONGEST_SPAN), 2),
            round(begin + _number(end, 0, _LONGEST_SPAN), 2),
            _text(text, _MOST_LETTERS),
            round(_number(prob, 0, 1), 3),
        )
        for start, end, text, prob in rows
    )
    return tuple(segment for segment in found if segment.text)


def _rows(message: Message, name: str, most: int) -> list[Any]:
    rows = message.header.get(name)
    if not isinstance(rows, list) or len(rows) > most:
        raise Nonsense
    return rows


def _row(row: object, size: int) -> list[Any]:
    if not isinstance(row, list) or len(row) != size:
        raise Nonsense
    return row


def _number(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Nonsense
    return value


def _text(value: object, most: int) -> str:
    """Return what can be seen of a text: no control signs for terminals, none that turn the writing round."""
    if not isinstance(value, str) or len(value) > most:
        raise Nonsense
    return "".join(letter for letter in value if letter.isprintable()).strip()
