"""Every cell of a database, for a search that is done on this side: what is looked for is in no statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, LargeBinary, Table, create_engine, func, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from store import days
from store.schema import metadata

BETWEEN = b"\xff"
"""Stands between cells: it is in no text and no separator that a search leaves out."""

_BATCH = 256 * 1024
_ROWS = 500
_OPEN = {"id", "report", "item", "worker", "public", "reporter", "lookup", "digest", "draft", "alias", "call", "value"}
_TABLES = text(
    "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, "
    "n.nspname LIKE 'pg\\_%' OR n.nspname = 'information_schema' AS theirs, "
    "has_table_privilege(c.oid, 'SELECT') AS ours FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'm') OR c.oid = 'pg_stat_activity'::regclass ORDER BY 1"
)
_FOLDERS = text("SELECT name, setting FROM pg_settings WHERE name IN ('data_directory', 'log_directory')")


@dataclass(frozen=True, slots=True)
class Sealed:
    """What lies in a database as a ciphertext: where, how many, how many bytes."""

    where: str
    count: int
    bytes: int


class Unreadable(Exception):
    """A database, or a part of it, cannot be read; the text says why, without anything out of it."""


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Give a connection that changes nothing: neither a table, nor the file, nor its journal. Raises `Unreadable`."""
    engine = _engine(make_url(url))
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise Unreadable(type(error.orig).__name__) from None
    finally:
        engine.dispose()


def database_files(url: str) -> tuple[Path, ...]:
    """Return SQLite's files, the journals first: a commit moves from there into the file, never back."""
    place = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not place:
        return ()
    return tuple(path for end in ("-wal", "-journal", "-shm", "") if (path := Path(place + end)).exists())


def tables(connection: Connection) -> list[tuple[str, bool]]:
    """Return (name, whether it can be read) of every table; of PostgreSQL's own only those that can."""
    if not is_server(connection):
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        return [*((_quoted(name), True) for name in names), ("sqlite_master", True)]
    return [(row.name, row.ours) for row in connection.execute(_TABLES) if row.ours or not row.theirs]


def columns(connection: Connection, table: str) -> Iterator[tuple[str, bytes]]:
    """Return (column, many of its cells) of a table until all were there."""
    query = text(f"SELECT * FROM {table}")  # nosec B608  # noqa: S608 - quoted
    found = connection.execute(query, execution_options={"stream_results": True})
    names = list(found.keys())
    waiting: list[list[bytes]] = [[] for _ in names]
    for rows in found.partitions(_ROWS):
        for row in rows:
            for cells, value in zip(waiting, row, strict=True):
                if value is not None:
                    cells.append(_bytes(value))
        yield from _ripe(names, waiting, _BATCH)
    yield from _ripe(names, waiting, 0)


def sealed(connection: Connection) -> list[Sealed]:
    """Return what nobody without a key can look into, by table and column."""
    there = set(inspect(connection).get_table_names())
    known = [*metadata.sorted_tables, *(table for day in days.existing(connection) for table in days.tables(day).all())]
    counted = (_counted(connection, table, name) for table in known if table.name in there for name in _closed(table))
    return [each for each in counted if each.count]


def database_size(connection: Connection) -> int:
    """Return the bytes of all tables together; of SQLite nothing, since its file is looked through as well."""
    if not is_server(connection):
        return 0
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def is_server(connection: Connection) -> bool:
    """Return whether the database is a server's, with folders of its own."""
    return connection.dialect.name != "sqlite"


def server_folders(connection: Connection) -> list[Path]:
    """Return the data folder and, where it is elsewhere, the log folder of PostgreSQL, if we may know them."""
    rows = connection.execute(_FOLDERS).all()  # the server shows them to the roles that may know them
    known = {row.name: Path(row.setting) for row in rows}
    return [path for path in (known.get("data_directory"), known.get("log_directory")) if path and path.is_absolute()]


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        name = f"file:{quote(url.database or '')}?mode=ro"
        return create_engine(url, creator=lambda: sqlite3.connect(name, uri=True, timeout=30))
    return create_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True)


def _quoted(name: str) -> str:
    return name if name.isidentifier() else '"' + name.replace('"', '""') + '"'


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode("utf-8", "surrogateescape")


def _ripe(names: list[str], waiting: list[list[bytes]], least: int) -> Iterator[tuple[str, bytes]]:
    for name, cells in zip(names, waiting, strict=True):
        if cells and sum(map(len, cells)) >= least:
            yield name, BETWEEN.join((*cells, b""))
            cells.clear()


def _closed(table: Table) -> list[str]:
    named = [column for column in table.columns if column.name not in _OPEN and table.name != "meta"]
    return [column.name for column in named if isinstance(column.type, LargeBinary)]


def _counted(connection: Connection, table: Table, column: str) -> Sealed:
    cell = table.c[column]
    query = select(func.count(cell), func.coalesce(func.sum(func.length(cell)), 0)).select_from(table)
    count, size = connection.execute(query).one()
    return Sealed(f"{table.name}.{column}", count, int(size))
