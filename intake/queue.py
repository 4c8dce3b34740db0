"""The queue: the reports of some statuses as a page lists them, in the order in which they want somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from intake.opening import concerns
from intake.options import Intake
from store import marks, queries
from store.database import Row
from store.facts import facts_of
from triage.deadlines import Deadline, Facts, deadlines, waiting, windows
from triage.queue import Band, Entry, band, rank


@dataclass(frozen=True, slots=True, repr=False)
class Queued:
    """A report in a list: its row, its heading, how long it has waited (None once its clocks stopped), what is next.

    `next` is the clock that ends first of those that still wait, late or not.
    """

    row: Row[Any]
    band: Band
    waiting: timedelta | None
    next: Deadline | None


def queued(intake: Intake, keys: Mapping[str, bytes], statuses: Sequence[str]) -> list[Queued]:
    """Return the reports of some statuses that are for the desks of these keys, the most urgent first."""
    now = intake.now()
    with intake.store.read() as connection:
        rows = [row for row in queries.queue(connection, statuses) if concerns(intake, keys, row.line)]
        marked = marks.of_reports(connection, [row.id for row in rows])
    found = [(row, facts_of(row, marked.get(row.id, []))) for row in rows]
    ordered = sorted(
        ((_entry(intake, row, facts), row, facts) for row, facts in found), key=lambda each: rank(each[0], now)
    )
    return [
        Queued(row, band(entry, now), waiting(intake.clocks, facts, now), next_clock(intake, facts, now))
        for entry, row, facts in ordered
    ]


def next_clock(intake: Intake, facts: Facts, now: datetime) -> Deadline | None:
    """Return the exact clock that ends first of those whose moment has not come, or None."""
    open_ones = [
        (each.due, each)
        for each in deadlines(intake.clocks, facts, now)
        if isinstance(each.due, datetime) and facts.after.keys().isdisjoint(each.clock.until)
    ]
    return min(open_ones, key=lambda pair: pair[0])[1] if open_ones else None


def _entry(intake: Intake, row: Row[Any], facts: Facts) -> Entry:
    since = facts.received or datetime.combine(facts.day, time.min, UTC)
    return Entry(since, bool(row.danger), facts.grade, windows(intake.clocks, facts))
