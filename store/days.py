"""The tables of one day: made when first needed, dropped whole. A dropped table leaves no row to find on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import BigInteger, Boolean, Column, Connection, LargeBinary, MetaData, Table, Text, inspect
from sqlalchemy.schema import CreateTable, DropTable

PREFIX = "day_"


@dataclass(frozen=True, slots=True)
class Day:
    """The four tables of one UTC day, all dead within 48 hours.

    `talks` a conversation by text under way, sealed · `repeats` the reply given to a message ·
    `drafts` the calls under way · `links` which call made which report, if it made one.
    """

    talks: Table
    repeats: Table
    drafts: Table
    links: Table

    def all(self) -> tuple[Table, ...]:
        """Return the tables in the order in which they are made."""
        return (self.talks, self.repeats, self.drafts, self.links)


@cache
def tables(day: str) -> Day:
    """Return the tables of a day given as `2026-11-23`."""
    stamp = day.replace("-", "")
    metadata = MetaData()

    def table(name: str, *columns: Column[object]) -> Table:
        return Table(f"{PREFIX}{stamp}_{name}", metadata, *columns, sqlite_with_rowid=False)

    return Day(
        talks=table(
            "talks",
            Column("alias", LargeBinary, primary_key=True),
            Column("state", LargeBinary, nullable=False),
            Column("at", BigInteger, nullable=False),
        ),
        repeats=table(
            "repeats",
            Column("digest", LargeBinary, primary_key=True),
            Column("reply", LargeBinary, nullable=False),
            Column("at", BigInteger, nullable=False),
        ),
        drafts=table(
            "drafts",
            Column("digest", LargeBinary, primary_key=True),
            Column("draft", LargeBinary, nullable=False),
            Column("alias", LargeBinary),
            Column("line", Text, nullable=False),
            Column("language", Text, nullable=False),
            Column("steps", Text, nullable=False),
            Column("outcome", Text, nullable=False),
            Column("began", BigInteger, nullable=False),
            Column("vault", LargeBinary),
            Column("closed", Boolean, nullable=False),
        ),
        links=table(
            "links",
            Column("call", LargeBinary, primary_key=True),
            Column("alias", LargeBinary),
            Column("report", LargeBinary),
        ),
    )


def make(connection: Connection, day: str) -> None:
    """Create the tables of a day where they are missing."""
    for table in tables(day).all():
        connection.execute(CreateTable(table, if_not_exists=True))


def ready(connection: Connection, *wanted: str) -> None:
    """Create the tables of several days: a day has its own and the day's before, so that a look back finds tables."""
    for day in wanted:
        make(connection, day)


def existing(connection: Connection) -> list[str]:
    """Return the days that have tables, oldest first."""
    names = inspect(connection).get_table_names()
    stamps = {name.removeprefix(PREFIX).split("_")[0] for name in names if name.startswith(PREFIX)}
    return sorted(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}" for stamp in stamps)


def drop_before(connection: Connection, day: str) -> list[str]:
    """Drop all tables of days before `day`; return those days."""
    gone = [old for old in existing(connection) if old < day]
    for old in gone:
        for table in tables(old).all():
            connection.execute(DropTable(table, if_exists=True))
    return gone
