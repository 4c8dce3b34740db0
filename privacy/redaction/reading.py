"""A text as the readings of a language see it: its tokens, and whether its capitals mean anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from privacy.redaction.tokens import NOTHING, Sort, Token
from privacy.redaction.tongue import Tongue

_NEAR = 8  # tokens on either side in which a heading shows itself

Run = tuple[int, int]
"""Tokens from the first up to but not including the second."""


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    """`cased` says that the text has capitals at all: a recogniser's draft has none."""

    text: str
    tokens: Sequence[Token]
    tongue: Tongue
    cased: bool

    def at(self, place: int) -> Token:
        """Return a token; outside the text there is nothing."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else NOTHING

    def is_stop(self, place: int) -> bool:
        """Tell whether whatever is being read ends here: a mark, the end, or a small word."""
        token = self.at(place)
        return token.sort in (Sort.MARK, Sort.END) or token.folded in self.tongue.stops

    def named(self, place: int) -> bool:
        """Tell whether a token can be part of a name by its capital, where capitals mean something."""
        token = self.at(place)
        blocked = token.folded in self.tongue.never_names or token.folded in self.tongue.stops
        return token.capital and not blocked and not self._heading(place)

    def known(self, place: int) -> bool:
        """Tell whether a token is a given name, however it is written."""
        return self.at(place).folded in self.tongue.given_names

    def skip(self, place: int, *marks: str) -> int:
        """Return the place behind some marks, each at most once."""
        for mark in marks:
            place += self.at(place).text == mark
        return place

    def _heading(self, place: int) -> bool:
        """Tell whether words around here have capitals that nobody gives them: All Of Them, or ALL OF THEM."""
        near = range(max(0, place - _NEAR), place + _NEAR)
        return any(
            self.at(each).capital and self.at(each).folded in self.tongue.stops and not self._begins(each)
            for each in near
        )

    def _begins(self, place: int) -> bool:
        before = self.at(place - 1)
        return before.ends_sentence or before.sort is Sort.MARK
