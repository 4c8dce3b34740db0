"""What is still to be erased at the provider, and what was given up: counted, listed, tried again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, func, select, update

from store.jobs import LAST
from store.schema import jobs

KIND = "erase"
KEY = "erase:"


@dataclass(frozen=True, slots=True)
class Erasure:
    """One row of the job table. `day` is that of the key its argument is sealed to; `dead` says it was given up."""

    id: bytes
    report: bytes | None
    argument: bytes
    day: str
    dead: bool
    fault: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, or were given up, with the same fault, and the latest day on which one of them was asked for."""

    fault: str | None
    dead: bool
    count: int
    newest: str


def all_erasures(connection: Connection) -> list[Erasure]:
    """Return every job that erases, done with or not. What was confirmed has no row."""
    rows = connection.execute(select(jobs).where(jobs.c.kind == KIND))
    return [Erasure(row.id, row.report, row.argument, day_of(row.key), bool(row.dead), row.fault) for row in rows]


def before_calls(connection: Connection, report: bytes) -> bool:
    """Return whether anything of a report waits that goes before its call."""
    waits = and_(jobs.c.report == report, jobs.c.kind == KIND, jobs.c.dead.is_(False), jobs.c.priority < LAST)
    return connection.execute(select(jobs.c.id).where(waits).limit(1)).first() is not None


def standing(connection: Connection) -> list[Waiting]:
    """Return how the erasing stands, by fault."""
    query = (
        select(jobs.c.fault, jobs.c.dead, func.count().label("how_many"), func.max(jobs.c.key).label("newest"))
        .where(jobs.c.kind == KIND)
        .group_by(jobs.c.fault, jobs.c.dead)
        .order_by(jobs.c.fault)
    )
    return [Waiting(row.fault, bool(row.dead), row.how_many, day_of(row.newest)) for row in connection.execute(query)]


def revive(connection: Connection, days: Sequence[str], now: int) -> int:
    """Try once more what was given up and can still be read, its key being of one of `days`; return how many."""
    keys = [KEY + day for day in days]
    given_up = and_(jobs.c.kind == KIND, jobs.c.dead.is_(True), jobs.c.key.in_(keys))
    return connection.execute(update(jobs).where(given_up).values(dead=False, due=now, attempts=0)).rowcount


def drop(connection: Connection, before: str, faults: Collection[str] | None = None) -> int:
    """Let go of what was given up on keys of days before one; with `faults`, of those alone. Return how many.

    A younger one stays though its key may be lost: it is what tells that something at the provider was filed.
    """
    over = and_(jobs.c.kind == KIND, jobs.c.dead.is_(True), jobs.c.key < KEY + before)
    chosen = over if faults is None else and_(over, jobs.c.fault.in_(faults))
    return connection.execute(delete(jobs).where(chosen)).rowcount


def day_of(key: str | None) -> str:
    """Return the day of a key's name, "" for none."""
    return (key or "").removeprefix(KEY)
