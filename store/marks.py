"""When what happened to a report: for exact clocks seconds since it came in, for the long ones a day. Set once each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from store import hot
from store.schema import marks


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of a report: `after` in seconds since receipt (None once the exact time was forgotten), `day` in UTC."""

    moment: str
    after: int | None
    day: str


def set_mark(connection: Connection, report: bytes, mark: Mark) -> bool:
    """Set a mark unless it is set; the first time is what a clock counts."""
    row: dict[str, hot.Value] = {"report": report, "moment": mark.moment, "after": mark.after, "day": mark.day}
    return hot.put(connection, marks, row, or_leave=True)


def of_reports(connection: Connection, reports: Iterable[bytes]) -> dict[bytes, list[Mark]]:
    """Return the marks of reports."""
    found: dict[bytes, list[Mark]] = {}
    for row in connection.execute(select(marks).where(marks.c.report.in_(list(reports)))):
        found.setdefault(row.report, []).append(Mark(row.moment, row.after, row.day))
    return found
