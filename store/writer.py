"""The one thread that writes to SQLite: it puts many small writes into one commit.

A commit waits for the disk, 0.3 to 5 ms each. Those that come in while one is waiting share the next, so sixteen
callers at once wait for one or two commits and not for sixteen.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")
_BATCH = 128
_FILES = ("", "-wal")  # what holds a commit until the next checkpoint


class _NoneKept(Exception):
    """Nothing of a batch was kept, and none of its writes is to blame."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[[Connection], Any]
    done: Future[Any]


class Writer:
    """Owns the writing connection of one SQLite file."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(sotto_write=True)
        path = engine.url.database
        self._paths = tuple(Path(path + end) for end in _FILES) if path else ()
        self._files: tuple[tuple[int, int], ...] = ()
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._lock = threading.Lock()
        self._open = True
        self._thread.start()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Hand `work` in and wait until its commit is on the disk; raises what went wrong with it."""
        done: Future[T] = Future()
        with self._lock:
            if not self._open:
                message = "the store is closed"
                raise RuntimeError(message)
            self._tasks.put(_Task(work, done))
        return done.result()

    def close(self) -> None:
        """Finish what was handed in before, then stop."""
        with self._lock:
            if self._open:
                self._open = False
                self._tasks.put(None)
        self._thread.join()
        with self._engine.connect() as connection:
            connection.commit()
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _run(self) -> None:
        while True:
            batch = self._next()
            if batch:
                self._commit(batch)
            else:
                return

    def _next(self) -> list[_Task]:
        task = self._tasks.get()
        batch: list[_Task] = []
        while task is not None:
            batch.append(task)
            if len(batch) == _BATCH:
                return batch
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                return batch
        if batch:
            self._tasks.put(None)
        return batch

    def _commit(self, batch: list[_Task]) -> None:
        try:
            results = self._together([task.work for task in batch])
        except _NoneKept as none:  # one by one each would wait for the lock in turn, longer than any caller does
            for task in batch:
                task.done.set_exception(none.error)
            return
        except BaseException as error:  # noqa: BLE001 - whatever a write raises belongs to the one who waits for it
            if len(batch) == 1:
                batch[0].done.set_exception(error)
                return
            for task in batch:
                self._commit([task])
            return
        for task, result in zip(batch, results, strict=True):
            task.done.set_result(result)

    def _together(self, works: list[Callable[[Connection], Any]]) -> list[Any]:
        with self._engine.connect() as connection:
            try:
                begun = connection.begin()
            except Exception as error:
                raise _NoneKept(error) from error
            with begun:
                if self._files:
                    self._check_files()
                results = [work(connection) for work in works]
        self._check_files()
        return results

    def _check_files(self) -> None:
        """Raise unless the files are still those first written to: SQLite writes on into files that were removed."""
        if not self._paths:
            return
        try:
            found = tuple((state.st_dev, state.st_ino) for state in (path.stat() for path in self._paths))
        except OSError as error:
            message = "the database file is gone"
            raise _NoneKept(sqlite3.OperationalError(message)) from error
        self._files = self._files or found
        if found != self._files:
            message = "the database file was replaced under us"
            raise _NoneKept(sqlite3.OperationalError(message))
