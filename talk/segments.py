"""Counts and cuts text messages as the networks do (3GPP TS 23.038: a seven-bit alphabet, or UCS-2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")  # an escape and a sign: two septets
_SEVEN_BIT = _BASIC | _EXTENDED
_LAST_OF_ONE_UNIT = "\uffff"  # signs above it take two UTF-16 units

_SEPTETS = (160, 153)  # what one message holds, and each of several
_UNITS = (70, 67)

_ATOM = re.compile(r"\d{4}(?: \d{4}){3}|[A-Za-z0-9\u00c0-\u024f_'\u2019@#*+/-]+|\s+|.", re.DOTALL)  # a code stays whole
_OPENING = "¡¿#*@&%/\\"  # the only "other punctuation" that a line may begin with
_CLINGING = frozenset({"Po", "Pe", "Pf", "Mn", "Me", "Cf", "Sk"})  # categories of Unicode
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Count:
    """What a text costs: `units` are septets of the seven-bit alphabet, or UTF-16 units if `unicode`."""

    segments: int
    units: int
    unicode: bool


def count(text: str) -> Count:
    """Count a message's segments. One sign outside the seven-bit alphabet turns the whole message into UCS-2."""
    unicode = not _SEVEN_BIT.issuperset(text)
    single, several = _UNITS if unicode else _SEPTETS
    any_double = max(text) > _LAST_OF_ONE_UNIT if unicode else not _EXTENDED.isdisjoint(text)
    doubles = sum(map(_takes_two_units if unicode else _EXTENDED.__contains__, text)) if any_double else 0
    units = len(text) + doubles
    if units <= single:
        return Count(1, units, unicode)
    if units == len(text):
        return Count(-(-units // several), units, unicode)
    return Count(_parts([_size(sign, unicode=unicode) for sign in text], several), units, unicode)


def split(text: str, segments: int) -> tuple[str, ...]:
    """Cut a long message into messages of at most `segments` each, in order, nothing lost but spaces at the cuts.

    It is cut after a sentence if one ends in the second half, else between words, else inside a word that is longer
    than a whole message; never inside a sign of two units, nor inside a code.
    """
    parts: list[str] = []
    rest = text.strip()
    while count(rest).segments > segments:
        part = _first(rest, segments)
        parts.append(part.rstrip())
        rest = rest[len(part) :].lstrip()
    return (*parts, rest)


def _first(text: str, segments: int) -> str:
    """Return the longest good beginning of `text` that fits."""
    sentence = fits = 0
    for end in _places(text):
        if count(text[:end].rstrip()).segments > segments:
            break
        fits = end
        sentence = end if _ends_sentence(text[:end], text[end:]) else sentence
    return text[: sentence if 2 * sentence >= fits else fits] or _torn(text, segments)


def _places(text: str) -> Iterator[int]:
    """Yield where `text` may be cut: after each word, number or sign, with what must not begin a line."""
    for atom in _ATOM.finditer(text):
        if not _clings(text[atom.end() : atom.end() + 1]) and not atom[0].endswith(_JOINER):
            yield atom.end()


def _clings(sign: str) -> bool:
    """Tell whether a sign belongs to the one before it: closing punctuation, an accent, a modifier of an emoji."""
    return bool(sign) and sign not in _OPENING and unicodedata.category(sign) in _CLINGING


def _ends_sentence(before: str, after: str) -> bool:
    """Tell whether a cut here falls after a sentence. A Western stop counts only before a space: 3.5 is one number."""
    last = before.rstrip()[-1]
    if last in ".!?":
        return before[-1].isspace() or not after or after[0].isspace()
    return unicodedata.normalize("NFKC", last) in "。!?" or before.endswith("\n")


def _torn(text: str, segments: int) -> str:
    end = 1
    while count(text[: end + 1]).segments <= segments:
        end += 1
    return text[:end]


def _size(sign: str, *, unicode: bool) -> int:
    return 1 + (_takes_two_units(sign) if unicode else sign in _EXTENDED)


def _takes_two_units(sign: str) -> bool:
    return sign > _LAST_OF_ONE_UNIT


def _parts(sizes: list[int], capacity: int) -> int:
    """Count the parts that signs fill; a sign of two units is never torn, so a part may stay one short."""
    parts, used = 1, 0
    for size in sizes:
        if used + size > capacity:
            parts, used = parts + 1, 0
        used += size
    return parts
