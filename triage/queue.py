"""The order of the queue: a clock about to break, danger, grade, age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from triage.deadlines import Window, presses
from triage.grade import Grade

Rank = tuple[int, bool, int, float]


class Band(StrEnum):
    """The headings of the queue, in its order."""

    PRESSING = "pressing"  # a clock is about to break, or broke on a report that is graded high
    DANGER = "danger"
    HIGH = "high"
    LOOK = "look"
    LOW = "low"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the order needs to know of a report: `windows` as `deadlines.windows` gives them, no grade until graded."""

    since: datetime  # of receipt; the start of its UTC day once the exact time is forgotten
    danger: bool = False
    grade: Grade | None = None
    windows: tuple[Window, ...] = ()


_BANDS = tuple(Band)
_OF_GRADE = {None: Band.LOOK} | {grade: Band(str(grade)) for grade in Grade}


def band(entry: Entry, now: datetime) -> Band:
    """Return the heading under which a report stands at `now` (aware). What is not graded yet stands with "look"."""
    if presses(entry.windows, now):
        return Band.PRESSING
    return Band.DANGER if entry.danger else _OF_GRADE[entry.grade]


def rank(entry: Entry, now: datetime) -> Rank:
    """Return the sort key of a report at `now`: the smallest comes first, within a grade the oldest."""
    urgency = _BANDS.index(_OF_GRADE[entry.grade])
    return _BANDS.index(band(entry, now)), not entry.danger, urgency, entry.since.timestamp()
