"""What a database keeps of what was deleted, and getting rid of it.

SQLite overwrites what it deletes in its file (`secure_delete`), but the journal beside it holds earlier pages until it
is emptied. PostgreSQL leaves deleted rows in place until a table is written anew.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from store.database import Store

_PATIENCE_SECONDS = 0.2
"""Whoever writes waits as long for an emptying that waits for a reader; the next minute is soon enough."""


def wipe(store: Store, *tables: str) -> bool:
    """Leave nothing of what was deleted: empty SQLite's journal, or write PostgreSQL's `tables` anew.

    Returns whether that was done: a reader in the middle of something prevents it on SQLite, and it can be done later.
    PostgreSQL locks each table for as long as it takes; what an older transaction may still see stays until the
    next time, and its own log keeps changes until it is recycled.
    """
    if store.single:
        return _empty_journal(store)
    for table in tables:
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM FULL {table}")
    return True


def _empty_journal(store: Store) -> bool:
    path = store.engine.url.database
    if not path:
        return True
    with closing(sqlite3.connect(path, timeout=_PATIENCE_SECONDS)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
