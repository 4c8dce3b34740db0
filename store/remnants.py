"""Washing the database's files: what was deleted in a table may stand in them until it is written over.

SQLite's secure_delete overwrites what a row leaves behind, but not the copies that were left when a page was split and
its rows moved on; its journal holds pages as they were; PostgreSQL keeps dead rows until a VACUUM, and their bytes
longer. So the tables that hold keys, which are small, are written anew: without a key the rest is noise.
"""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError

from store import shredding
from store.database import Store

SMALL = 64 * 1024 * 1024
"""Bytes. A SQLite database up to this size is written anew as a whole: that takes less than a second."""

_ANEW = (
    "CREATE TEMP TABLE washed AS SELECT * FROM wraps",
    "DELETE FROM wraps",
    "INSERT INTO wraps SELECT * FROM washed",
    "DROP TABLE washed",
    "CREATE TEMP TABLE washed AS SELECT * FROM codes",
    "DELETE FROM codes",
    "INSERT INTO codes SELECT * FROM washed",
    "DROP TABLE washed",
)
_PATIENCE_MS = 200  # the line must not wait for this: it comes again in a minute


def wash(store: Store) -> bool:
    """Remove what erased things left in the files; False where readers were in the way: then it must be done again."""
    return _wash_sqlite(store) if store.single else _wash_postgres(store)


def _wash_sqlite(store: Store) -> bool:
    store.write(_write_anew)
    raw = store.engine.raw_connection()  # given back and not closed: the last one that is takes the journal with it
    cursor = raw.cursor()
    patience = _number(cursor, "PRAGMA busy_timeout")
    cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
    try:
        if _number(cursor, "PRAGMA page_count") * _number(cursor, "PRAGMA page_size") <= SMALL:
            cursor.execute("VACUUM")
        blocked = _number(cursor, "PRAGMA wal_checkpoint(TRUNCATE)")
    except store.engine.dialect.loaded_dbapi.OperationalError:
        return False
    finally:
        cursor.execute(f"PRAGMA busy_timeout={patience}")
        raw.close()
    return not blocked and _washed(store)


def _number(cursor: DBAPICursor, statement: str) -> int:
    cursor.execute(statement)
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _write_anew(connection: Connection) -> None:
    """Write the tables of keys anew. Emptied whole, all their pages are overwritten with zeros."""
    for statement in _ANEW:
        connection.execute(text(statement))


def _wash_postgres(store: Store) -> bool:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.execute(text("SET lock_timeout = '200ms'"))
            for statement in ("VACUUM FULL wraps", "VACUUM FULL codes", "VACUUM FULL desk_wraps", "VACUUM"):
                connection.execute(text(statement))
        except DBAPIError:
            return False
        finally:
            connection.execute(text("RESET lock_timeout"))
    return _washed(store)


def _washed(store: Store) -> bool:
    store.write(shredding.no_remnants)
    return True
