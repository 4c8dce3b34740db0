"""The grade of a report, with its reasons: from the danger answer, the category and the words, typed or transcribed.

A grade is a suggestion that puts a report on a clock; a person decides. No rule here or in config/rules looks at who
somebody is. Where the rules cannot judge (no rules for the language, no usable transcript, very few words) the grade is
"look": a person must. A transcript is a draft: it may raise a grade and never lowers one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import total_ordering

from triage.evidence import Trace, traces
from triage.phrases import fold, words_in
from triage.rules import HIGH, Doubt, Grading, Rules


@total_ordering
class Grade(Enum):
    """How urgent a report is. Grades compare by urgency; `str()` gives the word that is stored and shown."""

    NONE = "none"
    LOW = "low"
    LOOK = "look"
    HIGH = "high"

    def __lt__(self, other: Grade) -> bool:
        order = tuple(Grade)
        return order.index(self) < order.index(other)

    def __str__(self) -> str:
        return self.value


class Source(StrEnum):
    """Where a reason comes from."""

    ANSWER = "answer"
    TEXT = "text"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a grade: the name of a rule or answer, its weight, the words that met it.

    `reason` is what the owner's rules say about it; it is empty where the desk's own words name it.
    """

    name: str
    source: Source
    weight: int = 0
    words: tuple[str, ...] = ()
    reason: str = ""

    def __str__(self) -> str:
        words = f": {', '.join(self.words)}" if self.words else ""
        return f"{self.reason or self.name}{words} ({self.weight:+d})" if self.weight else f"{self.name}{words}"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recogniser made of a recording. `confident`: not marked as low confidence."""

    text: str
    confident: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report when it is graded. `danger` is None when the question was not answered.

    `recorded` without a `transcript` is a voice nobody and nothing has listened to yet.
    """

    language: str
    text: str = ""
    danger: bool | None = None
    category: str | None = None
    recorded: bool = False
    transcript: Transcript | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade and everything that caused it."""

    grade: Grade
    reasons: tuple[Reason, ...] = ()


def grade(facts: Known, rules: Rules) -> Graded:
    """Grade a report. Whatever asks for the highest grade decides; all reasons are kept."""
    answers = _answers(facts, rules)
    spoken = facts.recorded or facts.transcript is not None
    parts = [Graded(Grade.HIGH if facts.danger else Grade.NONE, answers)]
    if facts.text.strip() or not spoken:
        parts.append(_typed(facts, rules, _weight(answers)))
    if spoken:
        parts.append(_spoken(facts, rules, _weight(answers)))
    return Graded(max(part.grade for part in parts), tuple(reason for part in parts for reason in part.reasons))


def _answers(facts: Known, rules: Rules) -> tuple[Reason, ...]:
    weight = rules.categories.get(facts.category or "", 0)
    danger = [Reason("danger", Source.ANSWER, HIGH)] if facts.danger else []
    return (*danger, *([Reason("category", Source.ANSWER, weight, (facts.category or "",))] if weight else []))


def _typed(facts: Known, rules: Rules, beside: int) -> Graded:
    return _read(facts.text, facts.language, rules, Source.TEXT, beside)


def _spoken(facts: Known, rules: Rules, beside: int) -> Graded:
    """Grade what was said; without a transcript that is worth the name a person must look, whatever its words."""
    if facts.transcript is None or not facts.transcript.text.strip():
        return Graded(Grade.LOOK, (Reason("no_transcript", Source.TRANSCRIPT),))
    read = _read(facts.transcript.text, facts.language, rules, Source.TRANSCRIPT, beside)
    if facts.transcript.confident:
        return Graded(max(read.grade, Grade.LOW), read.reasons)
    return Graded(Grade.LOOK, (*read.reasons, Reason("low_confidence", Source.TRANSCRIPT)))


def _read(text: str, language: str, rules: Rules, source: Source, beside: int) -> Graded:
    """Grade a text under the rules of its report's language and of any other it seems to be in; the highest counts."""
    words = words_in(fold(text))
    fitting = {each.language for each in rules.languages.values() if _fits(words, each)}
    used = [each for each in rules.languages.values() if each.language in fitting | {language}]
    used.sort(key=lambda each: each.language != language)
    best = max((_under(each, text, source, beside) for each in used), key=_by_grade, default=Graded(Grade.NONE))
    few = min((each.few for each in used), default=0)
    if len(words) < max(few, 1):
        return _at_least_look(best, Reason("short", source))
    return best if fitting else _at_least_look(best, Reason("unknown_language", source))


def _under(grading: Grading, text: str, source: Source, beside: int) -> Graded:
    met = traces(text, grading, beside)
    weight = beside + sum(trace.weight for trace in met)
    reasons = tuple(Reason(each.by.name, source, each.weight, each.words, each.by.reason) for each in met)
    return Graded(_grade_of(weight, met), reasons)


def _grade_of(weight: int, met: Sequence[Trace]) -> Grade:
    doubts = [(trace.by, -trace.weight) for trace in met if isinstance(trace.by, Doubt)]
    if weight >= HIGH:
        return Grade.HIGH
    if weight + sum(lost for doubt, lost in doubts if doubt.look) >= HIGH:
        return Grade.LOOK
    return Grade.NONE if weight == 0 and any(doubt.none for doubt, _ in doubts) else Grade.LOW


def _fits(words: Sequence[str], grading: Grading) -> bool:
    return bool(words) and 100 * sum(word in grading.common for word in words) >= grading.share * len(words)


def _at_least_look(graded: Graded, reason: Reason) -> Graded:
    return Graded(max(graded.grade, Grade.LOOK), (*graded.reasons, reason))


def _weight(reasons: Iterable[Reason]) -> int:
    return sum(reason.weight for reason in reasons)


def _by_grade(graded: Graded) -> tuple[Grade, int]:
    return graded.grade, _weight(graded.reasons)
