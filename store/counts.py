"""The counts that outlive the reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from store import hot
from store.schema import counts, reports
from triage.counting import DIMENSIONS, TOTAL, Cell, cells


def count(connection: Connection, report: bytes) -> None:
    """Add a report to the counts: in the transaction that destroys its keys, so that it is counted once."""
    row = connection.execute(select(reports).where(reports.c.id == report)).one()
    ended = {name: getattr(row, name) for name in DIMENSIONS}
    month, year = (_came(connection, row.line, row.day[:length]) for length in (7, 4))
    _add(connection, row.line, cells(row.day, ended, month, year))


def counted(connection: Connection) -> list[Row[Any]]:
    """Return all counts in order: period, line, what, value, number."""
    order = (counts.c.period, counts.c.line, counts.c.what, counts.c.value)
    return list(connection.execute(select(*order, counts.c.count.label("number")).order_by(*order)))


def _came(connection: Connection, line: str, period: str) -> int:
    """Return how many reports came to a line in a month or year: those still kept and those counted."""
    there = (reports.c.line == line, reports.c.day.startswith(period), reports.c.erasing.is_(False))
    gone = (counts.c.line == line, counts.c.period.startswith(period), counts.c.what == TOTAL)
    return _number(connection, func.count(), *there) + _number(connection, func.sum(counts.c.count), *gone)


def _number(connection: Connection, of: ColumnElement[int], *where: ColumnElement[bool]) -> int:
    return connection.execute(select(of).where(*where)).scalar_one() or 0


def _add(connection: Connection, line: str, found: Iterable[Cell]) -> None:
    for cell in found:
        key = {"period": cell.period, "line": line, "what": cell.what, "value": cell.value}
        hot.put(connection, counts, {**key, "count": 0}, or_leave=True)
        mine = [counts.c[name] == value for name, value in key.items()]
        connection.execute(update(counts).where(*mine).values(count=counts.c.count + 1))
