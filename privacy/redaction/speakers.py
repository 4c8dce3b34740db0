"""Whose words these are: "he said my name is Ivan" tells nothing about whoever writes it."""

from __future__ import annotations

from collections.abc import Sequence

from privacy.redaction.reading import Read
from privacy.redaction.tokens import Sort

_FAR = 40  # tokens back to a colon that opens somebody's words
_NEAR = 3  # tokens between a verb of speech and what was said
_BEFORE_QUOTE = 8
_BEHIND_QUOTE = 4
_OPENING = {'"': '"', "\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c"}


def quotes(read: Read) -> Sequence[tuple[int, int]]:
    """Return the pair of quotation marks around each token, as places; (-1, -1) for one outside of all."""
    around = [(-1, -1)] * len(read.tokens)
    opened = -1
    for place, token in enumerate(read.tokens):
        if opened < 0 and token.text in _OPENING:
            opened = place
        elif opened >= 0 and token.text == _OPENING[read.at(opened).text]:
            around[opened + 1 : place] = [(opened, place)] * (place - opened - 1)
            opened = -1
        elif token.text == "\n":
            opened = -1
    return around


def of_another(read: Read, quoted: tuple[int, int], start: int) -> bool:
    """Tell whether what begins at `start` is what somebody else said."""
    opened, closed = quoted
    if opened >= 0:
        before = _nearest(read, opened - 1, _BEFORE_QUOTE)
        behind = any(_speaks(read, place) for place in range(closed + 1, closed + 1 + _BEHIND_QUOTE))
        return before if before is not None else behind
    return _said_just_before(read, start) or _said_before_colon(read, start)


def _nearest(read: Read, at: int, far: int) -> bool | None:
    """Look back for a verb of speech: True for another's, False for the writer's own, None for none."""
    for place in range(at, at - far, -1):
        token = read.at(place)
        if token.sort is Sort.END or (token.ends_sentence and token.text != ":"):
            return None
        if token.folded in read.tongue.says_self:
            return False
        if _speaks(read, place):
            return True
        if token.folded in read.tongue.says:
            return False
    return None


def _said_just_before(read: Read, start: int) -> bool:
    """Find "he said", "she told me" right here. "Said that my" is the writer's own again."""
    for place in range(start - 1, start - 2 - _NEAR, -1):
        token = read.at(place)
        if token.folded in read.tongue.says:
            return _speaks(read, place)
        if token.folded in read.tongue.that or not (token.folded in read.tongue.objects or token.text in {",", ":"}):
            return False
    return False


def _said_before_colon(read: Read, start: int) -> bool:
    for place in range(start - 1, start - _FAR, -1):
        token = read.at(place)
        if token.text == ":":
            return _nearest(read, place - 1, _BEFORE_QUOTE) is True
        if token.ends_sentence:
            return False
    return False


def _speaks(read: Read, place: int) -> bool:
    """Tell whether a verb of speech stands here whose subject is not the writer."""
    if read.at(place).folded not in read.tongue.says:
        return False
    before = (read.at(each).folded for each in range(place - 1, place - 1 - _NEAR, -1))
    return not any(word in read.tongue.selves for word in before)
