"""A sender's keyed name lies in the tables of its day alone, and goes with them and with its key."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from privacy.alias import alias
from store.days import PREFIX
from tests.plugins.site import Site
from tests.work.town import Town
from work.sweep import sweep

ANA = "+14155550171"


def told(town: Town) -> bytes:
    """Have somebody text, and call; return their name of this day."""
    town.peer.text("There is smoke", sender=ANA)
    town.peer.call(keys=("1", "hangup"), number=ANA)
    town.site.work_off()
    return alias(ANA, town.site.intake.keyring.day_keys()[0])


def rows(site: Site) -> list[tuple[str, bytes]]:
    """Return every row of the database as (table, all its values as bytes)."""
    found: list[tuple[str, bytes]] = []
    with closing(sqlite3.connect(site.folders.data / "sotto.sqlite3")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            found += [(name, as_bytes(row)) for row in connection.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 - ours
    return found


def as_bytes(row: tuple[object, ...]) -> bytes:
    return b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)


def holding(site: Site, needle: bytes) -> set[str]:
    """Return the tables that hold a value, as it is or as text."""
    forms = needle, needle.hex().encode(), needle.hex().upper().encode()
    return {table for table, row in rows(site) if any(form in row for form in forms)}


def files(site: Site) -> list[Path]:
    folders = site.folders.data, site.folders.secrets, site.folders.runtime
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]


@pytest.mark.threat(6)
def test_no_table_that_stays_holds_the_name_of_a_sender(town: Town) -> None:
    name = told(town)
    tables = holding(town.site, name)
    assert {table.rpartition("_")[2] for table in tables} >= {"talks", "links"}
    assert [table for table in tables if not table.startswith(PREFIX)] == []
    assert [file.name for file in files(town.site) if name in file.read_bytes() and "sqlite3" not in file.name] == []


@pytest.mark.threat(6)
def test_where_a_conversation_stands_is_sealed(town: Town) -> None:
    told(town)
    [report] = [opened.row.id for opened in town.site.reports() if opened.row.channel == "sms"]
    talks = [row for table, row in rows(town.site) if table.endswith("_talks")]
    assert talks
    assert not any(report in row for row in talks)


@pytest.mark.threat(6, 7)
def test_two_days_later_neither_the_name_nor_its_key_is_in_any_file(town: Town) -> None:
    name, key = told(town), town.site.intake.keyring.day_keys()[0]
    assert any(name in file.read_bytes() for file in files(town.site))
    assert any(key in file.read_bytes() for file in files(town.site))
    town.site.clock.go(days=2)
    sweep(town.site.work())
    for gone in (name, key):
        assert [file.name for file in files(town.site) if gone in file.read_bytes()] == []
    keyring = town.site.intake.keyring
    assert key not in keyring.day_keys()
    assert key not in [*keyring._cache.values(), *(each for some in keyring._living.values() for each in some)]
    assert told(town) != name


@pytest.mark.threat(8)
def test_the_keys_of_a_day_and_an_hour_are_in_memory_and_never_on_the_disk(town: Town) -> None:
    told(town)
    sweep(town.site.work())
    keyring = town.site.intake.keyring
    disk = [file for file in files(town.site) if not file.is_relative_to(town.site.folders.runtime)]
    for key in (*keyring.day_keys(), *keyring.hour_keys()):
        assert [file.name for file in disk if key in file.read_bytes() or key.hex().encode() in file.read_bytes()] == []
