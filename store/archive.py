"""The rows of a whole database, out and in again: the same for SQLite and PostgreSQL, and from one to the other.

Read in one transaction, so that they belong together whatever is written meanwhile. What lives for minutes or by the
day is left out: tables of a day, boxes of the vault.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Insert, column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from store.database import NotKept, Store
from store.migrate import revision_of
from store.schema import metadata

Record = list[Any]
"""What JSON can hold: `["table", name, columns]` once for each table, then `["row", values]` for each of its rows."""

LEFT_OUT = frozenset({"vault"})
_AT_ONCE = 8  # an item may have many megabytes
_REFERENCES = {"report": "reports", "item": "items"}
_STILL_TO_ERASE = "erase"


class NoArchive(Exception):
    """Rows that do not fit this database."""


def dump(store: Store) -> Iterator[Record]:
    """Give the shape of the tables (`["revision", name]`), then every table with its rows, referred-to ones first.

    Rows are in the order of their random keys: the order in which PostgreSQL keeps them tells who came first.
    """
    with _snapshot(store) as connection:
        yield ["revision", revision_of(connection)]
        for kept in metadata.sorted_tables:
            if kept.name in LEFT_OUT:
                continue
            yield ["table", kept.name, list(kept.columns.keys())]
            rows = select(kept).order_by(*kept.primary_key.columns)
            for row in connection.execution_options(yield_per=_AT_ONCE).execute(rows):
                yield ["row", [_out(value) for value in row]]


def load(store: Store, records: Iterable[Record], gone: frozenset[bytes]) -> int:
    """Put rows into a database that has its tables and nothing in them; all of them or none.

    Reports whose ids are in `gone` stay away, with everything on them; returns how many of them there were. Raises
    `NoArchive`, `NotKept`, and whatever `records` raises, and then nothing was kept.
    """
    try:
        with store.engine.execution_options(sotto_write=True).begin() as connection:
            return _Loading(connection, gone).all(records)
    except SQLAlchemyError as error:
        message = f"the database did not take it: {type(error).__name__}"
        raise NotKept(message) from None


def is_empty(store: Store) -> bool:
    """Tell whether a database has no row in any table."""
    with store.read() as connection:
        there = set(inspect(connection).get_table_names())
        known = [kept for kept in metadata.sorted_tables if kept.name in there]
        return not any(connection.execute(select(kept).limit(1)).first() for kept in known)


class _Loading:
    """Rows on their way in."""

    def __init__(self, connection: Connection, gone: frozenset[bytes]) -> None:
        self._connection = connection
        self._tables = set(inspect(connection).get_table_names())
        self._gone: dict[str, set[bytes]] = {"reports": set(gone), "items": set()}
        self._left_out = 0

    def all(self, records: Iterable[Record]) -> int:
        """Take every record."""
        name, columns, insert = "", [], None
        for kind, *rest in records:
            try:
                if kind == "table":
                    name, columns = rest
                    insert = self._into(name, columns)
                else:
                    row = dict(zip(columns, map(_in, rest[0]), strict=True))
            except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
                raise NoArchive from error
            if kind == "row" and insert is not None and not self._stays_away(name, row):
                self._connection.execute(insert, row)
        return self._left_out

    def _into(self, name: str, columns: list[str]) -> Insert:
        if name not in self._tables or name in LEFT_OUT:
            raise NoArchive
        return table(name, *map(column, columns)).insert()

    def _stays_away(self, name: str, row: Mapping[str, Any]) -> bool:
        """Tell whether a row is an erased report or lies on one. What is to be erased at the provider still is."""
        away = row.get("id") in self._gone["reports"] if name == "reports" else False
        away = away or any(row.get(each) in self._gone[of] for each, of in _REFERENCES.items())
        if name == "reports":
            self._left_out += away
        if name == "items" and away:
            self._gone["items"].add(row["id"])
        return away and not (name == "jobs" and row["kind"] == _STILL_TO_ERASE)


@contextmanager
def _snapshot(store: Store) -> Iterator[Connection]:
    with store.engine.connect() as connection:
        if not store.single:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def _out(value: Any) -> Any:
    return {"b": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _in(value: Any) -> Any:
    return base64.b64decode(value["b"], validate=True) if isinstance(value, dict) else value
