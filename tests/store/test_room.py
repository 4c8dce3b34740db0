"""The disk is looked at once a second; too little of it, or too large a database, is said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.room import MEGABYTE, Room


@pytest.mark.threat(38)
def test_with_less_free_than_is_to_stay_there_is_no_room(tmp_path: Path) -> None:
    assert Room(tmp_path, 0)()
    full = Room(tmp_path, 2**60)
    assert not full()
    assert full.fault() == f"less than {2**60 // MEGABYTE} MB are free on the disk of the data folder"


@pytest.mark.threat(38)
def test_a_database_that_outgrew_its_share_counts_with_its_journals(tmp_path: Path) -> None:
    database = tmp_path / "sotto.sqlite3"
    database.write_bytes(bytes(600_000))
    assert Room(tmp_path, 0, database, MEGABYTE)()
    (tmp_path / "sotto.sqlite3-wal").write_bytes(bytes(600_000))
    assert Room(tmp_path, 0, database, MEGABYTE).fault() == "the database has outgrown its 1 MB"
    assert Room(tmp_path, 0, database, 0)()


def test_it_is_looked_at_once_a_second(tmp_path: Path) -> None:
    moment, database = [100.0], tmp_path / "db"
    room = Room(tmp_path, 0, database, MEGABYTE, lambda: moment[0])
    assert room()
    database.write_bytes(bytes(2 * MEGABYTE))
    assert room()
    moment[0] += 1
    assert not room()


def test_a_folder_that_is_gone_is_no_room(tmp_path: Path) -> None:
    assert Room(tmp_path / "gone", 0).fault() == "the data folder cannot be looked at"
