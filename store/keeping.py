"""What retention knows of reports: their rows, the days of their moves, and how much is on them. Nothing is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, select, true

from store.schema import items, jobs, moves, reports
from triage.retention import Kept
from triage.states import KEEPING, Move, Status

ERASED, CHECKED = "erased", "checked"
SOUND = ("recording", "audio")
FILES = ("file", "clean", "shown")  # as it came, and what was made of it


def kept(connection: Connection, reading: Iterable[str], report: bytes | None = None) -> Mapping[bytes, Kept]:
    """Return what is known of every report, or of one, by id. `reading` are the kinds of jobs that still add to it."""
    rows = connection.execute(select(reports).where(reports.c.erasing.is_(False), _one(reports.c.id, report)))
    made = {row.report: row for row in connection.execute(_moves(report))}
    there = {row.report: row for row in connection.execute(_items(report))}
    waits = and_(jobs.c.kind.in_(list(reading)), jobs.c.dead.is_(False), _one(jobs.c.report, report))
    busy = set(connection.execute(select(jobs.c.report).where(waits)).scalars())
    return {row.id: _kept(row, made.get(row.id), there.get(row.id), busy=row.id in busy) for row in rows}


def lines_of(connection: Connection) -> Mapping[bytes, str]:
    """Return the line of every report."""
    return {row.id: row.line for row in connection.execute(select(reports.c.id, reports.c.line))}


def _one(column: ColumnElement[Any], report: bytes | None) -> ColumnElement[bool]:
    return true() if report is None else column == report


def _moves(report: bytes | None) -> Any:
    """Select the last day of each report's moves, of its closing, and of the checking of its text."""
    return (
        select(
            moves.c.report,
            func.max(case((moves.c.move.not_in(list(KEEPING)), moves.c.day))).label("worked"),
            func.max(case((moves.c.move == Move.CLOSE, moves.c.day))).label("closed"),
            func.max(case((moves.c.move == Move.CHECK_TEXT, moves.c.day))).label("checked"),
        )
        .where(_one(moves.c.report, report))
        .group_by(moves.c.report)
    )


def _items(report: bytes | None) -> Any:
    """Count what is on each report: by the reporter, and recordings and files whose bytes are still there."""
    there = items.c.state != ERASED
    return (
        select(
            items.c.report,
            func.count(case((items.c.author == "reporter", 1))).label("said"),
            func.count(case((and_(there, items.c.kind.in_(SOUND)), 1))).label("recordings"),
            func.count(case((and_(there, items.c.kind == SOUND[0], items.c.state != CHECKED), 1))).label("unchecked"),
            func.count(case((and_(there, items.c.kind.in_(FILES)), 1))).label("attachments"),
        )
        .where(_one(items.c.report, report))
        .group_by(items.c.report)
    )


def _kept(row: Row[Any], made: Row[Any] | None, there: Row[Any] | None, *, busy: bool) -> Kept:
    closed = made.closed if made is not None and row.status == Status.CLOSED else None
    return Kept(
        received=date.fromisoformat(row.day), worked=_day(made and made.worked), closed=_day(closed),
        outcome=row.outcome, grade=row.grade, category=row.category, held=row.hold is not None,
        said=there.said if there else 0, seen=row.seen, busy=busy,
        recordings=there.recordings if there else 0, unchecked=there.unchecked if there else 0,
        checked=_day(made and made.checked), attachments=there.attachments if there else 0,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
