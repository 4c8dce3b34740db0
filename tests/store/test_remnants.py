"""What SQLite may leave of deleted rows in the unused part of a page, and that the wash takes it away."""

from __future__ import annotations

import secrets
import struct
from pathlib import Path

import pytest
from sqlalchemy import select

from store import remnants, shredding
from store.database import Store, open_store
from store.migrate import migrate
from store.remnants import wash
from store.schema import items, reports, wraps

_LEAF, _HEAD = 0x0A, 8  # of an index, as a table without row ids is one; bytes before its list of cells
NEEDLE = secrets.token_bytes(64)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database with a hundred wraps, closed, one page of which still holds a wrap that was moved away."""
    file = tmp_path / "sotto.sqlite3"
    store = open_store(f"sqlite:///{file}")
    migrate(store)
    store.write(lambda connection: connection.execute(reports.insert(), _report()))
    ids = [secrets.token_bytes(16) for _ in range(100)]
    store.write(lambda connection: connection.execute(items.insert(), [_item(each) for each in ids]))
    living = [secrets.token_bytes(80) for _ in ids]
    rows = [{"item": item, "reader": "desk:main", "sealed": sealed} for item, sealed in zip(ids, living, strict=True)]
    store.write(lambda connection: connection.execute(wraps.insert(), rows))
    store.close()
    _leave(file, living)
    return file


def _report() -> dict[str, object]:
    return {
        "id": b"r" * 16, "channel": "sms", "line": "public", "language": "en", "day": "2026-11-23", "reachable": "no",
        "status": "new", "reported_before": False,
    }  # fmt: skip


def _item(id_: bytes) -> dict[str, object]:
    return {
        "id": id_, "report": b"r" * 16, "kind": "story", "author": "reporter", "place": 0, "version": 1,
        "state": "kept",
    }  # fmt: skip


def _leave(file: Path, living: list[bytes]) -> None:
    """Write the needle into the unused part of a page that holds wraps, as a split does (sqlite.org/fileformat2)."""
    raw = bytearray(file.read_bytes())
    [size] = struct.unpack(">H", raw[16:18])
    for start in range(0, len(raw), size):
        page = raw[start : start + size]
        cells, content = struct.unpack(">HH", page[3:7])
        free = _HEAD + 2 * cells
        if page[0] == _LEAF and any(each in page for each in living) and content - free > 2 * len(NEEDLE):
            raw[start + content - len(NEEDLE) : start + content] = NEEDLE
            file.write_bytes(raw)
            return
    raise AssertionError


def left(file: Path) -> bool:
    return any(NEEDLE in each.read_bytes() for each in file.parent.iterdir())


def opened(file: Path) -> Store:
    return open_store(f"sqlite:///{file}")


@pytest.mark.threat(46)
@pytest.mark.parametrize("small", [0, remnants.SMALL])
def test_what_a_split_left_of_a_wrap_is_in_the_file_until_it_is_washed(
    file: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(remnants, "SMALL", small)
    assert left(file)
    store = opened(file)
    assert wash(store)
    assert not left(file)
    with store.read() as connection:
        assert len(connection.execute(select(wraps)).all()) == len(connection.execute(select(items)).all()) == 100
    store.close()


def test_a_wash_leaves_the_journal_to_the_writer(file: Path) -> None:
    store = opened(file)
    for day in ("2026-11-23", "2026-11-24"):
        assert wash(store)
        store.write(lambda connection, day=day: shredding.all_done(connection, day))  # type: ignore[misc]
    assert file.with_name(file.name + "-wal").exists()
    with store.read() as connection:
        assert shredding.last_day(connection) == "2026-11-24"
    store.close()
