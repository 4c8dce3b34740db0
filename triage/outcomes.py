"""What can come of a report, and the words in which its reporter hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.reading import reading


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to close a report: what operators see on the button, and what the reporter hears, both by language."""

    name: str
    label: Mapping[str, str]
    says: Mapping[str, str]


def parse_outcomes(text: str, name: str) -> Mapping[str, Outcome]:
    """Read the table of outcomes, in the owner's order. Raises RuleFaults."""
    with reading(text, name) as top:
        return {key: Outcome(key, table.by_language("label"), table.by_language("says")) for key, table in top.tables()}
