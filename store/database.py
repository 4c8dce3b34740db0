"""Opening a database, reading through a pool, and `write()`, the one way in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import local
from typing import TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Row, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from store.writer import Writer

__all__ = ("Connection", "NotKept", "Row", "Store", "open_store")

T = TypeVar("T")
_READERS = 16
_AS_MANY_AS_NEEDED = -1
_BUSY_SECONDS = 3  # twice that, a batch under way and one's own, is well within the 15 s that a provider waits
_SETTLE_MS = 100  # for as long writers may wait for readers; then the journal is emptied another time
_TRIES = 4


class NotKept(Exception):
    """A write did not reach the disk. Whoever waited for it must be told the truth."""


@dataclass(frozen=True, slots=True)
class Store:
    """A database and its writer. `write(fn)` returns once what `fn` did is durable, or raises `NotKept`."""

    engine: Engine
    writer: Writer | None = field(default=None)
    _kept: local = field(default_factory=local, repr=False)

    @property
    def single(self) -> bool:
        """Return whether this is SQLite, with everything in one process."""
        return self.writer is not None

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction and return its result once that is committed.

        `work` may run twice, so it does nothing but talk to the connection. Raises `NotKept` when the database is
        full, gone or locked for good; any other error of `work` comes out as it is.
        """
        try:
            return self.writer.write(work) if self.writer else self._transaction(work)
        except (DBAPIError, NoneFree, self.engine.dialect.loaded_dbapi.Error) as error:
            message = f"the database did not keep it: {type(error).__name__}"
            raise NotKept(message) from None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection for reading; nothing done on it is kept."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except (OperationalError, NoneFree, self.engine.dialect.loaded_dbapi.OperationalError) as error:
            message = f"the database could not be read: {type(error).__name__}"
            raise NotKept(message) from None

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Give a connection for one hot statement (`store.hot`), without a transaction around it.

        With SQLite each thread keeps one for this: to check one out costs more than the look-up itself. So the pool
        must not have an end: as many threads as it had room for would leave none to the writer.
        """
        if not self.single:
            with self.read() as connection:
                yield connection
            return
        try:
            if not hasattr(self._kept, "connection"):
                self._kept.connection = self.engine.connect()
            yield self._kept.connection
        except (OperationalError, NoneFree, self.engine.dialect.loaded_dbapi.OperationalError) as error:
            message = f"the database could not be read: {type(error).__name__}"
            raise NotKept(message) from None

    def settle(self) -> None:
        """Empty SQLite's journal into the database. It keeps every page as it was, in the order in which things came.

        While somebody reads it stays as it is, until the next time.
        """
        if not self.writer or not any(path.stat().st_size for path in self.files() if path.name.endswith("-wal")):
            return
        with self.engine.connect() as connection:
            connection.commit()
            cursor = connection.connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={_SETTLE_MS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")

    def files(self) -> list[Path]:
        """Return the files of SQLite's database; a server's are its own."""
        path = self.engine.url.database if self.writer else None
        return [found for end in ("", "-wal", "-shm") if path and (found := Path(path + end)).exists()]

    def close(self) -> None:
        """Finish what was handed in, empty the journal into the database, and close."""
        if self.writer:
            self.writer.close()
        self.engine.dispose()

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        for left in reversed(range(_TRIES)):
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except OperationalError:
                if not left:
                    raise
        raise AssertionError


def open_store(url: str) -> Store:
    """Open the database at `url` (SQLite or PostgreSQL). Its tables are made by `store.migrate`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(url)
        return Store(engine, Writer(engine))
    url_ = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(url_, pool_size=_READERS, pool_pre_ping=True, hide_parameters=True)
    return Store(engine)


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        Path(path).touch(mode=0o600)
    engine = create_engine(
        url, creator=lambda: _connect(path), pool_size=_READERS, max_overflow=_AS_MANY_AS_NEEDED, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: str | None) -> sqlite3.Connection:
    """Open the file that is there. One that was moved away must not be made anew: it would take over the journal."""
    name = f"file:{quote(path)}?mode=rw" if path else "file::memory:"
    return sqlite3.connect(name, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set what makes SQLite durable and forgetful; hand BEGIN over to us (see SQLAlchemy's page on pysqlite)."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("sotto_write")
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
