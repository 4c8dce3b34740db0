"""Words, numbers and marks of a text in a script with spaces, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

_PIECE = re.compile(
    r"(?P<number>\d+)|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['\u2019][^\W\d_]+)*)|(?P<mark>\n|\S)"
)
_ENDS = frozenset(".!?;\n\u2026")
_COMBINING = re.compile("[\u0300-\u036f]")


class Sort(Enum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    MARK = auto()
    END = auto()  # behind the last and before the first


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """A piece of a text: as written, and folded (small, without accents)."""

    text: str
    folded: str
    start: int
    end: int
    sort: Sort

    @property
    def capital(self) -> bool:
        """Tell whether this is a word that begins with a capital and is not one letter alone."""
        return self.sort is Sort.WORD and self.text[0].isupper() and len(self.text) > 1

    @property
    def ends_sentence(self) -> bool:
        """Tell whether a sentence ends here."""
        return self.sort is Sort.END or self.text in _ENDS


NOTHING = Token("", "", 0, 0, Sort.END)


def tokens(text: str) -> Sequence[Token]:
    """Return the tokens of a text in order, in time that grows with its length alone."""
    return [_token(match) for match in _PIECE.finditer(text)]


def fold(text: str) -> str:
    """Return a text in small letters, without accents, with straight apostrophes."""
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text.replace("\u2019", "'"))).casefold()


def _token(match: re.Match[str]) -> Token:
    sort = {"number": Sort.NUMBER, "word": Sort.WORD}.get(match.lastgroup or "", Sort.MARK)
    return Token(match[0], fold(match[0]), *match.span(), sort)
