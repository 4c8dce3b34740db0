"""The rules of grading in one language, as an owner writes them: words, what they weigh, and what takes weight away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.phrases import ALLOWED, SHAPE, Phrases, phrases
from triage.reading import Table, reading

HIGH = 10
"""The weight that makes a report high: ten is one thing that leaves no doubt."""

SERIOUS = 4
"""The weight from which on a danger is named, so that rules which only add to one count."""


class Scope(StrEnum):
    """How far the words of a doubt reach."""

    BEFORE = "before"  # a few words on, in the same clause
    SENTENCE = "sentence"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that weigh something. One that only `adds` counts beside something serious: a school is no danger."""

    name: str
    reason: str
    weight: int
    adds: bool
    phrases: Phrases


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that leave only `keeps` per cent of the weight of what stands within their scope.

    `reach` is how many words (characters in Chinese) a doubt of scope "before" looks ahead. `look`: a report that would
    be high without it must be looked at by a person. `none`: where nothing weighs anything, there is nothing to report.
    """

    name: str
    reason: str
    keeps: int
    scope: Scope
    reach: int
    look: bool
    none: bool
    phrases: Phrases


@dataclass(frozen=True, slots=True)
class Grading:
    """All rules of one language.

    A text of fewer than `few` words is too short to judge. It is in this language if `share` per cent of its words are
    among the `common` ones. `breaks` begin a new clause, as a comma does.
    """

    language: str
    few: int
    share: int
    common: frozenset[str]
    breaks: Phrases
    rules: tuple[Rule, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What `grade` goes by: the rules of every language there are any for, and what each category weighs."""

    languages: Mapping[str, Grading]
    categories: Mapping[str, int]


def parse_grading(text: str, name: str) -> Grading:
    """Read the rules of one language. Raises RuleFaults."""
    with reading(text, name) as top:
        return Grading(
            language=top.text("language"),
            few=top.number("few", 1, 50),
            share=top.number("share", 1, 100),
            common=frozenset(top.texts("common")),
            breaks=_phrases(top, "breaks"),
            rules=tuple(_rule(key, table) for key, table in top.table("rule").tables()),
            doubts=tuple(_doubt(key, table) for key, table in top.table("doubt").tables()),
        )


def _rule(name: str, table: Table) -> Rule:
    return Rule(
        name=name,
        reason=table.text("reason"),
        weight=table.number("weight", 1, HIGH),
        adds=table.flag("adds"),
        phrases=_phrases(table, "words"),
    )


def _doubt(name: str, table: Table) -> Doubt:
    return Doubt(
        name=name,
        reason=table.text("reason"),
        keeps=table.number("keeps", 0, 100),
        scope=Scope(table.choice("scope", tuple(Scope))),
        reach=table.number("reach", 1, 20, 3),
        look=table.flag("look"),
        none=table.flag("none"),
        phrases=_phrases(table, "words"),
    )


def _phrases(table: Table, key: str) -> Phrases:
    written = table.matching_all(key, SHAPE, ALLOWED)
    exceptions = table.matching_all("exceptions", SHAPE, ALLOWED, ()) if key == "words" else ()
    return phrases(filter(SHAPE.fullmatch, written), filter(SHAPE.fullmatch, exceptions))
