"""The page about keys says what the code does: which keys there are, in which folder, and how long they live."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.backups import DAYS
from app.house import House
from desk.session import IDLE, LONGEST
from intake.follow import _FOLLOW_SECONDS
from intake.operators import REHEARSAL, SALT
from intake.putting import VAULT_SECONDS
from intake.rotation import SETTLE, require, rotate
from privacy import codes
from privacy.passwords import Cost
from store import desks, erased, rounds, shredding
from store.database import Connection
from store.desk_keys import FRESH
from store.keyring import Keyring
from store.schema import meta, metadata
from tests.conftest import Folders
from tests.plugins.site import Clock, Site

PAGE = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2})?")


def rows(section: str) -> dict[str, list[str]]:
    """Return the rows of a section's tables, by the key in bold in their first cell."""
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| **")
    ]
    return {row[0].strip("*"): row[1:] for row in cells}


def quoted(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def patterns(folder: Path) -> set[str]:
    """Return the names of the files in a folder, their dates and hours taken out."""
    return {_STAMP.sub(lambda found: "<hour>" if found[1] else "<day>", file.name) for file in folder.iterdir()}


@pytest.fixture
def keyring(folders: Folders) -> Keyring:
    """Return a keyring with every key made that it makes, by whatever it offers without being told more."""
    made = Keyring(folders.secrets, folders.runtime, bytes, Clock())
    for name, offered in inspect.getmembers(Keyring, inspect.isfunction):
        needed = [one for one in inspect.signature(offered).parameters.values() if one.default is one.empty]
        if not name.startswith("_") and len(needed) == 1:
            offered(made)
    return made


@pytest.mark.parametrize("place", ["runtime", "secrets"])
def test_a_folder_has_the_keys_that_the_page_lists_and_no_other(keyring: Keyring, place: str) -> None:
    listed = [quoted(row[0]) for row in rows(f"In the {place} folder").values()]
    assert set.union(*listed) == patterns(getattr(keyring, place))


def hours_alive(keyring: Keyring, name: str, moment: datetime) -> int:
    """Return how many whole hours after the beginning of its time a key of this name is still there."""
    clock = keyring.now
    assert isinstance(clock, Clock)
    clock.moment = moment
    (keyring.secrets if name.startswith("erase") else keyring.runtime).joinpath(name).touch()
    for hour in range(1, 24 * 60):
        clock.moment = moment + timedelta(hours=hour)
        if name in keyring.forget_old():
            return hour
    return -1


@pytest.mark.parametrize(
    ("section", "key", "name", "told"),
    [
        ("In the runtime folder", "day", "day-2026-11-23", lambda hours: f"{hours} hours at most"),
        ("In the runtime folder", "hour", "hour-2026-11-23T00", lambda hours: f"{hours} hours at most"),
        ("In the secrets folder", "erase", "erase-2026-11-23", lambda hours: f"{hours // 24 - 1} days"),
    ],
)
def test_a_key_lives_as_long_as_the_page_says(
    keyring: Keyring, section: str, key: str, name: str, told: Callable[[int], str]
) -> None:
    begun = Clock().moment.replace(hour=0, minute=0)
    assert told(hours_alive(keyring, name, begun)) in rows(section)[key][-1]


def test_a_pepper_and_what_is_still_to_be_read_outlive_any_sweep(keyring: Keyring) -> None:
    clock = keyring.now
    assert isinstance(clock, Clock)
    clock.go(days=400)
    keyring.forget_old()
    assert patterns(keyring.secrets) == {"pepper", "pipeline-<day>"}


def test_the_site_has_the_keys_that_the_page_lists(site: Site) -> None:
    with site.store.read() as connection:
        kept = set(connection.execute(select(meta.c.name)).scalars())
    named = [quoted(row[0]) for row in rows("In the database").values()]
    assert kept == set.union(*(names - {"meta"} for names in named if "meta" in names))
    assert f"`{REHEARSAL}`" in PAGE


def test_every_other_mark_that_a_site_can_have_is_told(site: Site) -> None:
    def write(connection: Connection) -> None:
        require(connection)
        erased.remember(connection, Path("/backups"))
        erased.note(connection, [bytes(16)])
        desks.set_once(connection, REHEARSAL, b"yes")
        for mark in (rounds._SINCE, rounds._NEXT, rounds._LAST, shredding._REMNANTS, shredding._LAST_DAY):
            desks.set_setting(connection, mark, b"1")

    site.store.write(write)
    with site.store.read() as connection:
        kept = set(connection.execute(select(meta.c.name)).scalars()) - {SALT, desks.RECOVERY}
    told = quoted(PAGE.split("`meta` may hold other rows")[1].split("\n\n")[0])
    assert len(kept) == 9
    assert {name.split(":")[0] for name in kept} == {name.rstrip("…").rstrip(":") for name in told}


def test_a_desks_key_is_replaced_in_the_steps_and_times_that_the_page_tells(site: Site) -> None:
    told = rows("In the database")["desk"][-1]
    assert f"{SETTLE:.0f} seconds later at the soonest" in told
    assert f"after {FRESH:.0f} seconds" in rows("In the database")["desk"][1]
    steps = re.findall(r"(?m)^\| (\w[\w, ]*) \|", PAGE.split("### When a desk's key is replaced")[1].split("\n\n* ")[0])
    assert steps == ["step", "before", "begun", "moved", "settled, moved again", "done"]
    held: list[int] = []

    def holders(_: float) -> None:
        with site.store.read() as connection:
            held.append(len(desks.held(connection, "ana")))

    holders(0)
    rotate(site.store, site.operator, holders)
    holders(0)
    assert held == [1, 2, 1]


def test_a_backups_key_lives_as_long_as_the_page_says() -> None:
    assert rows("Elsewhere")["backup"][-1].startswith(f"{DAYS} days")


def test_every_table_that_the_page_names_is_there() -> None:
    tables = {name for row in rows("In the database").values() for name in quoted(row[0])} - {"salt", "recovery"}
    assert tables <= set(metadata.tables)


def test_the_columns_that_hold_keys_are_those_the_page_tells_of() -> None:
    holding = {"sealed", "locked", "public", "reporter", "box"}
    found = {table.name for table in metadata.tables.values() if holding & set(table.columns.keys())}
    named = {name for row in rows("In the database").values() for name in quoted(row[0])}
    assert found <= named


def test_the_page_tells_what_a_code_and_a_password_cost() -> None:
    cost = Cost()
    assert f"Argon2id ({codes_memory()} MiB) a try" in PAGE
    assert f"Argon2id ({cost.memory_kib // 1024} MiB, {cost.passes} passes)" in PAGE


def codes_memory() -> int:
    """Return the memory of one code in MiB, as it stands in the module: the tests make it cheap for themselves."""
    found = re.search(r"^MEMORY_KIB = ([\d_]+)", inspect.getsource(codes), re.MULTILINE)
    assert found is not None
    return int(found[1]) // 1024


def test_the_page_tells_how_long_a_box_of_the_vault_lasts() -> None:
    told = rows("In the database")["vault box"][-1]
    assert f"until its call ends, {VAULT_SECONDS // 3600} hours at most" in told
    assert f"a follow-up: {_FOLLOW_SECONDS // 60} minutes" in told
    assert f"session: {IDLE // 60} minutes idle, {LONGEST // 3600} hours at most" in told


def test_what_is_not_there_yet_is_really_not_there(keyring: Keyring) -> None:
    planned = set(rows("Not there yet"))
    fields = set(House.__annotations__) | {name for name, _ in inspect.getmembers(Keyring)}
    assert {"host", "fingerprint", "learning"} == planned
    assert (
        planned & (fields | {name.split("-")[0] for name in patterns(keyring.secrets) | patterns(keyring.runtime)})
        == set()
    )
