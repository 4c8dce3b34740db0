"""What is erased is erased from backups: they are told, they expire, and a restore leaves it out."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app import backups
from config.settings import Settings
from privacy.recovery import read_recovery
from store import backup_files, erased
from store.database import Connection, open_store
from store.schema import reports as report_table
from tests.app.backed import Backed, code_opens, elsewhere, found, reports
from tests.app.running import run


@pytest.fixture
def site(env: dict[str, str], tmp_path: Path) -> Backed:
    """Return a site on SQLite."""
    return found(env, tmp_path)


@pytest.fixture
def there(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Return another machine."""
    return elsewhere(env, tmp_path / "there")


def erase(site: Backed, report: str) -> None:
    """Erase a report as retention does: the row, and in the same transaction a note for the backups."""
    store = open_store(Settings.read(site.env).database_url.reveal())

    def write(connection: Connection) -> None:
        connection.execute(report_table.delete().where(report_table.c.id == bytes.fromhex(report)))
        erased.note(connection, [bytes.fromhex(report)])

    store.write(write)
    erased.tell(store)
    store.close()


@pytest.mark.threat(46)
def test_what_was_erased_since_stays_erased(site: Backed, there: dict[str, str]) -> None:
    with site.office() as office:
        gone, stays = office.report("to be forgotten"), office.report("to stay")
        with office.site.store.read() as connection:
            items = [each[0] for each in connection.execute(text("SELECT id FROM items WHERE report = :r"), {
                "r": bytes.fromhex(gone)})]  # fmt: skip
    file = site.backup()
    erase(site, gone)
    assert (site.folder / "erased").read_text() == f"{gone}\n"
    done = site.restore(there, file)
    assert "1 reports that were erased" in done.output
    assert [row["id"] for row in reports(there)] == [stays]
    assert not code_opens(there, office.codes[gone], gone)
    disk = b"".join(path.read_bytes() for path in Path(there["SOTTO_DATA_DIR"]).rglob("*") if path.is_file())
    assert bytes.fromhex(stays) in disk
    assert items
    assert not [each for each in (bytes.fromhex(gone), *items) if each in disk]


def test_without_the_list_of_what_was_erased_a_restore_says_so(site: Backed, there: dict[str, str]) -> None:
    with site.office() as office:
        gone = office.report("to be forgotten")
    file = site.backup()
    erase(site, gone)
    (site.folder / "erased").unlink()
    done = site.restore(there, file)
    assert done.exit_code == 0
    assert "no list of what was erased" in done.output
    assert [row["id"] for row in reports(there)] == [gone]


def test_a_folder_that_is_away_is_told_when_it_is_back(site: Backed) -> None:
    with site.office() as office:
        gone = [office.report("one"), office.report("two")]
        second = site.folder.with_name("second")
        second.mkdir()
        assert run(site.env, "backup", str(second)).exit_code == 0
        site.backup()
        second.rename(second.with_name("away"))
        erase(site, gone[0])
        erase(site, gone[1])
        assert "out of reach" in run(site.env, "backup", str(site.folder)).output
        second.mkdir()  # the place where a disk is mounted is there without it
        assert erased.tell(office.site.store) == [second]
        second.rmdir()
        second.with_name("away").rename(second)
        office.go(minutes=1)
        with office.site.store.read() as connection:
            assert erased.waiting(connection) == {}
    told = [(place / "erased").read_text().split() for place in (site.folder, second)]
    assert [sorted(each) for each in told] == [sorted(gone)] * 2


def test_a_line_that_a_crash_cut_short_spoils_no_other(site: Backed) -> None:
    one, other = secrets.token_bytes(16), secrets.token_bytes(16)
    backup_files.begin_list(site.folder)
    backup_files.add_erased(site.folder, [one])
    with (site.folder / "erased").open("a") as file:
        file.write("0123")
    backup_files.add_erased(site.folder, [other])
    assert backup_files.read_erased(site.folder) == frozenset({one, other})


@pytest.mark.threat(46)
def test_backups_expire(site: Backed, there: dict[str, str]) -> None:
    with site.office() as office:
        office.report("words")
    file = site.backup()
    kept = file.with_name("kept elsewhere")
    kept.write_bytes(file.read_bytes())
    today = datetime.now(UTC).date()

    def tried(day: int, *, expired: bool = False) -> str:
        try:
            key = lambda: read_recovery(site.key)  # noqa: E731
            return backups.restore(Settings.read(there), kept, key, today + timedelta(days=day), expired=expired).day
        except backups.NotRestored as error:
            return str(error)

    with site.office() as office:
        store = office.site.store
        assert erased.expire(store, today + timedelta(days=14)) == 0
        assert file.exists()
        sealed, size = os.open(file, os.O_RDONLY), file.stat().st_size
        assert erased.expire(store, today + timedelta(days=15)) == 1
        assert not file.exists()
        assert os.pread(sealed, 4096, 0) == bytes(min(size, 4096))
        os.close(sealed)
    assert "was to be destroyed" in tried(15)
    assert tried(15, expired=True) == today.isoformat()


def test_the_sweep_destroys_old_backups(site: Backed) -> None:
    file = site.backup()
    with site.office() as office:
        object.__setattr__(office.site.intake.keyring, "now", office.site.clock)
        office.go(days=14)
        assert file.exists()
        office.go(days=1)
        assert not file.exists()


def test_the_next_backup_destroys_old_ones_and_leaves_other_files_alone(site: Backed) -> None:
    old, other = site.backup(), site.folder / "holiday.backup"
    old.write_bytes(backup_files.head(datetime.now(UTC).date() - timedelta(days=1)) + bytes(5000))
    other.write_bytes(b"not ours")
    assert site.backup().exists()
    assert not old.exists()
    assert other.exists()
