"""`sotto prove` finds a number in every place and form, and tells what it could not search."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.house import open_house
from config.settings import Settings
from privacy.alias import alias
from store.database import Store, open_store
from tests.app.running import Done, run
from tests.plugins.forms import PACKS, forms
from tests.plugins.line import SOTTO, new_number

CONTROL = "+14155550134"


@pytest.fixture
def made(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Return the environment of a site that was made, with a temporary folder of its own."""
    own = env | {"TMPDIR": str(tmp_path / "temporary")}
    (tmp_path / "temporary").mkdir()
    assert run(own, "init", "--operator", "ana").exit_code == 0
    return own


def prove(env: Mapping[str, str], number: str = CONTROL, *arguments: str) -> Done:
    return run(env, "prove", *arguments, typed=f"{number}\n")


def told(env: Mapping[str, str], number: str = CONTROL, *arguments: str, code: int = 0) -> Any:
    done = prove(env, number, "--json", *arguments)
    assert done.exit_code == code, done.output
    assert number[2:] not in done.output
    return json.loads(done.stdout)


def data(env: Mapping[str, str]) -> Path:
    return Path(env["SOTTO_DATA_DIR"])


def database(env: Mapping[str, str]) -> Path:
    return data(env) / "sotto.sqlite3"


@pytest.mark.threat(1)
def test_absent_is_said_with_what_was_searched_and_what_is_sealed(made: dict[str, str]) -> None:
    found = told(made)
    assert found["verdict"] == "absent"
    assert {"database", "secrets", "tables", "temporary"} <= {each["what"] for each in found["searched"]}
    assert found["bytes"] == sum(each["bytes"] for each in found["searched"]) > database(made).stat().st_size
    assert {"operators.locked", "desk_wraps.sealed"} <= {each["where"] for each in found["sealed"]}
    assert (found["hits"], found["aliases"], found["not_searched"]) == ([], [], [])
    words = prove(made)
    assert words.exit_code == 0
    assert "Absent." in words.output
    assert "swap" in words.output


PLACES: dict[str, Callable[[Mapping[str, str]], Path]] = {
    "data": lambda env: data(env) / "exports" / "2026.csv",
    "secrets": lambda env: data(env) / "secrets" / "x",
    "runtime": lambda env: Path(env["SOTTO_RUNTIME_DIR"]) / "x",
    "temporary": lambda env: Path(env["TMPDIR"]) / "upload" / "x",
    "configuration": lambda env: Path(env["SOTTO_CONFIG_DIR"]) / "x.txt",
    "named by you": lambda env: Path(env["TMPDIR"]).parent / "backups" / "monday.tar",
    "database": lambda env: Path(f"{database(env)}-journal"),
}


@pytest.mark.threat(1)
@pytest.mark.parametrize("place", PLACES)
def test_every_form_is_found_in_every_place(made: dict[str, str], place: str, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    env = made | {"SOTTO_CONFIG_DIR": str(tmp_path / "config")}
    file = PLACES[place](env)
    file.parent.mkdir(parents=True, exist_ok=True)
    number = new_number()
    for pack in ("plain", "gzip in zip"):
        file.write_bytes(b"\x01".join(b"|" + form + b"|" for form in forms(number).values()))
        file.write_bytes(PACKS[pack](file.read_bytes()))
        also = ("--also", str(file.parent)) if place == "named by you" else ()
        found = told(env, number, *also, code=1)
        assert {hit["place"] for hit in found["hits"]} == {str(file)}
        assert len({hit["form"] for hit in found["hits"]}) > len(forms(number)) / 2


@pytest.mark.threat(1)
def test_it_is_found_in_the_machines_logs_by_another_program(made: dict[str, str]) -> None:
    file, number = Path("/var/log/sotto-test-of-prove.log"), new_number()
    if not os.access(file.parent, os.W_OK):
        pytest.skip("only root writes into /var/log")
    try:
        file.write_text(f'GET /?From=%2B{number[1:]} "-"\n')
        assert {hit["place"] for hit in told(made, number, code=1)["hits"]} == {str(file)}
    finally:
        file.unlink()


@pytest.mark.threat(1)
def test_it_is_found_in_the_journal_of_the_database_before_a_checkpoint(made: dict[str, str]) -> None:
    with closing(sqlite3.connect(database(made), isolation_level=None)) as writing:
        writing.execute("PRAGMA wal_autocheckpoint=0")
        writing.execute("INSERT INTO meta VALUES ('leak', ?)", (CONTROL.encode(),))
        places = {hit["place"] for hit in told(made, code=1)["hits"]}
    assert {f"{database(made)}-wal", "table meta, column value"} <= places


@pytest.mark.threat(1)
def test_it_is_found_in_a_deleted_row_and_in_a_cell_that_spreads_over_pages(made: dict[str, str]) -> None:
    with closing(sqlite3.connect(database(made), isolation_level=None)) as writing:
        writing.execute("PRAGMA secure_delete=OFF")
        writing.execute("INSERT INTO meta VALUES ('leak', ?)", (CONTROL.encode(),))
        writing.execute("DELETE FROM meta WHERE name = 'leak'")
    assert str(database(made)) in {hit["place"] for hit in told(made, code=1)["hits"]}
    other = new_number()
    with closing(sqlite3.connect(database(made), isolation_level=None)) as writing:
        page = bytes(range(256)) * 64
        packed = PACKS["gzip"](os.urandom(30_000) + other.encode())
        writing.execute("INSERT INTO meta VALUES ('leak', ?)", (page + packed,))
    assert "table meta, column value" in {hit["place"] for hit in told(made, other, code=1)["hits"]}


@pytest.mark.threat(1)
def test_it_is_found_in_the_name_of_a_file_and_not_repeated(made: dict[str, str]) -> None:
    (data(made) / f"{CONTROL[1:]}.txt").touch()
    assert {hit["place"] for hit in told(made, code=1)["hits"]} == {f"{data(made)} (the name of a file in it)"}


def test_the_telephone_of_an_operator_is_found_and_told_for_what_it_is(made: dict[str, str]) -> None:
    run(made, "operators", "add", "ben", "--phone", CONTROL, "--operator", "ana")
    assert told(made, code=1)["duty_phone"] is True
    assert "telephone of an operator" in prove(made).output


@pytest.fixture
def aliased(made: dict[str, str]) -> dict[str, str]:
    """Return a site in which the alias of a number stands under today's key."""
    house = open_house(Settings.read(made))
    name = alias(CONTROL, house.keyring.day_keys()[0])
    table = f"day_{house.keyring.day().replace('-', '')}_links"
    house.close()
    with closing(sqlite3.connect(database(made), isolation_level=None)) as writing:
        writing.execute(f"INSERT INTO {table} VALUES (?, ?, NULL)", (os.urandom(16), name))  # noqa: S608 - ours
    return made


@pytest.mark.threat(5, 7)
def test_an_alias_under_a_living_key_is_disclosed_and_gone_with_its_key(aliased: dict[str, str]) -> None:
    found = told(aliased)
    assert (found["verdict"], found["hits"]) == ("absent", [])
    assert any(each["place"].endswith("_links, column alias") for each in found["aliases"])
    words = prove(aliased)
    assert f"with it, when {found['aliases'][0]['dies']} begins" in " ".join(words.output.split())
    assert prove(aliased, CONTROL, "--strict").exit_code == 1
    for key in Path(aliased["SOTTO_RUNTIME_DIR"]).glob("day-*"):
        key.unlink()
    assert told(aliased, CONTROL, "--strict")["aliases"] == []


@pytest.mark.threat(6)
def test_an_alias_anywhere_but_in_the_database_is_a_find(aliased: dict[str, str]) -> None:
    key = next(Path(aliased["SOTTO_RUNTIME_DIR"]).glob("day-*")).read_bytes()
    (data(aliased) / "log").write_text(alias(CONTROL, key).hex())
    assert {hit["place"] for hit in told(aliased, code=1)["hits"]} == {str(data(aliased) / "log")}


def test_what_could_not_be_searched_is_told_by_a_code_of_its_own(made: dict[str, str]) -> None:
    (data(made) / "backup.tar.zst").write_bytes(b"\x28\xb5\x2f\xfd")
    assert told(made, code=3)["not_searched"][0]["place"].endswith("backup.tar.zst")
    assert "Not sure." in prove(made).output
    (data(made) / "x").write_text(CONTROL)
    assert told(made, code=1)["verdict"] == "found"


def test_a_database_that_cannot_be_read_leaves_it_unsure(made: dict[str, str]) -> None:
    database(made).write_bytes(b"no database" * 500)
    assert [each["place"] for each in told(made, code=3)["not_searched"]] == ["database"]


def test_a_folder_that_may_not_be_read_leaves_it_unsure(made: dict[str, str]) -> None:
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0 or setpriv is None:
        pytest.skip("needs root, to become somebody who may not read everything")
    shut = data(made) / "shut"
    shut.mkdir(mode=0o700)
    for folder in (data(made), *data(made).rglob("*"), *Path(made["SOTTO_RUNTIME_DIR"]).rglob("*")):
        if folder != shut:
            os.chown(folder, 65534, 65534)
    for folder in (data(made), data(made).parent, Path(made["SOTTO_RUNTIME_DIR"]), Path(made["TMPDIR"])):
        folder.chmod(0o755)
    os.chown(Path(made["SOTTO_RUNTIME_DIR"]), 65534, 65534)
    done = subprocess.run(
        [setpriv, "--reuid=65534", "--clear-groups", SOTTO, "prove", "--json"],
        env=made, input=CONTROL, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert str(shut) in {each["place"] for each in json.loads(done.stdout)["not_searched"]}


@pytest.mark.parametrize("typed", ["", "hello", "4155550134", "+999", "+1 415 555 0134 0134 0134"])
def test_what_is_no_number_with_a_country_is_refused_without_repeating_it(made: dict[str, str], typed: str) -> None:
    done = prove(made, typed)
    assert done.exit_code == 2
    assert not typed or typed not in done.output


def test_a_number_as_an_argument_is_refused_in_earnest_alone(made: dict[str, str]) -> None:
    done = run(made, "prove", CONTROL)
    assert done.exit_code == 2
    assert "history" in done.output
    assert CONTROL not in done.output


def test_the_search_changes_nothing(made: dict[str, str]) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        kept = (file for file in data(made).rglob("*") if file.is_file())
        return {str(file): (file.stat().st_mtime_ns, file.read_bytes()) for file in kept}

    before = state()
    told(made)
    assert {name: found for name, found in state().items() if name in before} == before


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.threat(1)
def test_on_postgresql_tables_the_data_folder_and_a_base_backup_are_searched(
    made: dict[str, str], postgres: str
) -> None:
    env = made | {"SOTTO_DATABASE_URL": postgres}
    assert run(env, "migrate").exit_code == 0
    assert run(env, "init", "--operator", "ana").exit_code == 0
    store, number = open_store(env["SOTTO_DATABASE_URL"]), new_number()
    values = f"({number[1:]}, {number[1:]}, '{number}')"
    _do(store, "CREATE SCHEMA other", "CREATE TABLE other.leak (n bigint, d numeric, t text)")
    _do(store, f"INSERT INTO other.leak VALUES {values}")  # noqa: S608 - ours
    found = told(env, number, code=1)
    assert {"tables", "base backup", "PostgreSQL's data folder"} <= {each["what"] for each in found["searched"]}
    places = {hit["place"] for hit in found["hits"]}
    assert {f"table other.leak, column {column}" for column in "ndt"} | {"base backup"} <= places
    assert any("/pg_wal/" in place for place in places)
    _do(store, "DELETE FROM other.leak", "CHECKPOINT")
    store.close()
    left = {hit["place"] for hit in told(env, number, code=1)["hits"]}
    assert "base backup" in left  # a deleted row is no row any more, and stands in the file as before
    assert not any(place.startswith("table ") for place in left)


@pytest.mark.postgres
def test_on_a_server_that_shows_only_its_tables_it_stays_unsure(made: dict[str, str], postgres: str) -> None:
    store = open_store(postgres)
    _do(store, "CREATE ROLE plain LOGIN", "GRANT ALL ON SCHEMA public TO plain")
    store.close()
    env = made | {"SOTTO_DATABASE_URL": postgres.replace("sotto@", "plain@")}
    assert run(env, "migrate").exit_code == 0
    assert run(env, "init", "--operator", "ana").exit_code == 0
    found = told(env, code=3)
    assert [each["place"] for each in found["not_searched"]] == ["database"]
    assert "REPLICATION" in found["not_searched"][0]["why"]


def _do(store: Store, *statements: str) -> None:
    for each in statements:
        store.write(lambda connection, each=each: connection.exec_driver_sql(each))  # type: ignore[misc]
