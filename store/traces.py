"""What a database keeps of what was deleted, and getting rid of it.

SQLite overwrites what it deletes in its file (`secure_delete`), but the journal beside it holds earlier pages until it
is emptied. PostgreSQL leaves deleted rows in place until a table is written anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy.exc import DBAPIError

from store.database import Store

_PATIENCE_SECONDS = 0.2
"""Whoever writes waits as long for an emptying that waits for a reader; the next minute is soon enough."""


def wipe(store: Store, *tables: str) -> bool:
    """Leave nothing of what was deleted: empty SQLite's journal, or write PostgreSQL's `tables` anew.

    Returns whether that was done: somebody who reads (a backup, say) prevents it, and it can be done later.
    PostgreSQL locks each table for as long as it takes, and whoever waits for such a lock keeps all others waiting: so
    it is hardly waited for. What an older transaction may still see stays until the next time, and its own log keeps
    changes until it is recycled.
    """
    return _empty_journal(store) if store.single else _write_anew(store, tables)


def _write_anew(store: Store, tables: Sequence[str]) -> bool:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.exec_driver_sql(f"SET lock_timeout = '{_PATIENCE_SECONDS}s'")
            for table in tables:
                connection.exec_driver_sql(f"VACUUM FULL {table}")
        except DBAPIError:
            return False
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
    return True


def _empty_journal(store: Store) -> bool:
    path = store.engine.url.database
    if not path:
        return True
    with closing(sqlite3.connect(path, timeout=_PATIENCE_SECONDS)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
