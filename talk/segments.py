"""Counts and cuts text messages as the networks do (GSM 03.38 and 3GPP TS 23.038: seven-bit alphabet or UCS-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")  # an escape and a sign: two septets
_SURROGATED = 0xFFFF  # a sign above it takes two UTF-16 units

_CODE = r"\d{4}(?: \d{4}){3}"  # four groups that must arrive together
_ATOMS = re.compile(rf"{_CODE}|[A-Za-z0-9À-ɏ_'’@#*+/-]+|\s+|.", re.DOTALL)
_SENTENCE_ENDS = frozenset(".!?。！？\n")
_NOT_FIRST = frozenset(".,;:!?)]}。，、；：！？）」”’…")  # Chinese knows no spaces, but a line never begins with these


@dataclass(frozen=True, slots=True)
class Count:
    """What a text costs: `units` are septets of the seven-bit alphabet, or UTF-16 units if `unicode`."""

    segments: int
    units: int
    unicode: bool


def count(text: str) -> Count:
    """Count a message's segments: one holds 160 septets or 70 units, each of several 153 or 67."""
    unicode = not all(sign in _BASIC or sign in _EXTENDED for sign in text)
    single, several = (70, 67) if unicode else (160, 153)
    sizes = [_size(sign, unicode=unicode) for sign in text]
    units = sum(sizes)
    return Count(1 if units <= single else _filled(sizes, several), units, unicode)


def split(text: str, segments: int) -> tuple[str, ...]:
    """Cut a long message into messages of at most `segments` each, in order, nothing lost but spaces at the cuts.

    It is cut after a sentence if one ends in the second half, else between words, else inside a word that is longer
    than a whole message; never inside a sign, nor inside a code.
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
    sentence, fits = 0, ""
    for end in _places(text):
        if count(text[:end].rstrip()).segments > segments:
            break
        fits = text[:end]
        sentence = end if fits.rstrip()[-1] in _SENTENCE_ENDS or fits[-1] == "\n" else sentence
    if not fits:
        return _cut(text, segments)
    return text[:sentence] if 2 * sentence >= len(fits) else fits


def _places(text: str) -> Iterator[int]:
    """Yield where `text` may be cut: after each word, number or sign, with what must not begin a line."""
    for atom in _ATOMS.finditer(text):
        if text[atom.end() : atom.end() + 1] not in _NOT_FIRST:
            yield atom.end()


def _cut(text: str, segments: int) -> str:
    end = 1
    while count(text[: end + 1]).segments <= segments:
        end += 1
    return text[:end]


def _size(sign: str, *, unicode: bool) -> int:
    if unicode:
        return 2 if ord(sign) > _SURROGATED else 1
    return 2 if sign in _EXTENDED else 1


def _filled(sizes: list[int], capacity: int) -> int:
    """Count the parts that signs fill; a sign of two units is never torn, so a part may stay one short."""
    parts, used = 1, 0
    for size in sizes:
        if used + size > capacity:
            parts, used = parts + 1, 0
        used += size
    return parts
