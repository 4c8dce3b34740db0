"""A report's row and marks as the clocks know them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from store.marks import Mark
from triage.clocks import Moment
from triage.deadlines import Facts
from triage.grade import Grade
from triage.reachable import Reachable


def facts_of(row: Row[Any], marked: list[Mark]) -> Facts:
    """Return what the clocks need to know of a report."""
    received = None if row.received_at is None else datetime.fromtimestamp(row.received_at, UTC)
    return Facts(
        day=date.fromisoformat(row.day),
        received=received,
        grade=Grade(row.grade) if row.grade else None,
        reachable=Reachable(row.reachable),
        after={Moment(mark.moment): timedelta(seconds=mark.after) for mark in marked if mark.after is not None},
        on={Moment(mark.moment): date.fromisoformat(mark.day) for mark in marked},
        since=timedelta(seconds=row.raised_after),
    )
