"""What the words of one text weigh under the rules of one language, word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from triage.phrases import Found, fold
from triage.rules import SERIOUS, Doubt, Grading, Rule, Scope


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
    hits = [hit for rule in grading.rules if (hit := _hit(rule, grading.doubts, folded))]
    serious = beside + sum(hit.left for hit in hits if not hit.rule.adds) >= SERIOUS
    counted = [hit for hit in hits if serious or not hit.rule.adds]
    return tuple(_for(counted)) + tuple(_against(counted, grading.doubts, folded))


def _clauses(folded: str, grading: Grading) -> str:
    for found in reversed(list(grading.breaks.find(folded))):
        folded = f"{folded[: found.start]},{folded[found.end :]}"
    return folded


def _hit(rule: Rule, doubts: Iterable[Doubt], folded: str) -> _Hit | None:
    """Weigh a rule by its least doubtful words; how often it is met makes nothing worse."""
    hits = [(_doubted(found, doubts, folded), found.words) for found in rule.phrases.find(folded)]
    if not hits:
        return None
    doubt = max((doubt for doubt, _ in hits), key=_keeps)
    words = dict.fromkeys(words for each, words in hits if each == doubt)
    return _Hit(rule, tuple(words), rule.weight * _keeps(doubt) // 100, doubt)


def _doubted(found: Found, doubts: Iterable[Doubt], folded: str) -> Doubt | None:
    """Return the strongest doubt within whose scope something was found."""
    raised = (doubt for doubt in doubts if any(doubt.phrases.find(_around(found, doubt, folded))))
    return min(raised, key=_keeps, default=None)


def _around(found: Found, doubt: Doubt, folded: str) -> str:
    """Return the part of a folded text in which the words of a doubt would bear on what was found."""
    if doubt.scope is Scope.TEXT:
        return folded
    if doubt.scope is Scope.SENTENCE:
        start = folded.rfind(" . ", 0, found.start) + 1
        end = folded.find(" . ", found.end)
        return folded[start : len(folded) if end < 0 else end + 1]
    before = folded[: found.start].replace(" . ", " , ").rpartition(" , ")[2]
    return f" {' '.join(before.split()[-doubt.reach :])} "


def _keeps(doubt: Doubt | None) -> int:
    return 100 if doubt is None else doubt.keeps


def _for(hits: Iterable[_Hit]) -> Iterator[Trace]:
    return (Trace(hit.rule, hit.words, hit.rule.weight) for hit in hits)


def _against(hits: Iterable[_Hit], doubts: Iterable[Doubt], folded: str) -> Iterator[Trace]:
    lost: defaultdict[str, int] = defaultdict(int)
    for hit in hits:
        if hit.doubt is not None:
            lost[hit.doubt.name] += hit.rule.weight - hit.left
    for doubt in doubts:
        if lost[doubt.name] or doubt.none:
            words = tuple(dict.fromkeys(found.words for found in doubt.phrases.find(folded)))
            if words:
                yield Trace(doubt, words, -lost[doubt.name])
