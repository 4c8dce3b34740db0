"""Statements of the hot path: compiled by SQLAlchemy once, then run on the driver's own cursor.

A compiled Core statement costs 100 to 200 µs an execution in bookkeeping, the driver 5: with nine rows to a
text that is the difference between keeping up with a plain framework and losing to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import bindparam

Value = bytes | str | int | bool | None
Row = tuple[Any, ...]


def put(connection: Connection, table: Table, row: Mapping[str, Value], *, or_leave: bool = False) -> bool:
    """Insert one row; `or_leave` keeps the one that is there already. Returns whether a row was written."""
    text, order = _insert(connection.dialect.name, table, tuple(row), or_leave)
    written: int = _run(connection, text, order, row).rowcount
    return written == 1


def put_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Value]]) -> None:
    """Insert several rows of the same columns by one statement: between two, other threads would take their turn."""
    if not rows:
        return
    columns = tuple(rows[0])
    text, order = _insert_all(connection.dialect.name, table, columns, len(rows))
    values = {f"{column}_m{place}": row[column] for place, row in enumerate(rows) for column in columns}
    _run(connection, text, order, values)


def replace(connection: Connection, table: Table, row: Mapping[str, Value]) -> None:
    """Insert one row, or overwrite the one with the same primary key."""
    text, order = _upsert(connection.dialect.name, table, tuple(row))
    _run(connection, text, order, row)


def first(connection: Connection, query: Select[Any], **values: Value) -> Row | None:
    """Return the first row of a query made of `bindparam`s, or None. The query object must be a lasting one."""
    text, order = _query(connection.dialect.name, query)
    found: Row | None = _run(connection, text, order, values).fetchone()
    return found


def _run(connection: Connection, text: str, order: tuple[str, ...] | None, row: Mapping[str, Value]) -> Any:
    cursor = connection.connection.cursor()
    cursor.execute(text, row if order is None else tuple(row[name] for name in order))
    return cursor


def _dialect(name: str) -> Dialect:
    return sqlite.dialect() if name == "sqlite" else postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]


def _compiled(name: str, statement: ClauseElement) -> tuple[str, tuple[str, ...] | None]:
    compiled = statement.compile(dialect=_dialect(name))
    positions = compiled.positiontup if isinstance(compiled, SQLCompiler) else None
    return str(compiled), None if positions is None else tuple(positions)


@cache
def _insert(name: str, table: Table, columns: tuple[str, ...], or_leave: bool) -> tuple[str, tuple[str, ...] | None]:  # noqa: FBT001 - a cache key
    dialect = sqlite if name == "sqlite" else postgresql
    statement = dialect.insert(table).values({column: bindparam(column) for column in columns})
    return _compiled(name, statement.on_conflict_do_nothing() if or_leave else statement)


@cache
def _insert_all(name: str, table: Table, columns: tuple[str, ...], count: int) -> tuple[str, tuple[str, ...] | None]:
    dialect = sqlite if name == "sqlite" else postgresql
    rows: list[Mapping[str, Any]] = [
        {column: bindparam(f"{column}_m{place}") for column in columns} for place in range(count)
    ]
    return _compiled(name, dialect.insert(table).values(rows))


@cache
def _upsert(name: str, table: Table, columns: tuple[str, ...]) -> tuple[str, tuple[str, ...] | None]:
    dialect = sqlite if name == "sqlite" else postgresql
    statement = dialect.insert(table).values({column: bindparam(column) for column in columns})
    keys = [column.name for column in table.primary_key]
    changed = {column: statement.excluded[column] for column in columns if column not in keys}
    return _compiled(name, statement.on_conflict_do_update(index_elements=keys, set_=changed))


@cache
def _query(name: str, query: Select[Any]) -> tuple[str, tuple[str, ...] | None]:
    return _compiled(name, query)
