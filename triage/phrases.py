"""Finding words and phrases in what people write, in languages with spaces and without.

Text becomes one line of small, accent-free tokens with a space around each. A Han character is a token of its own, so
one rule of matching serves Chinese and English alike. Clauses end in " , ", sentences in " . ", and no phrase reaches
across either. A phrase in a rules file is a row of words: `*` at the end of a word stands for any ending, `a|b` for
either word, and `..` for up to three words in between.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SHAPE = re.compile(r"(?:\.\.|[^\s.*|]+\*?(?:\|[^\s.*|]+\*?)*)(?: (?:\.\.|[^\s.*|]+\*?(?:\|[^\s.*|]+\*?)*))*")
ALLOWED = "words in a row; * for any ending, a|b for either, .. for up to three words between"

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SENTENCE_ENDS = ".!?;:\n\u3002"
_CLAUSE_ENDS = ",()\u3001\u2013\u2014"  # wide forms of both are made narrow first
_TOKEN = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+|[{_SENTENCE_ENDS}{_CLAUSE_ENDS}]")
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\u00b4"))
_BETWEEN = r"(?:\w+ ){0,3}?"


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in folded text, and where."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to look for, ready to use. Wording inside one of their exceptions ("fire drill") is passed over."""

    pattern: re.Pattern[str]

    def find(self, folded: str) -> Iterator[Found]:
        """Yield what is found, from left to right, never overlapping."""
        for match in self.pattern.finditer(folded):
            if match["hit"]:
                yield Found(unfold(match["hit"]), *match.span())


def fold(text: str) -> str:
    """Return the text as a line of tokens: " he has a gun . no one is hurt , i think "."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", bare))
    return f" {' '.join(map(_mark, tokens))} "


def unfold(folded: str) -> str:
    """Return folded words as they are written: without spaces between Han characters."""
    return re.sub(rf"(?<=[{_HAN}]) (?=[{_HAN}])", "", folded)


def words_in(folded: str) -> list[str]:
    """Return the words of a folded text, without the marks between clauses and sentences."""
    return [token for token in folded.split() if token not in {",", "."}]


def phrases(written: Iterable[str], exceptions: Iterable[str] = ()) -> Phrases:
    """Compile phrases as an owner writes them; where several fit, the longest is found."""
    passed_over = "".join(f"{pattern}|" for pattern in _patterns(exceptions))
    return Phrases(re.compile(f"(?<= )(?:{passed_over}(?P<hit>{'|'.join(_patterns(written)) or '(?!)'}))(?= )"))


def _patterns(written: Iterable[str]) -> list[str]:
    return sorted(map(_pattern, written), key=len, reverse=True)


def _mark(token: str) -> str:
    return "." if token in _SENTENCE_ENDS else "," if token in _CLAUSE_ENDS else token


def _pattern(phrase: str) -> str:
    parts = [_BETWEEN if part == ".." else _word(part) + " " for part in phrase.split()]
    return "".join(parts).removesuffix(" ")


def _word(written: str) -> str:
    either = [
        " ".join(map(re.escape, fold(each.removesuffix("*")).split())) + (r"\w*" if each.endswith("*") else "")
        for each in written.split("|")
    ]
    return either[0] if len(either) == 1 else f"(?:{'|'.join(either)})"
