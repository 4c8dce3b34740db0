"""Erasing for good: keys first, alone and at once; then the bytes they opened, one by one; the report's row is last.

Every step can be repeated, and what a kill interrupts is found again: a report that is being erased is marked so, and
is gone for everybody else; an item whose bytes are still there is marked `erased` with its keys.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, select, update

from store import codes, days, erased, hot
from store.keeping import ERASED
from store.schema import calls, items, jobs, meta, reports, wraps

_REMNANTS, _LAST_DAY = "remnants", "forgotten"


def shred(connection: Connection, report: bytes) -> bool:
    """Destroy every key of a report, its codes and its jobs; False where it is gone or somebody else is at it.

    Jobs that erase at the provider stay, without saying whose they are.
    """
    mark = update(reports).where(reports.c.id == report, reports.c.erasing.is_(False))
    gone = {"erasing": True, "received_at": None, "reporter": None, "hold": None, "claimed_by": None}
    if connection.execute(mark.values(**gone)).rowcount != 1:
        return False
    connection.execute(delete(wraps).where(wraps.c.item.in_(select(items.c.id).where(items.c.report == report))))
    connection.execute(update(items).where(items.c.report == report).values(state=ERASED))
    codes.forget(connection, report)
    connection.execute(update(jobs).where(jobs.c.report == report, jobs.c.kind == "erase").values(report=None))
    connection.execute(delete(jobs).where(jobs.c.report == report))
    for day in days.existing(connection):
        links = days.tables(day).links
        connection.execute(update(links).where(links.c.report == report).values(report=None))
    erased.note(connection, (report,))
    _note(connection, _REMNANTS, b"yes")
    return True


def shred_items(connection: Connection, report: bytes, kinds: Sequence[str]) -> int:
    """Destroy the keys of a report's items of some kinds, and mark them; return how many there were."""
    mine = and_(items.c.report == report, items.c.kind.in_(kinds), items.c.state != ERASED)
    connection.execute(delete(wraps).where(wraps.c.item.in_(select(items.c.id).where(mine))))
    count = connection.execute(update(items).where(mine).values(state=ERASED)).rowcount
    if count:
        _note(connection, _REMNANTS, b"yes")
    return count


def begun(connection: Connection) -> list[bytes]:
    """Return the reports whose keys are destroyed and whose rows are not yet gone."""
    return list(connection.execute(select(reports.c.id).where(reports.c.erasing.is_(True))).scalars())


def full(connection: Connection, report: bytes | None = None) -> list[bytes]:
    """Return the items without keys whose bytes are still there: of one report, or of all."""
    bare = and_(items.c.state == ERASED, items.c.body.is_not(None))
    found = select(items.c.id).where(bare if report is None else and_(bare, items.c.report == report))
    return list(connection.execute(found).scalars())


def empty(connection: Connection, item: bytes) -> None:
    """Destroy the bytes of an item whose keys are gone."""
    connection.execute(update(items).where(items.c.id == item).values(body=None))


def drop(connection: Connection, report: bytes) -> None:
    """Take away the row of a report that is being erased, and with it all that is left: items, moves, marks."""
    connection.execute(delete(reports).where(reports.c.id == report, reports.c.erasing.is_(True)))


def drop_calls(connection: Connection, before: str, most: int) -> int:
    """Take up to `most` lines from before a day off the call log; return how many that were."""
    old = connection.execute(select(calls.c.id).where(calls.c.day < before).limit(most)).scalars().all()
    connection.execute(delete(calls).where(calls.c.id.in_(old)))
    return len(old)


def remnants(connection: Connection) -> bool:
    """Return whether something was erased whose bytes the files of the database may still hold."""
    return _noted(connection, _REMNANTS) is not None


def leave_remnants(connection: Connection) -> None:
    """Note that the files of the database still hold keys that were destroyed."""
    _note(connection, _REMNANTS, b"yes")


def no_remnants(connection: Connection) -> None:
    """Note that the files of the database hold nothing of what was erased."""
    connection.execute(delete(meta).where(meta.c.name == _REMNANTS))


def last_day(connection: Connection) -> str:
    """Return the UTC day on which everything due was last erased, or nothing."""
    return (_noted(connection, _LAST_DAY) or b"").decode()


def all_done(connection: Connection, day: str) -> None:
    """Note that everything due on a UTC day is erased."""
    _note(connection, _LAST_DAY, day.encode())


def _note(connection: Connection, name: str, value: bytes) -> None:
    hot.replace(connection, meta, {"name": name, "value": value})


def _noted(connection: Connection, name: str) -> bytes | None:
    return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar_one_or_none()
