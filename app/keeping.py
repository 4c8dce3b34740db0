"""Retention for commands: as rows that say nothing of what was reported, and all at once."""

from __future__ import annotations

from typing import Any

from app.house import House
from store import counts, shredding
from store.database import Connection
from store.remnants import wash
from triage.counting import TOTAL
from work.forgetting import Standing, finish, forget

_LEAST_SHOWN = 5


def as_row(each: Standing) -> dict[str, Any]:
    """Return when something is erased, as `sotto forget --dry-run --json` prints it."""
    due = each.due
    return {
        "report": each.report.hex(), "what": each.what, "day": due.day.isoformat(), "rule": due.rule,
        "days": due.days, "since": due.since.isoformat(), "stop": None if due.stop is None else str(due.stop),
    }  # fmt: skip


def count_rows(house: House) -> list[dict[str, Any]]:
    """Return what was counted of erased reports. Fewer than five of something are told as None, but for totals."""
    with house.store.read() as connection:
        rows = counts.counted(connection)
    return [
        {
            "period": row.period, "line": row.line, "what": row.what, "value": row.value or None,
            "count": row.number if row.what == TOTAL or row.number >= _LEAST_SHOWN else None,
        }
        for row in rows
    ]  # fmt: skip


def printed_count(count: int | None) -> str:
    """Return a count for a table."""
    return f"fewer than {_LEAST_SHOWN}" if count is None else str(count)


def erase_all(house: House) -> dict[str, Any]:
    """Erase everything that is due, and wash the files; return how much that was."""
    forgetting = house.forgetting()
    finish(forgetting)
    reports = items = calls = 0
    more = True
    while more:
        done = forget(forgetting)
        reports, items, calls, more = reports + done.reports, items + done.items, calls + done.calls, done.more

    def ended(connection: Connection) -> bool:
        shredding.all_done(connection, forgetting.today().isoformat())
        return shredding.remnants(connection)

    dirty = house.store.write(ended)
    return {"reports": reports, "items": items, "calls": calls, "washed": not dirty or wash(house.store)}
