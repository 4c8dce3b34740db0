"""How a report stands against its clocks: waiting, met or missed, by when, and since when somebody has been waiting.

Everything is computed from durations and UTC days that are handed in. Once `settled`, the exact time of receipt must be
forgotten; the durations still tell how each exact clock ended, so a late answer stays visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from triage.clocks import Clock, Moment
from triage.grade import Grade
from triage.reachable import Reachable

Window = tuple[datetime, datetime | None]
When = TypeVar("When", timedelta, date)


class Verdict(StrEnum):
    """How a clock stands."""

    WAITING = "waiting"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clocks need to know of a report.

    `received` is the exact time of receipt (aware), None once forgotten; `day` is its UTC day. `after` holds the time
    from receipt to each exact moment, `on` the UTC day of each. `since` is the time from receipt until the grade was
    raised to what it is: clocks for some grades only count from then.
    """

    day: date
    received: datetime | None
    grade: Grade | None = None
    reachable: Reachable = Reachable.YES
    after: Mapping[Moment, timedelta] = field(default_factory=dict)
    on: Mapping[Moment, date] = field(default_factory=dict)
    since: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Deadline:
    """How one clock stands. `due` is a time for exact clocks (None once forgotten) and a last day for the others."""

    clock: Clock
    due: datetime | date | None
    verdict: Verdict


def deadlines(clocks: Sequence[Clock], facts: Facts, now: datetime) -> tuple[Deadline, ...]:
    """Return how every clock that applies to a report stands at `now` (aware), in the owner's order."""
    return tuple(
        _exact(clock, facts, now) if clock.exact else _coarse(clock, facts, now)
        for clock in clocks
        if _applies(clock, facts)
    )


def settled(clocks: Sequence[Clock], facts: Facts, now: datetime) -> bool:
    """Tell whether every exact clock is met or missed: then the exact time of receipt must be forgotten."""
    return all(each.verdict is not Verdict.WAITING for each in deadlines(clocks, facts, now) if each.clock.exact)


def waiting(clocks: Sequence[Clock], facts: Facts, now: datetime) -> timedelta | None:
    """Return how long a report has waited, or None once no exact clock waits for anything, in time or late.

    After the exact time was forgotten it is counted from the start of the day of receipt.
    """
    if not any(True for _ in _running(clocks, facts)):
        return None
    return now - (facts.received or datetime.combine(facts.day, time.min, UTC))


def windows(clocks: Sequence[Clock], facts: Facts) -> tuple[Window, ...]:
    """Return from when until when a report belongs at the top of the queue because a clock is about to break.

    A report graded high stays there after the break (until None) for as long as the clock's moment is not reached; any
    other falls back to its grade, or one bad day would bury every fresh cry for help.
    """
    if facts.received is None:
        return ()
    ends = ((clock, _end(clock, facts, facts.received)) for clock in _running(clocks, facts))
    return tuple((end - clock.warn, None if facts.grade is Grade.HIGH else end) for clock, end in ends)


def presses(within: Iterable[Window], now: datetime) -> bool:
    """Tell whether `now` lies in one of the windows."""
    return any(start <= now and (end is None or now <= end) for start, end in within)


def utc_day(moment: datetime) -> date:
    """Return the UTC day of an aware time: what stays of it once the exact time is forgotten."""
    return moment.astimezone(UTC).date()


def _applies(clock: Clock, facts: Facts) -> bool:
    graded = not clock.grades or facts.grade in clock.grades
    return graded and not (clock.reachable_only and facts.reachable is Reachable.NO)


def _running(clocks: Iterable[Clock], facts: Facts) -> Iterator[Clock]:
    return (clock for clock in clocks if clock.exact and _applies(clock, facts) and _first(clock, facts.after) is None)


def _exact(clock: Clock, facts: Facts, now: datetime) -> Deadline:
    due = _end(clock, facts, facts.received) if facts.received else None
    took = _first(clock, facts.after)
    if took is None:
        return Deadline(clock, due, Verdict.WAITING if due and now <= due else Verdict.MISSED)
    in_time = took <= _since(clock, facts) + clock.within.length
    return Deadline(clock, due, Verdict.MET if in_time else Verdict.MISSED)


def _coarse(clock: Clock, facts: Facts, now: datetime) -> Deadline:
    due = clock.within.last_day(facts.day)
    reached = _first(clock, facts.on)
    if reached is None:
        return Deadline(clock, due, Verdict.WAITING if utc_day(now) <= due else Verdict.MISSED)
    return Deadline(clock, due, Verdict.MET if reached <= due else Verdict.MISSED)


def _end(clock: Clock, facts: Facts, received: datetime) -> datetime:
    return received + _since(clock, facts) + clock.within.length


def _since(clock: Clock, facts: Facts) -> timedelta:
    return facts.since if clock.grades else timedelta(0)


def _first(clock: Clock, reached: Mapping[Moment, When]) -> When | None:
    return min((reached[moment] for moment in clock.until if moment in reached), default=None)
