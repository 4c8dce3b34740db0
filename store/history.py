"""What operators did to a report, in its order. Days, no times."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from store import hot
from store.schema import moves


@dataclass(frozen=True, slots=True)
class Made:
    """A move that was made. `detail` is a grade, an outcome or a ground, never words."""

    operator: str
    move: str
    detail: str | None
    day: str


def add(connection: Connection, id_: bytes, report: bytes, made: Made) -> None:
    """Put a move into a report's history."""
    place = connection.execute(select(func.count()).select_from(moves).where(moves.c.report == report)).scalar_one()
    row: dict[str, hot.Value] = {
        "id": id_, "report": report, "place": place, "operator": made.operator, "move": made.move,
        "detail": made.detail, "day": made.day,
    }  # fmt: skip
    hot.put(connection, moves, row)


def of_report(connection: Connection, report: bytes) -> list[Made]:
    """Return a report's history, first move first."""
    rows = connection.execute(select(moves).where(moves.c.report == report).order_by(moves.c.place))
    return [Made(row.operator, row.move, row.detail, row.day) for row in rows]
