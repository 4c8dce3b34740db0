"""What `write` returned is on the disk; what failed is told to the one who waited for it, and to nobody else."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, func, select

from store import hot
from store.database import NotKept, Store, open_store
from store.migrate import migrate
from store.schema import meta
from tests.plugins.site import Site


def put(name: str, value: bytes = b"1") -> Callable[[Connection], bool]:
    return lambda connection: hot.put(connection, meta, {"name": name, "value": value})


def names(store: Store) -> set[str]:
    with store.read() as connection:
        return set(connection.execute(select(meta.c.name)).scalars())


def test_a_hundred_callers_at_once_share_a_few_commits(site: Site) -> None:
    commits: list[int] = []
    event.listen(site.store.engine, "commit", lambda _: commits.append(1))
    gate = threading.Barrier(50)

    def write(number: int) -> None:
        gate.wait()
        site.store.write(put(f"n{number}"))

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(write, range(50)))
    assert {f"n{number}" for number in range(50)} <= names(site.store)
    assert len(commits) < 50


def test_one_bad_write_in_a_batch_spoils_no_other(site: Site) -> None:
    gate = threading.Barrier(20)

    def write(number: int) -> str:
        gate.wait()
        try:
            site.store.write(broken if number % 5 == 0 else put(f"n{number}"))
        except ZeroDivisionError:
            return "told"
        return "kept"

    def broken(connection: Connection) -> None:
        hot.put(connection, meta, {"name": "half", "value": b""})
        raise ZeroDivisionError

    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(write, range(20)))
    assert [told[number] for number in range(0, 20, 5)] == ["told"] * 4
    assert told.count("kept") == 16
    assert {f"n{number}" for number in range(20) if number % 5} <= names(site.store)
    assert "half" not in names(site.store)


def test_a_database_that_is_full_is_said_to_be(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/small.sqlite3")
    migrate(store)
    store.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count=60"))
    with pytest.raises(NotKept):
        store.write(put("large", bytes(1_000_000)))
    assert store.write(put("small"))
    store.close()


def test_a_database_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/sotto.sqlite3")
    with pytest.raises(NotKept):
        store.write(put("x"))
    with pytest.raises(NotKept), store.read() as connection:
        connection.execute(select(func.count()).select_from(meta))
    store.close()


def test_a_closed_store_takes_nothing(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/sotto.sqlite3")
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.write(put("x"))


def test_what_is_deleted_leaves_no_trace_in_the_files(site: Site) -> None:
    needle = b"NEEDLE" * 40
    site.store.write(put("x", needle))
    files = list(site.folders.data.iterdir())
    assert any(needle in file.read_bytes() for file in files)
    site.store.write(lambda connection: connection.execute(meta.delete().where(meta.c.name == "x")))
    site.store.close()
    assert not any(needle in file.read_bytes() for file in site.folders.data.iterdir())


def test_a_locked_database_is_said_to_be_to_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.database._BUSY_SECONDS", 0.5)
    store = open_store(f"sqlite:///{tmp_path}/sotto.sqlite3")
    migrate(store)
    begun: list[int] = []
    event.listen(store.engine, "begin", lambda _: begun.append(1), insert=True)
    with closing(sqlite3.connect(f"{tmp_path}/sotto.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(20) as pool:
            waiting: list[Future[bool]] = [pool.submit(store.write, put(f"n{number}")) for number in range(20)]
            assert all(isinstance(one.exception(), NotKept) for one in waiting)
        other.execute("ROLLBACK")
    assert len(begun) <= 3  # one lone write, the batch of those that came meanwhile, perhaps one more
    assert store.write(put("after"))
    assert names(store) == {"after"}
    store.close()


@pytest.mark.parametrize("end", ["", "-wal"])
def test_a_file_that_is_moved_away_under_us_takes_nothing_until_it_is_back(site: Site, end: str) -> None:
    file = site.folders.data / f"sotto.sqlite3{end}"
    site.store.write(put("before"))
    away = file.rename(file.with_name("away"))
    with pytest.raises(NotKept):
        site.store.write(put("lost"))
    file.write_bytes(b"")
    with pytest.raises(NotKept):
        site.store.write(put("lost, too"))
    away.rename(file)
    assert site.store.write(put("after"))
    assert not names(site.store) & {"lost", "lost, too"}


def test_a_database_that_cannot_be_written_is_said_to_be(site: Site) -> None:
    event.listen(site.store.engine, "begin", lambda one: one.connection.cursor().execute("PRAGMA query_only=ON"))
    with pytest.raises(NotKept):
        site.store.write(put("x"))


def test_threads_that_keep_a_connection_for_looking_leave_one_for_the_writer(site: Site) -> None:
    looked, go = threading.Barrier(41), threading.Event()

    def look() -> None:
        with site.store.look() as connection:
            connection.connection.cursor().execute("SELECT 1").fetchone()
        looked.wait()
        go.wait()

    with ThreadPoolExecutor(40) as threads:
        for _ in range(40):
            threads.submit(look)
        looked.wait()
        try:
            with ThreadPoolExecutor(1) as another:
                another.submit(site.store.write, put("kept")).result(timeout=20)
                assert "kept" in another.submit(names, site.store).result(timeout=20)
        finally:
            go.set()
