"""Reading what one is found by: an e-mail address, written or spoken, and the number of a badge or of papers."""

from __future__ import annotations

import re

from privacy.redaction.reading import Read, Run
from privacy.redaction.tokens import Sort

EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
"""An address as people have them; the lengths are those of RFC 5321, 4.5.3.1, and of DNS labels."""

_HANDLE = re.compile(r"@[A-Za-z0-9_](?:[A-Za-z0-9._]{0,38}[A-Za-z0-9_])?")

_MOST_SPOKEN = 14
_MOST_BADGE = 5
_FEWEST_DIGITS = 2
_IN_EMAIL = frozenset("._-+")


def email(read: Read, _: int, at: int) -> Run | None:
    """Read an address."""
    at = read.skip(at, ":")
    start = read.at(at).start
    found = EMAIL.match(read.text, start) or _HANDLE.match(read.text, start)
    if found is None or read.at(at).sort is Sort.END:
        return _spoken(read, at)
    end = at
    while read.at(end).sort is not Sort.END and read.at(end).start < found.end():
        end += 1
    return at, end


def badge(read: Read, _: int, at: int) -> Run | None:
    """Read a number of letters and digits, two digits at least."""
    end = at = read.skip(at, ":")
    while end - at < _MOST_BADGE and _in_badge(read, end):
        end += 1
    while end > at and read.at(end - 1).sort is not Sort.NUMBER:
        end -= 1
    digits = sum(len(read.at(place).text) for place in range(at, end) if read.at(place).sort is Sort.NUMBER)
    return (at, end) if digits >= _FEWEST_DIGITS else _counted(read, at)


def _in_badge(read: Read, place: int) -> bool:
    token = read.at(place)
    return token.sort is Sort.NUMBER or token.text == "-" or (token.sort is Sort.WORD and token.text.isupper())


def _counted(read: Read, at: int) -> Run | None:
    """Read a number of which each digit is a word."""
    end = at
    while read.at(end).folded in read.tongue.digits and end - at < _MOST_SPOKEN:
        end += 1
    return (at, end) if end - at >= _FEWEST_DIGITS else None


def _spoken(read: Read, at: int) -> Run | None:
    """Read "ana dot ruiz at example dot org": one at, and a dot somewhere behind it."""
    end, signs, last = at, 0, at
    while end - at < _MOST_SPOKEN and (read.at(end).sort in (Sort.WORD, Sort.NUMBER) or read.at(end).text in _IN_EMAIL):
        word = read.at(end).folded
        signs += word in read.tongue.at
        if signs and word in read.tongue.dot:
            last = end + 2
        end += 1
    return (at, last) if signs == 1 and at < last <= end else None
