"""A text with what is suggested taken out, for reading. The text itself is not touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from privacy.redaction.kinds import Suggestion

MASK = "\u2588\u2588\u2588"
"""What stands for something masked: of one length, whatever is under it."""


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A stretch of a text as it is read: its words, or no words and what is suggested of them."""

    text: str
    masked: Suggestion | None = None


def parts(text: str, suggestions: Iterable[Suggestion]) -> Iterator[Part]:
    """Yield a text in its order, what is suggested masked."""
    at = 0
    for each in suggestions:
        if each.start > at:
            yield Part(text[at : each.start])
        yield Part("", each)
        at = each.end
    if at < len(text):
        yield Part(text[at:])


def masked(text: str, suggestions: Sequence[Suggestion]) -> str:
    """Return a text for a terminal, with MASK for whatever is suggested."""
    return "".join(MASK if part.masked else part.text for part in parts(text, suggestions))
