"""A text with what is suggested taken out, for reading. The text itself is not touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from privacy.redaction.kinds import Suggestion

MASK = "\u2588\u2588\u2588"
"""What stands for something masked: of one length, whatever is under it."""


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A stretch of a text as it is read. Where `why` says why it is masked, its words are missing."""

    text: str
    why: Suggestion | None = None


def parts(text: str, suggestions: Iterable[Suggestion], *, lifted: bool = False) -> Iterator[Part]:
    """Yield a text in its order, what is suggested without its words, unless the masks are `lifted`."""
    at = 0
    for each in suggestions:
        if each.start > at:
            yield Part(text[at : each.start])
        yield Part(text[each.start : each.end] if lifted else "", each)
        at = each.end
    if at < len(text):
        yield Part(text[at:])


def masked(text: str, suggestions: Sequence[Suggestion]) -> str:
    """Return a text for a terminal, with MASK for whatever is suggested."""
    return "".join(MASK if part.why else part.text for part in parts(text, suggestions))
