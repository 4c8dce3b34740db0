"""Reading where somebody lives: to the end of the clause, if it is an address at all."""

from __future__ import annotations

from privacy.redaction.patterns import by_first_word, reach
from privacy.redaction.reading import Read, Run
from privacy.redaction.tokens import Sort
from privacy.redaction.tongue import words

_MOST = 12


def address(read: Read, _: int, at: int) -> Run | None:
    """Read what follows "I live at": an address has a number, or a word for a street or a house."""
    run = beside(read, _, at)
    if run is None:
        return None
    said = [place for place in range(*run) if read.at(place).folded not in _ARTICLES]
    return run if len(said) > 1 and any(_tells(read, place) for place in said) else None


def beside(read: Read, _: int, at: int) -> Run | None:
    """Read on to the end of the clause; "my address is" and "I live next to" need no number."""
    at = read.skip(at, ":")
    end = at
    while end - at < _MOST and _goes_on(read, end, end == at):
        end += 1
    while end > at and read.at(end - 1).sort is Sort.MARK:
        end -= 1
    return (at, end) if end > at else None


def _goes_on(read: Read, place: int, first: bool) -> bool:  # noqa: FBT001 - whether nothing was read yet
    token, behind = read.at(place), read.at(place + 1)
    if token.text == ",":
        return not first and (behind.capital or _tells(read, place + 1)) and behind.folded not in read.tongue.stops
    if token.text in {"-", "/", "#", "\u00ba"} or (token.folded == "y" and behind.folded in read.tongue.digits):
        return True
    return token.sort in (Sort.WORD, Sort.NUMBER) and (
        token.folded in _INSIDE or token.folded in read.tongue.digits or not read.is_stop(place)
    )


_ARTICLES = words("the a an my el la los las un una mi")
"""Who lives in the street lives nowhere that could be found."""

_INSIDE = words("the to of a del de la las los el al su sus his her their from in en him them")
"""Small words that an address may hold."""


def _tells(read: Read, place: int) -> bool:
    token = read.at(place)
    return token.sort is Sort.NUMBER or token.folded in read.tongue.streets or token.folded in read.tongue.digits


def lives_beside(read: Read, _: int, at: int) -> Run | None:
    """Read "next door to him", "al lado de su casa": whom or what somebody lives beside."""
    rows = _BESIDE.get(read.at(at).folded, ())
    ends = [end for pattern, _ in rows if (end := reach(pattern, read.tokens, at)) is not None]
    if not ends:
        return None
    further = beside(read, _, max(ends))
    return (at, further[1] if further else max(ends))


_BESIDE = by_first_word(
    (each, True)
    for each in (
        "next door|to", "across from|the", "opposite", "above|below|beneath|beside|behind|under|near him|her|the|them",
        "upstairs|downstairs from|of", "on the floor above|below", "in the same house|building|block|flat|room",
        "right next", "two|three doors", "al lado|fondo", "enfrente", "frente a|al",
        "arriba|abajo|encima|debajo|detras|atras|junto", "a lado", "en el|la mismo|misma", "puerta con",
    )
)  # fmt: skip
