"""What the child says, believed only as far as it fits.

A decoder that an attacker has taken over can choose its answers, so they are read like any foreign input: numbers in
their ranges, lists of bounded length, letters that can be seen, and of the sound nothing but samples, which can only
sound wrong.
"""

from __future__ import annotations

from work.child.answers import Nonsense, number, row, rows, text
from work.child.wire import Message
from work.speech.audio import SILENT, Span
from work.speech.riff import Fault
from work.speech.transcript import Segment

PEAKS = 800
"""How many pairs the picture of a sound has at most."""

_FAULTS = frozenset({"failed", "engine_unavailable", *(fault.value for fault in Fault)})
_MOST_SPANS = 10_000
_MOST_SEGMENTS = 1_000
_MOST_LETTERS = 1_000
_MOST_SENTENCES, _MOST_SENTENCE = 10, 2_000
_LONGEST_SPAN = 60.0


def fault(message: Message) -> str | None:
    """Return the name of what went wrong, or None. Raises Nonsense, as all of these do."""
    named = message.header.get("fault")
    if named is None:
        return None
    if not isinstance(named, str) or named not in _FAULTS:
        raise Nonsense
    return named


def sentences(message: Message) -> list[str]:
    """Return what the child has to say about its recogniser."""
    return [text(sentence, _MOST_SENTENCE) for sentence in rows(message, "faults", _MOST_SENTENCES)]


def sound(message: Message, most: int) -> bytes:
    """Return the sound: whole 16-bit samples, at most `most` bytes."""
    if len(message.body) % 2 or len(message.body) > most:
        raise Nonsense
    return message.body


def level(message: Message) -> float:
    """Return the level in dBFS."""
    return number(message.header.get("level"), SILENT, 0)


def peaks(message: Message) -> tuple[tuple[int, int], ...]:
    """Return the pairs that draw the sound."""
    pairs = (row(pair, 2) for pair in rows(message, "peaks", PEAKS))
    return tuple((int(number(low, -128, 127)), int(number(high, -128, 127))) for low, high in pairs)


def spans(message: Message, seconds: float) -> tuple[Span, ...]:
    """Return the stretches of speech, in a sound that lasts `seconds`."""
    pairs = (row(pair, 2) for pair in rows(message, "spans", _MOST_SPANS))
    found = tuple(Span(number(start, 0, seconds), number(end, 0, seconds)) for start, end in pairs)
    if any(span.end < span.start for span in found):
        raise Nonsense
    return found


def segments(message: Message, begin: float) -> tuple[Segment, ...]:
    """Return what was heard in a stretch that begins at `begin` seconds, in times of the whole recording."""
    found_rows = (row(each, 4) for each in rows(message, "segments", _MOST_SEGMENTS))
    found = (
        Segment(
            round(begin + number(start, 0, _LONGEST_SPAN), 2),
            round(begin + number(end, 0, _LONGEST_SPAN), 2),
            text(said, _MOST_LETTERS),
            round(number(prob, 0, 1), 3),
        )
        for start, end, said, prob in found_rows
    )
    return tuple(segment for segment in found if segment.text)
