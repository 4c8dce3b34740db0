"""What is left of a report tells neither the hour in which it came in, nor which of two came first."""

from __future__ import annotations

import secrets
import sqlite3
import statistics
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store import file_times, jobs
from store.jobs import Job
from tests.plugins.site import Clock, Site
from tests.work.town import Town
from work.result import blurred
from work.sweep import sweep

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
HOUR = 3600


def files(site: Site) -> list[Path]:
    folders = site.folders.data, site.folders.secrets, site.folders.runtime
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]


def times(site: Site) -> set[float]:
    return {moment for file in files(site) for moment in (file.stat().st_mtime, file.stat().st_atime)}


def wal(site: Site) -> Path:
    return site.folders.data / "sotto.sqlite3-wal"


@pytest.mark.threat(9)
def test_no_file_tells_by_its_times_when_something_came_in(town: Town) -> None:
    town.peer.text("There is smoke")
    town.peer.call(keys=("1", "hangup"))
    sweep(town.site.work())
    assert len(files(town.site)) >= 6
    assert times(town.site) == {MIDNIGHT}
    changed = [file.stat().st_ctime for file in files(town.site)]
    assert max(changed) - min(changed) < 5  # the one time that nobody can set is that of the sweep, for all of them


@pytest.mark.threat(9)
def test_the_journal_of_the_database_is_emptied_and_with_it_the_order_of_what_came_in(town: Town) -> None:
    town.peer.text("There is smoke")
    assert wal(town.site).stat().st_size > 0
    sweep(town.site.work())
    assert wal(town.site).stat().st_size == 0
    assert town.site.reports()[0].of_kind("story")[0].text == "There is smoke"


def test_a_reader_does_not_let_a_sweep_wait_and_the_next_one_empties_the_journal(town: Town) -> None:
    with closing(sqlite3.connect(town.site.folders.data / "sotto.sqlite3", isolation_level=None)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM reports").fetchone()
        town.peer.text("There is smoke")
        sweep(town.site.work())
        assert wal(town.site).stat().st_size > 0
    sweep(town.site.work())
    assert wal(town.site).stat().st_size == 0


@pytest.mark.threat(9)
def test_keys_are_made_when_the_house_is_kept_and_not_by_the_first_who_calls(site: Site) -> None:
    site.clock.moment = datetime(2026, 11, 23, 23, 58, tzinfo=UTC)
    sweep(site.work())
    before = {file.name for file in files(site)}
    assert {"hour-2026-11-24T00", "day-2026-11-24", "pipeline-2026-11-24", "erase-2026-11-24"} <= before
    site.clock.go(minutes=2)
    keyring = site.intake.keyring
    for use in (keyring.hour_keys, keyring.day_keys, keyring.pipeline_today, keyring.erase_today):
        use()
    assert {file.name for file in files(site)} == before


@pytest.mark.threat(9)
def test_a_key_is_not_made_earlier_than_it_must_be(site: Site) -> None:
    site.clock.moment = datetime(2026, 11, 23, 23, 50, tzinfo=UTC)
    sweep(site.work())
    assert not [file.name for file in files(site) if "2026-11-24" in file.name]


@pytest.mark.threat(9)
def test_no_table_keeps_a_second_once_the_clocks_of_a_report_are_done(town: Town) -> None:
    town.peer.text("There is smoke", media=[("image/png", b"\x89PNG")])
    town.peer.call(keys=("1", "hangup"))
    town.site.work_off()
    town.site.clock.go(hours=25)  # the clocks of a day are over, the day's tables are still there
    sweep(town.site.work())
    columns = {
        f"{table}.{column}": value
        for table, column, value in _integers(town.site.folders.data / "sotto.sqlite3")
        if value > 1_000_000_000
    }
    # Nothing was erased at the provider yet, so that goes on; a conversation knows when it was last answered.
    assert set(columns) <= {"jobs.due", "day_20261123_talks.at"}


def _integers(database: Path) -> list[tuple[str, str, int]]:
    found = []
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            cursor = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - ours
            heads = [head[0] for head in cursor.description]
            found += [(name, head, value) for row in cursor for head, value in zip(heads, row, strict=True)]
    return [(name, head, value) for name, head, value in found if isinstance(value, int)]


@pytest.mark.threat(9, 10)
def test_a_job_that_waits_for_days_does_not_tell_the_second_from_which_it_counts() -> None:
    now = 1_795_000_000 + 1234
    found = [blurred(now, 6 * HOUR, secrets.token_bytes) for _ in range(400)]
    assert all(now + 4 * HOUR < due <= now + 6 * HOUR for due in found)
    assert len({due % HOUR for due in found}) > 300
    assert statistics.mean(due % HOUR for due in found) == pytest.approx(HOUR / 2, rel=0.15)
    assert blurred(now, 60, secrets.token_bytes) == now + 60


@pytest.mark.threat(9)
def test_rows_lie_in_no_order_that_tells_which_came_first(any_site: Site) -> None:
    ids = [secrets.token_bytes(16) for _ in range(40)]
    for each in ids:
        any_site.store.write(lambda connection, each=each: jobs.add(connection, Job(each, "grade", None, 0)))  # type: ignore[misc]
    if any_site.store.single:
        with any_site.store.read() as connection:
            assert list(connection.exec_driver_sql("SELECT id FROM jobs").scalars()) == sorted(ids)


def test_a_file_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    file_times.blur([tmp_path / "gone"], Clock()())
