"""Lists: the queue, the reports, the call log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select, union_all, update

from store import days
from store.schema import calls, items, jobs, reports


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """A line of the call log; alias and report are None once the day's tables are gone."""

    line: str
    language: str
    steps: tuple[str, ...]
    outcome: str
    seconds: int
    day: str
    alias: bytes | None = None
    report: bytes | None = None


def report_ids(connection: Connection) -> list[bytes]:
    """Return the ids of all reports, newest day first; within a day in no order that tells anything."""
    there = select(reports.c.id).where(reports.c.erasing.is_(False))
    return list(connection.execute(there.order_by(reports.c.day.desc(), reports.c.id)).scalars())


def report_id(connection: Connection, start: str) -> bytes | None:
    """Return the only report whose id in hex begins with `start`, or None."""
    found = [each for each in report_ids(connection) if each.hex().startswith(start.lower())]
    return found[0] if len(found) == 1 else None


def queue(connection: Connection, statuses: Sequence[str]) -> list[Row[Any]]:
    """Return the rows of reports in some statuses."""
    there = reports.c.erasing.is_(False)
    return list(connection.execute(select(reports).where(reports.c.status.in_(statuses), there)))


def claimed_by(connection: Connection, name: str) -> list[Row[Any]]:
    """Return the rows of reports that an operator took and did not finish."""
    return list(connection.execute(select(reports).where(reports.c.claimed_by == name)))


def timed(connection: Connection) -> list[Row[Any]]:
    """Return the rows of reports whose exact time of receipt is still kept."""
    return list(connection.execute(select(reports).where(reports.c.received_at.is_not(None))))


def forget_times(connection: Connection, ids: Sequence[bytes]) -> None:
    """Forget the exact time of receipt of reports."""
    connection.execute(update(reports).where(reports.c.id.in_(ids)).values(received_at=None))


def call_log(connection: Connection) -> list[LoggedCall]:
    """Return the call log, newest day first."""
    links = _links(connection)
    rows = connection.execute(select(calls).order_by(calls.c.day.desc(), calls.c.id)).all()
    return [
        LoggedCall(row.line, row.language, tuple(row.steps.split()), row.outcome, row.seconds, row.day,
                   *links.get(row.id, (None, None)))
        for row in rows
    ]  # fmt: skip


def _links(connection: Connection) -> dict[bytes, tuple[bytes | None, bytes | None]]:
    tables = [days.tables(day).links for day in days.existing(connection)]
    if not tables:
        return {}
    linked = union_all(*(select(table) for table in tables)).subquery()
    made = select(linked.c.call, linked.c.alias, reports.c.id).outerjoin(reports, reports.c.id == linked.c.report)
    return {call: (alias, report) for call, alias, report in connection.execute(made)}


def counts(connection: Connection) -> dict[str, int]:
    """Return how much there is: reports, items, jobs, jobs that failed, texts that were not delivered."""

    def count(table: Any, where: Any = None) -> int:
        query = select(func.count()).select_from(table)
        return connection.execute(query if where is None else query.where(where)).scalar_one()

    return {
        "reports": count(reports),
        "items": count(items),
        "jobs": count(jobs),
        "faults": count(jobs, jobs.c.fault.is_not(None)),
        "undelivered": count(reports, reports.c.reach_note == "undelivered"),
    }
