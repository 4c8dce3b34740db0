"""Reading a telephone number: in digits, in words, in both."""

from __future__ import annotations

from collections.abc import Iterator

from privacy.redaction.reading import Read, Run
from privacy.redaction.tokens import Sort

FEWEST, MOST = 5, 15
"""Digits of a telephone number: ITU-T E.164, 6.2.1, allows fifteen. Sixteen are a code, and no telephone number."""

_WHOLE = 7  # digits after which a comma ends a number
_OR = frozenset({"or", "and", "o", "y"})
_JOINTS = frozenset("-()+,/.\u2013")


def number(read: Read, _: int, at: int) -> Run | None:
    """Read five to fifteen digits with what people put between them."""
    run = _one(read, read.skip(at, ":"))
    while run and read.at(run[1]).folded in _OR and (more := _one(read, run[1] + 1)):
        run = (run[0], more[1])
    return run


def _one(read: Read, begin: int) -> Run | None:
    count, end = 0, begin
    for place, value in _digits(read, begin):
        count, end = count + len(value), place + 1
        if count > MOST:
            return None
    return (begin, end) if count >= FEWEST else None


def _digits(read: Read, at: int) -> Iterator[tuple[int, str]]:
    """Yield (place, digits) from here on for as long as it is one number."""
    times, count = 1, 0
    while True:
        token = read.at(at)
        if token.folded in read.tongue.times:
            times = 3 if token.folded.startswith("tr") else 2
        elif value := token.text if token.sort is Sort.NUMBER else read.tongue.digits.get(token.folded, ""):
            yield at, value * times
            times, count = 1, count + len(value)
        elif not _joins(read, at, count):
            return
        at += 1


def _joins(read: Read, at: int, count: int) -> bool:
    """Tell whether a mark holds two parts of one number together; a full stop does only without a blank behind it."""
    mark, behind = read.at(at), read.at(at + 1)
    if mark.folded == "y":
        return behind.folded in read.tongue.digits
    if mark.text not in _JOINTS:
        return False
    if mark.text == ",":
        return count < _WHOLE and behind.folded in read.tongue.digits
    return mark.text != "." or (behind.sort is Sort.NUMBER and behind.start == mark.end)
