"""Reading an owner's rules of retention, with every fault named at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from triage.grade import Grade
from triage.reading import Table, reading
from triage.retention import ATTACHMENTS, CHECKED, OPEN, RECORDINGS, Label, Retention, Rule

LONGEST = 3650
"""Days: ten years. What must be kept for longer is a case for an archive, not for a line."""

_TAKEN = (OPEN, RECORDINGS, CHECKED, ATTACHMENTS)
_FEWEST_CALL_DAYS = 2  # the tables of a day, which know who called, live that long


@dataclass(frozen=True, slots=True)
class Names:
    """The outcomes and categories that rules may mention. `all_ours`: one that is not among them is a fault.

    Otherwise it is passed over: our own rules must fit the outcomes of an owner who has others.
    """

    outcomes: Sequence[str]
    categories: Sequence[str]
    all_ours: bool = True


def parse_retention(text: str, name: str, names: Names) -> Retention:
    """Read the rules. Raises RuleFaults."""
    with reading(text, name) as top:
        recordings = top.table("recordings")
        return Retention(
            open=_days(top.table("open")),
            recordings=_days(recordings),
            checked=recordings.number("checked_days", 0, LONGEST),
            attachments=_days(top.table("attachments")),
            calls=_days(top.table("calls"), _FEWEST_CALL_DAYS),
            closed=_closed(top.table("closed"), names),
            hold=_reasons(top.table("hold")),
            lift=_reasons(top.table("lift")),
        )


def _days(table: Table, fewest: int = 1) -> int:
    return table.number("days", fewest, LONGEST)


def _reasons(table: Table) -> dict[str, Label]:
    return {name: each.by_language("label") for name, each in table.tables()}


def _closed(table: Table, names: Names) -> tuple[Rule, ...]:
    """Read the rules for closed reports. One that no report can reach is a fault: its days would never count."""
    rules = tuple(rule for name, each in table.tables() if (rule := _rule(name, each, names)) is not None)
    if rules and (rules[-1].outcomes or rules[-1].grades or rules[-1].categories):
        table.fault(rules[-1].name, "the last rule must fit every report", "no outcomes, grades or categories")
    reached = _reached(rules, names) if names.all_ours else {rule.name for rule in rules}
    for rule in rules:
        if rule.name in _TAKEN:
            table.fault(rule.name, "is a name of our own", "any other")
        elif rule.name not in reached:
            table.fault(rule.name, "fits no report that an earlier rule does not take")
    return rules


def _rule(name: str, table: Table, names: Names) -> Rule | None:
    """Read one rule; None for one of ours that is about nothing an owner has."""
    outcomes, categories = (
        _known(table, key, known, names)
        for key, known in (("outcomes", names.outcomes), ("categories", names.categories))
    )
    grades = table.choices("grades", tuple(map(str, Grade)), ())
    days, label = _days(table), table.by_language("label")
    if None in (outcomes, categories):
        return None
    return Rule(name, days, label, frozenset(outcomes or ()), frozenset(grades), frozenset(categories or ()))


def _known(table: Table, key: str, known: Sequence[str], names: Names) -> tuple[str, ...] | None:
    """Return the names of a list that are known; None where a list of ours has none of them."""
    if names.all_ours:
        return table.choices(key, known, ())
    given = table.texts(key, ())
    found = tuple(each for each in given if each in known)
    return found if found or not given else None


def _reached(rules: Sequence[Rule], names: Names) -> set[str]:
    """Return the names of the rules that some report is kept by."""
    ends = product((*names.outcomes, None), (*map(str, Grade), None), (*names.categories, None))
    return {next((rule.name for rule in rules if rule.fits(*end)), "") for end in ends}
