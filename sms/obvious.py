"""A first look at a text's language: where its small words leave no doubt, the library need not be asked.

The library costs 100 microseconds and more, a tenth of all that a text costs; this look costs seven. It answers only
where several words of one language stand in the text and none of the others that come into question.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 3  # different words of one language
_BY_SCRIPT = "zh"  # known by its characters before anybody looks here

# No word stands in two of these languages, nor means anything in one of the others: not "me", "no", "at", "he", "que".
_OF: dict[str, frozenset[str]] = {
    "en": frozenset(
        """the and of is are was were have has been they them their there this that these what when where who with
        without from about because my your his her our we you she it in for not do does did will would could should
        please someone somebody something anything by had which while after before still only""".split()  # noqa: SIM905
    ),
    "es": frozenset(
        """el los las del y por con una uno pero está están hay muy como cuando donde dónde quién qué sin sobre desde
        hasta porque mi mis su sus nuestro ella ellos fue son ser tiene tienen hace todo todos todas también alguien
        algo nada aquí favor él lo ya más""".split()  # noqa: SIM905
    ),
    "fr": frozenset(
        """le des du et est sont dans avec pour pas nous vous ils elle elles mon ma mes ce cette ces une au aux qui
        sur mais ont était je il ne leur ou où""".split()  # noqa: SIM905
    ),
    "tl": frozenset(
        """ang ng mga sa ay ko mo po niya sila kami namin natin ito iyon hindi may mayroon wala siya nila kung dito doon
        lang naman""".split()  # noqa: SIM905
    ),
}


def obvious(text: str, codes: Collection[str]) -> str | None:
    """Return the one of `codes` (ISO 639-1) that `text` is in beyond doubt, or None: then somebody else must look."""
    asked = [code for code in codes if code != _BY_SCRIPT]
    if not all(code in _OF for code in asked):
        return None
    said = set(_WORD.findall(text.lower()))
    found = {code: len(said & _OF[code]) for code in asked}
    best = max(found, key=found.__getitem__)
    return best if found[best] >= _ENOUGH and sum(found.values()) == found[best] else None
