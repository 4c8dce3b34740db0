"""Everything an owner may edit, read and checked as a whole: scripts, words, lines and rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from config.files import texts
from intake.converse import OUTCOMES
from talk.check import problems
from talk.line import speaking
from talk.script import parse_script
from talk.steps import Script, ScriptFaults
from talk.words import Words, WordsFaultsError, parse_words
from triage.categories import Category, parse_categories
from triage.clocks import Clock, parse_clocks
from triage.keeping import Names, parse_retention
from triage.limits import Limits, parse_limits
from triage.lines import Helpline, Line, Lines, parse_helplines, parse_lines
from triage.outcomes import Outcome, parse_outcomes
from triage.reading import RuleFaults
from triage.retention import Retention
from triage.routes import parse_routes
from triage.rules import Rules, parse_grading

T = TypeVar("T")
_GRADING = "grading."


class RulebookFaults(ValueError):
    """What is wrong with an owner's files: a sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of the house. `scripts` has one for each line, as that line plays it."""

    words: Words
    scripts: Mapping[str, Script]
    lines: Lines
    categories: Mapping[str, Category]
    outcomes: Mapping[str, Outcome]
    clocks: Sequence[Clock]
    helplines: Mapping[str, tuple[Helpline, ...]]
    grading: Rules
    retention: Retention
    limits: Limits


def read_rulebook(own: Path | None = None) -> Rulebook:
    """Read all files, an owner's over the built-in ones. Raises `RulebookFaults` with everything that is wrong."""
    reader = _Reader([])
    rules = texts("rules", own)
    words = reader.read(parse_words, texts("words", own))
    scripts = {name: reader.read(parse_script, text, name) for name, text in texts("scripts", own).items()}
    lines = reader.read(parse_lines, rules["lines"], "lines.toml")
    categories = reader.read(parse_categories, rules["categories"], "categories.toml")
    reader.read(parse_routes, rules["routes"], "routes.toml", tuple(categories or ()))  # nothing is transferred yet
    outcomes = reader.read(parse_outcomes, rules["outcomes"], "outcomes.toml")
    clocks = reader.read(parse_clocks, rules["clocks"], "clocks.toml")
    named = Names(tuple(outcomes or ()), tuple(categories or ()), all_ours=_is_whole(own))
    retention = reader.read(parse_retention, rules["retention"], "retention.toml", named)
    helplines = reader.read(parse_helplines, rules["helplines"], "helplines.toml")
    limits = reader.read(parse_limits, rules["limits"], "limits.toml")
    grading = [
        reader.read(parse_grading, text, f"{name}.toml") for name, text in rules.items() if name.startswith(_GRADING)
    ]
    if reader.faults or words is None or lines is None or categories is None or retention is None or limits is None:
        raise RulebookFaults(reader.faults)
    played = _played(lines, {name: script for name, script in scripts.items() if script}, words, reader.faults)
    if reader.faults:
        raise RulebookFaults(reader.faults)
    return Rulebook(
        words=words,
        scripts=played,
        lines=lines,
        categories=categories,
        outcomes=outcomes or {},
        clocks=clocks or (),
        helplines=helplines or {},
        grading=Rules(
            {each.language: each for each in grading if each},
            {name: category.weight for name, category in categories.items()},
        ),
        retention=retention,
        limits=limits,
    )


def _is_whole(own: Path | None) -> bool:
    """Return whether outcomes, categories and retention were written for one another: all ours, or retention theirs."""
    names = ("outcomes", "categories", "retention")
    theirs = [name for name in names if own is not None and (own / "rules" / f"{name}.toml").is_file()]
    return not theirs or "retention" in theirs


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one thing after another and collects what is wrong."""

    faults: list[str]

    def read(self, parse: Callable[..., T], *given: object) -> T | None:
        try:
            return parse(*given)
        except (ScriptFaults, RuleFaults, WordsFaultsError) as error:
            self.faults.extend(str(error).splitlines())
            return None


def _played(lines: Lines, scripts: Mapping[str, Script], words: Words, faults: list[str]) -> dict[str, Script]:
    played: dict[str, Script] = {}
    for line in lines.by_name.values():
        script = scripts.get(line.script)
        if script is None:
            faults.append(f"lines.toml: {line.name}.script: there is no script {line.script!r}: {', '.join(scripts)}")
            continue
        played[line.name] = speaking(script, line.languages)
        faults += _faults(line, script, words)
    return played


def _faults(line: Line, script: Script, words: Words) -> list[str]:
    return [f"script {script.name}: {fault}" for fault in problems(script, words, line.languages, OUTCOMES)]
