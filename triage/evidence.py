"""What the words of one text weigh under the rules of one language, word for word."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from triage.phrases import Found, fold
from triage.rules import SERIOUS, Doubt, Grading, Rule, Scope

FAR = 200
"""How many characters of folded text a sentence reaches at most: speech, written down, may have no full stop at all."""

Doubts = Mapping[Doubt, list[Found]]


@dataclass(frozen=True, slots=True)
class Trace:
    """One rule or doubt that was met: the words that met it, and the weight it brought (a doubt's is 0 or less)."""

    by: Rule | Doubt
    words: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class _Hit:
    """One rule's words with what is left of their weight, and the doubt that took the rest."""

    rule: Rule
    words: tuple[str, ...]
    left: int
    doubt: Doubt | None


def traces(text: str, grading: Grading, beside: int = 0) -> tuple[Trace, ...]:
    """Return all that weighs for or against in a text; `beside` is what was weighed already, such as a category."""
    folded = _clauses(fold(text), grading)
    doubts = {doubt: list(doubt.phrases.find(folded)) for doubt in grading.doubts}
    hits = [hit for rule in grading.rules if (hit := _hit(rule, doubts, folded))]
    serious = beside + sum(hit.left for hit in hits if not hit.rule.adds) >= SERIOUS
    counted = [hit for hit in hits if serious or not hit.rule.adds]
    return (*(Trace(hit.rule, hit.words, hit.rule.weight) for hit in counted), *_against(counted, doubts))


def _clauses(folded: str, grading: Grading) -> str:
    for found in reversed(list(grading.breaks.find(folded))):
        folded = f"{folded[: found.start]},{folded[found.end :]}"
    return folded


def _hit(rule: Rule, doubts: Doubts, folded: str) -> _Hit | None:
    """Weigh a rule by its least doubtful words; how often it is met makes nothing worse."""
    hits = [(_doubt(found, doubts, folded), found.words) for found in rule.phrases.find(folded)]
    if not hits:
        return None
    least = max((doubt for doubt, _ in hits), key=_keeps)
    words = dict.fromkeys(words for doubt, words in hits if doubt == least)
    return _Hit(rule, tuple(words), rule.weight * _keeps(least) // 100, least)


def _doubt(found: Found, doubts: Doubts, folded: str) -> Doubt | None:
    """Return the strongest doubt within whose scope something was found."""
    raised = (doubt for doubt, places in doubts.items() if places and _bears(doubt, places, found, folded))
    return min(raised, key=_keeps, default=None)


def _bears(doubt: Doubt, places: list[Found], found: Found, folded: str) -> bool:
    """Tell whether a doubt that was raised at these places, in order, bears on what was found."""
    if doubt.scope is Scope.TEXT:
        return True
    start, end = _before(found, doubt.reach, folded) if doubt.scope is Scope.BEFORE else _sentence(found, folded)
    first = bisect_left(places, start, key=lambda place: place.start)
    return first < len(places) and places[first].end <= end


def _before(found: Found, reach: int, folded: str) -> tuple[int, int]:
    clause = folded[max(0, found.start - FAR) : found.start].replace(" . ", " , ").rpartition(" , ")[2]
    words = clause.split()[-reach:]
    return found.start - len(" ".join(words)) - 1, found.start


def _sentence(found: Found, folded: str) -> tuple[int, int]:
    start = folded.rfind(" . ", max(0, found.start - FAR), found.start)
    end = folded.find(" . ", found.end, found.end + FAR)
    return max(start, found.start - FAR), end if end >= 0 else found.end + FAR


def _keeps(doubt: Doubt | None) -> int:
    return 100 if doubt is None else doubt.keeps


def _against(hits: Iterable[_Hit], doubts: Doubts) -> Iterator[Trace]:
    lost: defaultdict[Doubt, int] = defaultdict(int)
    for hit in hits:
        if hit.doubt is not None:
            lost[hit.doubt] += hit.rule.weight - hit.left
    for doubt, places in doubts.items():
        if places and (lost[doubt] or doubt.none):
            yield Trace(doubt, tuple(dict.fromkeys(place.words for place in places)), -lost[doubt])
