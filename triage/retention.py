"""When a report, its recordings and its files are erased, and why then: the owner's rules, and what is known of each.

Everything is counted in UTC days that are handed in. A thing is erased on the first day on which its time is over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

Label = Mapping[str, str]
OPEN, RECORDINGS, CHECKED, ATTACHMENTS = "open", "recordings", "checked", "attachments"


class Stop(StrEnum):
    """What keeps a thing from being erased although its day has come. The first that is there is told."""

    HELD = "held"  # a legal hold lies on the report
    UNREAD = "unread"  # nobody at the desk has seen all that the reporter sent; on a closed report, more came after
    BUSY = "busy"  # something of it is still being fetched, transcribed, graded


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a closed report is kept, in days from closing. An empty set fits every report."""

    name: str
    days: int
    label: Label
    outcomes: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    def fits(self, outcome: str | None, grade: str | None, category: str | None) -> bool:
        """Tell whether this rule is about a report that ended like this."""
        asked = ((self.outcomes, outcome), (self.grades, grade), (self.categories, category))
        return all(not wanted or have in wanted for wanted, have in asked)


@dataclass(frozen=True, slots=True)
class Retention:
    """An owner's rules, all spans in days. `closed` in the owner's order; its last rule fits every report.

    `hold` and `lift` are the labels of the reasons for a legal hold and for lifting it, by name.
    """

    closed: Sequence[Rule]
    open: int
    recordings: int
    checked: int
    attachments: int
    calls: int
    hold: Mapping[str, Label]
    lift: Mapping[str, Label]


@dataclass(frozen=True, slots=True)
class Kept:
    """What retention needs to know of a report.

    `worked` is the day of the last thing that the desk did to it, `closed` the day of its closing while it is closed,
    `checked` the last day on which a person checked the text of recordings. `said` counts what the reporter sent and
    `seen` how much of it the desk has seen; `recordings` and `attachments` count what is still there, `unchecked` the
    recordings whose text nobody checked.
    """

    received: date
    worked: date | None = None
    closed: date | None = None
    outcome: str | None = None
    grade: str | None = None
    category: str | None = None
    held: bool = False
    said: int = 0
    seen: int = 0
    busy: bool = False
    recordings: int = 0
    unchecked: int = 0
    checked: date | None = None
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """When a thing is erased: `days` after `since`, by `rule`, unless something stops it."""

    day: date
    since: date
    days: int
    rule: str
    stop: Stop | None

    def come(self, today: date) -> bool:
        """Tell whether it is to be erased today."""
        return self.stop is None and self.day <= today


def report_due(rules: Retention, kept: Kept) -> Due:
    """Return when a report is erased whole."""
    if kept.closed is None:
        return _due(kept, _base(kept), rules.open, OPEN)
    rule = next(each for each in rules.closed if each.fits(kept.outcome, kept.grade, kept.category))
    return _due(kept, kept.closed, rule.days, rule.name)


def recordings_due(rules: Retention, kept: Kept) -> Due | None:
    """Return when the sound of a report is destroyed; None where none is left."""
    if not kept.recordings:
        return None
    late = _due(kept, _base(kept), rules.recordings, RECORDINGS)
    if kept.unchecked or kept.checked is None:
        return late
    return min(_due(kept, kept.checked, rules.checked, CHECKED), late, key=lambda due: due.day)


def attachments_due(rules: Retention, kept: Kept) -> Due | None:
    """Return when the files of a report are destroyed; None where none is left."""
    return _due(kept, _base(kept), rules.attachments, ATTACHMENTS) if kept.attachments else None


def last_call_day(rules: Retention, today: date) -> date:
    """Return the first day whose lines of the call log are still kept."""
    return today - timedelta(days=rules.calls - 1)


def _base(kept: Kept) -> date:
    """Return the day from which things on a report count: its closing, else the desk's last move, else its receipt."""
    return kept.closed or kept.worked or kept.received


def _due(kept: Kept, since: date, days: int, rule: str) -> Due:
    return Due(since + timedelta(days=days), since, days, rule, _stop(kept))


def _stop(kept: Kept) -> Stop | None:
    if kept.held:
        return Stop.HELD
    if kept.seen < kept.said:
        return Stop.UNREAD
    return Stop.BUSY if kept.busy else None
