"""Turns of phrase: rows of words, found where they begin. `a|b` is either word; one with `?` behind it may lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from privacy.redaction.tokens import Token

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a row: the words that may stand there, and whether it may be empty."""

    words: frozenset[str]
    lacks: bool


Row = tuple[Place, ...]


def row(written: str) -> Row:
    """Return a turn of phrase as it is looked for. Its first place is never empty."""
    return tuple(Place(frozenset(each.removesuffix("?").split("|")), each.endswith("?")) for each in written.split())


def reach(pattern: Row, read: Sequence[Token], start: int) -> int | None:
    """Return where the longest reading of a row ends that begins at `start`, None where it does not stand there."""
    places = {start}
    for place in pattern:
        on = {at + 1 for at in places if at < len(read) and read[at].folded in place.words}
        places = on | places if place.lacks else on
        if not places:
            return None
    return max(places)


def by_first_word(rows: Iterable[tuple[str, T]]) -> Mapping[str, tuple[tuple[Row, T], ...]]:
    """Return rows, each with what belongs to it, by every word that can begin them."""
    found: dict[str, tuple[tuple[Row, T], ...]] = {}
    for written, belongs in rows:
        pattern = row(written)
        for word in pattern[0].words:
            found[word] = (*found.get(word, ()), (pattern, belongs))
    return found
