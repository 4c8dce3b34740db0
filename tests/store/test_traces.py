"""After a report is erased, whoever has the disk and every operator's key finds nothing of it that could be opened."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from store import erased, remnants, traces
from store.database import Connection, Store
from store.schema import codes, items, reports, wraps
from tests.desk.office import Office, open_desk
from tests.plugins.line import until
from tests.plugins.site import Site


def sealed_bytes(office: Office, report: str) -> list[bytes]:
    """Return the end of everything sealed on a report, keys and contents: what a thief would need."""
    of_report = select(items.c.id).where(items.c.report == bytes.fromhex(report))
    with office.site.store.read() as connection:
        bodies = connection.execute(select(items.c.body).where(items.c.id.in_(of_report))).scalars().all()
        keys = connection.execute(select(wraps.c.sealed).where(wraps.c.item.in_(of_report))).scalars().all()
        codes_ = connection.execute(select(codes.c.locked).where(codes.c.report == bytes.fromhex(report))).scalars()
        return [bytes(each)[-32:] for each in (*bodies, *keys, *codes_)]


def filed(office: Office) -> str:
    report = office.report("what the thief wants")
    for _ in range(3):
        office.add(report, "recording", secrets.token_bytes(300_000))
    office.site.work_off()
    return report


def erase(site: Site, report: str) -> None:
    def write(connection: Connection) -> None:
        connection.execute(reports.delete().where(reports.c.id == bytes.fromhex(report)))
        erased.note(connection, [bytes.fromhex(report)])

    site.store.write(write)


def found(places: Iterable[Path], needles: Iterable[bytes]) -> set[bytes]:
    """Return which needles stand in any file below some folders."""
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    disk = b"\0".join(file.read_bytes() for file in files)
    return {needle for needle in needles if needle in disk}


@pytest.mark.threat(46)
def test_the_whole_disk_with_all_keys_opens_nothing_of_an_erased_report(site: Site) -> None:
    office = open_desk(site)
    gone, stays = filed(office), filed(office)
    lost, kept = sealed_bytes(office, gone), sealed_bytes(office, stays)
    places = (site.folders.data, site.folders.secrets, site.folders.runtime)
    assert len(lost) >= 9
    assert found(places, lost) == set(lost)
    erase(site, gone)
    assert found(places, lost), "the journal still has it, or this test could not fail"
    office.go(minutes=1)
    assert found(places, lost) == set()
    assert found(places, kept) == set(kept)
    assert (site.folders.data / "sotto.sqlite3-wal").stat().st_size == 0


def test_whoever_reads_meanwhile_puts_it_off_and_waits_for_nothing(site: Site) -> None:
    office = open_desk(site)
    gone = filed(office)
    lost = sealed_bytes(office, gone)
    with site.store.engine.connect() as reader, reader.begin():
        reader.execute(select(reports)).all()
        erase(site, gone)
        assert not traces.wipe(site.store)
    assert traces.wipe(site.store)
    assert found((site.folders.data,), lost) == set()


@pytest.mark.threat(46)
@pytest.mark.postgres
@pytest.mark.parametrize("any_site", ["postgresql"], indirect=True)
def test_the_tables_of_postgresql_hold_nothing_of_an_erased_report(any_site: Site, postgres_server: Path) -> None:
    office = open_desk(any_site)
    gone = filed(office)
    lost = sealed_bytes(office, gone)
    tables = postgres_server / "data" / "base"
    flush(any_site)
    assert found((tables,), lost) == set(lost)
    erase(any_site, gone)

    def wiped() -> bool:
        """Wipe; the server's own upkeep may be looking at the tables just then, and keeps what it may still see."""
        traces.wipe(any_site.store, "items", "wraps", "codes")
        flush(any_site)
        return found((tables,), lost) == set()

    until(wiped)


def flush(site: Site) -> None:
    with site.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))


@pytest.mark.postgres
@pytest.mark.parametrize("any_site", ["postgresql"], indirect=True)
@pytest.mark.parametrize("clean", [lambda store: traces.wipe(store, "wraps"), remnants.wash])
def test_no_report_waits_behind_a_wipe_that_waits_for_a_backup(any_site: Site, clean: Callable[[Store], bool]) -> None:
    office = open_desk(any_site)
    filed(office)
    with any_site.store.read() as backup, ThreadPoolExecutor(1) as cleaner:
        backup.execute(select(wraps)).all()
        wiping = cleaner.submit(clean, any_site.store)
        time.sleep(0.1)
        began = time.monotonic()
        office.report("what must not wait")
        assert time.monotonic() - began < 1
        assert not wiping.result(10)
    assert clean(any_site.store)
