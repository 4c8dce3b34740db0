"""What reporters said, with what may tell who they are masked: worked out each time a page is shown, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intake.opening import Piece
from privacy.redaction.kinds import Suggestion
from privacy.redaction.mask import Part, parts
from privacy.redaction.suggest import suggest

_OURS = "desk"


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """One piece of a thread or story as it is shown; without `parts` it is altered or erased."""

    kind: str
    author: str
    state: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """A word of a draft. `trust` is sure, unsure or doubtful, as far as the recogniser can tell; `why` as in `Part`."""

    text: str
    trust: str
    why: Suggestion | None = None


def said(piece: Piece, *, lifted: bool) -> Said:
    """Return a piece of a report as it is shown. What the desk itself wrote is not masked."""
    if not piece.plain:
        return Said(piece.kind, piece.author, piece.state, ())
    own = (Part(piece.text),) if piece.author == _OURS else told(piece.text, lifted=lifted)
    return Said(piece.kind, piece.author, piece.state, own)


def told(text: str, *, lifted: bool) -> tuple[Part, ...]:
    """Return a reporter's words as they are shown."""
    return tuple(parts(text, suggest(text), lifted=lifted))


def spoken(words: Sequence[Word], joint: str, *, lifted: bool) -> tuple[Word, ...]:
    """Return the words of a draft as they are shown; words under one mask are one."""
    return tuple(_spoken(words, joint, lifted=lifted))


def _spoken(words: Sequence[Word], joint: str, *, lifted: bool) -> Iterator[Word]:
    left = list(reversed(suggest(joint.join(word.text for word in words))))
    at, shown = 0, None
    for word in words:
        while left and left[-1].end <= at:
            left.pop()
        why = left[-1] if left and left[-1].start < at + len(word.text) else None
        if lifted or why is None:
            yield Word(word.text, word.trust, why)
        elif why is not shown:
            yield Word("", word.trust, why)
        shown = why
        at += len(word.text) + len(joint)


def masks(shown: Iterable[Part | Word]) -> tuple[Suggestion, ...]:
    """Return what is suggested in what is shown, each kind and reason once."""
    found = {(each.why.kind, each.why.reason.casefold()): each.why for each in shown if each.why}
    return tuple(found.values())
