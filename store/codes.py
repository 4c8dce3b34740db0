"""Which code opens which report. The look-up value is derived from the code (Argon2id); the code itself is nowhere."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select

from store import hot
from store.schema import codes, reports

_FIND = (
    select(codes.c.report, codes.c.locked)
    .join(reports, reports.c.id == codes.c.report)
    .where(codes.c.lookup == bindparam("lookup"))
)


def add(connection: Connection, lookup: bytes, report: bytes, locked: bytes) -> None:
    """Keep a code's look-up value with the reporter's private key locked under the code."""
    hot.replace(connection, codes, {"lookup": lookup, "report": report, "locked": locked})


def find(connection: Connection, lookup: bytes) -> tuple[bytes, bytes] | None:
    """Return (report, locked private key) for a look-up value; None where the report is gone, like its code."""
    row = hot.first(connection, _FIND, lookup=lookup)
    return None if row is None else (bytes(row[0]), bytes(row[1]))


def forget(connection: Connection, report: bytes) -> None:
    """Let every code of a report die."""
    connection.execute(delete(codes).where(codes.c.report == report))
