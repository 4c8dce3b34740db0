"""The job table: each row is one thing still to be done. Done means the row is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, func, literal_column, or_, select, update

from store import hot
from store.schema import jobs

DANGER, SHORT, LONG, LATER, LAST = 0, 1, 2, 3, 4
LEASE = 60
_SHORT_FILE = 2 << 20  # bytes

_NEXT: Select[Any] = (
    select(*(jobs.c[name] for name in ("priority", "due", "id", "kind", "report", "argument", "key", "attempts")))
    .where(jobs.c.kind == bindparam("kind"), jobs.c.due <= bindparam("now"), jobs.c.dead.is_(False))
    .where(or_(jobs.c.lease.is_(None), jobs.c.lease <= bindparam("now")))
    .order_by(jobs.c.priority, jobs.c.due, jobs.c.id)
    .limit(literal_column("1"))
    .offset(literal_column("0"))  # for SQLite SQLAlchemy would put a parameter of its own here
    .with_for_update(skip_locked=True)
)


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do. `argument` is sealed to the key named by `key`, or empty; `due` is in seconds since 1970.

    `id` is random, or a digest where the same job may be asked for twice and must be one.
    """

    id: bytes
    kind: str
    report: bytes | None
    due: int
    argument: bytes = b""
    key: str | None = None
    priority: int = SHORT
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A job held by one worker until `lease`; whoever comes later than that has lost it."""

    job: Job
    worker: bytes
    lease: int


def file_urgency(size: int, *, danger: bool) -> int:
    """Return how urgent it is to look at a file of `size` bytes: danger first, then short before long."""
    return DANGER if danger else SHORT if size <= _SHORT_FILE else LONG


def add(connection: Connection, job: Job) -> bool:
    """Put a job in; the same id twice is one job. Returns whether it is new."""
    row = {
        "id": job.id, "kind": job.kind, "report": job.report, "argument": job.argument, "key": job.key,
        "priority": job.priority, "attempts": job.attempts, "due": job.due,
    }  # fmt: skip
    return hot.put(connection, jobs, row, or_leave=True)


def eraser_of(fetch: bytes) -> bytes:
    """Return the id of the job that erases what the job `fetch` brings in: whoever asks for it, it is one."""
    return blake2b(fetch, digest_size=16, person=b"sotto.eraser").digest()


def exists(connection: Connection, *ids: bytes) -> bool:
    """Return whether any of these jobs is still to be done."""
    return connection.execute(select(jobs.c.id).where(jobs.c.id.in_(ids)).limit(1)).first() is not None


def hasten(connection: Connection, ids: Sequence[bytes], now: int) -> None:
    """Have jobs that wait for their time done at once: what they waited for has happened."""
    held_back = and_(jobs.c.id.in_(ids), jobs.c.due > now, jobs.c.lease.is_(None))
    connection.execute(update(jobs).where(held_back).values(due=now))


def take(
    connection: Connection, worker: bytes, now: int, leases: Mapping[str, int], kinds: tuple[str, ...] = ()
) -> Claim | None:
    """Take the most urgent job that is due and not held; it is ours for as many seconds as `leases` gives its kind."""
    # One look into the index for each kind: sorting all that is due would cost more the more there is to do.
    asked = kinds or connection.execute(select(jobs.c.kind).distinct()).scalars()
    found = [row for kind in asked if (row := hot.first(connection, _NEXT, kind=kind, now=now))]
    if not found:
        return None
    priority, due, id_, kind, report, argument, key, attempts = min(found, key=lambda row: row[:3])
    until = now + leases.get(kind, LEASE)
    connection.execute(update(jobs).where(jobs.c.id == id_).values(lease=until, worker=worker, attempts=attempts + 1))
    return Claim(Job(id_, kind, report, due, argument, key, priority, attempts + 1), worker, until)


def holds(connection: Connection, claim: Claim) -> bool:
    """Return whether the worker still holds the job: asked in the transaction that keeps its result."""
    mine = and_(jobs.c.id == claim.job.id, jobs.c.worker == claim.worker, jobs.c.lease == claim.lease)
    return connection.execute(select(jobs.c.id).where(mine).with_for_update()).first() is not None


def done(connection: Connection, claim: Claim) -> None:
    """Remove a job that is done."""
    connection.execute(delete(jobs).where(jobs.c.id == claim.job.id))


def later(connection: Connection, claim: Claim, due: int, fault: str | None) -> None:
    """Put a job back, to be tried again at `due`; `fault` is a fixed name. Waiting without a fault is no attempt."""
    attempts = claim.job.attempts if fault else claim.job.attempts - 1
    connection.execute(
        update(jobs)
        .where(jobs.c.id == claim.job.id)
        .values(due=due, lease=None, worker=None, fault=fault, attempts=attempts)
    )


def bury(connection: Connection, claim: Claim, fault: str) -> None:
    """Keep a job that will never work for people to see; nothing waits for it, nobody takes it again."""
    connection.execute(
        update(jobs).where(jobs.c.id == claim.job.id).values(dead=True, due=0, lease=None, worker=None, fault=fault)
    )


def buried(connection: Connection, report: bytes, kind: str) -> list[str]:
    """Return the faults of a report's jobs of a kind that will never work."""
    mine = and_(jobs.c.report == report, jobs.c.kind == kind, jobs.c.dead.is_(True))
    return list(connection.execute(select(jobs.c.fault).where(mine)).scalars())


def cancel(connection: Connection, report: bytes, kind: str) -> None:
    """Take back a report's jobs of a kind; a worker that is at one finds that it no longer holds it."""
    connection.execute(delete(jobs).where(and_(jobs.c.report == report, jobs.c.kind == kind)))


def release_all(connection: Connection) -> None:
    """Give back every job that is held: for the start of a process that is the only one."""
    connection.execute(update(jobs).where(jobs.c.lease.is_not(None)).values(lease=None, worker=None))


def waiting(connection: Connection, report: bytes, kinds: tuple[str, ...]) -> int:
    """Return how many jobs of these kinds a report still waits for."""
    mine = and_(jobs.c.report == report, jobs.c.kind.in_(kinds), jobs.c.dead.is_(False))
    return connection.execute(select(func.count()).select_from(jobs).where(mine)).scalar_one()


def kinds_of(connection: Connection, report: bytes) -> list[tuple[str, bool]]:
    """Return (kind, whether it was given up) of every job of a report."""
    rows = connection.execute(select(jobs.c.kind, jobs.c.dead).where(jobs.c.report == report))
    return [(row.kind, bool(row.dead)) for row in rows]


def any_waiting(connection: Connection, kind: str) -> bool:
    """Return whether any job of a kind is waiting."""
    mine = and_(jobs.c.kind == kind, jobs.c.dead.is_(False))
    return connection.execute(select(jobs.c.id).where(mine).limit(1)).first() is not None


def key_in_use(connection: Connection, key: str) -> bool:
    """Return whether a job's argument is still sealed to this key."""
    mine = and_(jobs.c.key == key, jobs.c.dead.is_(False))
    return connection.execute(select(jobs.c.id).where(mine).limit(1)).first() is not None


def overview(connection: Connection) -> list[Row[Any]]:
    """Return how many jobs wait, by kind and by the fault of their last try."""
    query = select(jobs.c.kind, jobs.c.fault, func.count().label("count")).group_by(jobs.c.kind, jobs.c.fault)
    return list(connection.execute(query.order_by(jobs.c.kind)))
