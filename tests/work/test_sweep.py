"""What dies by the clock: day keys and tables within 48 hours, hour keys within two, pipeline keys when all is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from privacy.items import open_item
from store import days, reports, vault
from store.database import Connection
from tests.plugins.site import Site
from tests.work.town import Town
from work.sweep import sweep

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def tables(site: Site) -> list[str]:
    with site.store.read() as connection:
        return days.existing(connection)


def test_a_day_key_and_its_tables_are_gone_within_two_days(town: Town) -> None:
    town.peer.text("There is smoke")
    day, key = town.site.intake.keyring.day(), town.site.intake.keyring.day_keys()[0]
    town.site.clock.go(days=1)
    sweep(town.site.work())
    assert day in tables(town.site)
    assert f"day-{day}" in names(town.site.folders.runtime)
    town.site.clock.go(days=1)
    sweep(town.site.work())
    assert day not in tables(town.site)
    assert f"day-{day}" not in names(town.site.folders.runtime)
    assert key not in town.site.intake.keyring.day_keys()


def test_an_hour_key_is_gone_within_two_hours(town: Town) -> None:
    town.peer.call(keys=("1", "hangup"))
    before = {name for name in names(town.site.folders.runtime) if name.startswith("hour-")}
    assert before
    town.site.clock.go(hours=1)
    sweep(town.site.work())
    assert before <= names(town.site.folders.runtime)
    town.site.clock.go(hours=1)
    sweep(town.site.work())
    assert not before & names(town.site.folders.runtime)


@pytest.mark.threat(46)
def test_a_pipeline_key_outlives_its_day_until_everything_was_read(town: Town) -> None:
    town.peer.text("There is smoke")
    key = f"pipeline-{town.site.intake.keyring.day()}"
    town.site.clock.go(days=1)
    sweep(town.site.work())
    assert key in names(town.site.folders.secrets)
    town.site.work_off()
    sweep(town.site.work())
    assert key not in names(town.site.folders.secrets)
    assert town.site.reports()[0].of_kind("story")[0].text == "There is smoke"


@pytest.mark.threat(46)
def test_a_dead_pipeline_key_opens_no_copy_of_the_database_from_before(town: Town) -> None:
    """A thief who copied the database in time and comes for the keys a day later comes too late."""
    town.peer.text("There is smoke")
    site, report = town.site, town.site.reports()[0].row.id
    with site.store.read() as connection:
        copied = [item for _, _, item in reports.sealed_items(connection, report)]
    site.work_off()
    site.clock.go(days=1)
    keys = [site.intake.keyring.pipeline(day) for day in site.intake.keyring.pipeline_days()]
    assert [open_item(item, reader, pair) for item in copied for reader in item.wraps for pair in keys
            if pair and reader.startswith("pipeline:")]  # fmt: skip
    sweep(site.work())
    secrets = b"".join(file.read_bytes() for file in site.folders.secrets.iterdir())
    assert site.intake.keyring.yesterday() not in site.intake.keyring.pipeline_days()
    assert not [pair for pair in keys if pair and pair.private in secrets]
    assert town.wrapped_for("pipeline:") == 0


def test_todays_pipeline_key_stays(town: Town) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    sweep(town.site.work())
    assert f"pipeline-{town.site.intake.keyring.day()}" in names(town.site.folders.secrets)


@pytest.mark.threat(46)
def test_an_erase_key_dies_after_thirty_days_and_what_it_sealed_is_an_alarm(town: Town) -> None:
    town.peer.text("There is smoke")
    key = f"erase-{town.site.intake.keyring.day()}"
    town.site.work_off()
    town.site.clock.go(days=30)
    sweep(town.site.work())
    assert key in names(town.site.folders.secrets)
    town.site.clock.go(days=1)
    sweep(town.site.work())
    assert key not in names(town.site.folders.secrets)
    town.site.work_off(("erase",))
    assert [report.row.copies for report in town.site.reports()] == ["failed"]
    assert {(job.fault, job.dead) for job in town.jobs("erase")} == {("key_gone", True)}


def test_a_vault_box_that_nobody_fetched_expires(site: Site) -> None:
    def put(connection: Connection) -> None:
        vault.put(connection, b"x" * 16, b"a code", site.intake.seconds() + 60)

    site.store.write(put)
    site.clock.go(seconds=61)
    sweep(site.work())
    assert b"a code" not in b"".join(file.read_bytes() for file in _closed(site))


def test_midnight_finds_its_tables(town: Town) -> None:
    town.site.clock.go(hours=9)  # 23:30
    sweep(town.site.work())
    town.site.clock.go(hours=1)
    assert town.peer.text("Just after midnight").replies
    assert town.peer.call(keys=("1", "hangup")).problems == []


def test_sweeping_twice_changes_nothing_more(town: Town) -> None:
    town.record(CLIP)
    town.site.clock.go(days=2)
    sweep(town.site.work())
    seen = names(town.site.folders.runtime), names(town.site.folders.secrets), tables(town.site)
    sweep(town.site.work())
    assert (names(town.site.folders.runtime), names(town.site.folders.secrets), tables(town.site)) == seen


def _closed(site: Site) -> list[Path]:
    site.store.close()
    return [file for file in site.folders.data.iterdir() if file.is_file()]
