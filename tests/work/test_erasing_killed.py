"""Killed at any step of erasing, it is done after the next start: once counted, told, and nothing of it left."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from store.database import open_store
from store.schema import items, reports
from tests.plugins.site import Site
from tests.work.archive import archive_of, left_in
from triage.counting import FEW

ERASER = Path(__file__).with_name("eraser.py")
pytestmark = pytest.mark.slow


@pytest.mark.threat(46, 49)
def test_kill_9_at_every_step_of_erasing_leaves_nothing_half_done(site: Site, tmp_path: Path) -> None:
    archive = archive_of(site)
    spam = [archive.report("spam", sound=1, files=1) for _ in range(2)]
    other = archive.report("acted", sound=1)
    for _ in range(FEW - 3):
        archive.report()
    needles = [each for report in spam for kind in archive.sealed(report).values() for each in kind]
    sound = archive.item_states(other)["recording"]
    day, told, database = "2027-03-01", tmp_path / "told", site.folders.data / "sotto.sqlite3"
    archive.site.clock.go(days=98)
    site.store.close()
    kills = 0
    for last in (0, *([1, 2] * 20)):
        done = subprocess.run(
            [sys.executable, ERASER, database, day, told, str(last)], cwd=Path.cwd(), env={"PYTHONPATH": "."},
            check=False,
        )  # fmt: skip
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        kills += 1
    assert kills > 8
    again = archive_of(reopened(site))
    assert not any(map(again.there, spam))
    assert again.there(other)
    assert sound == {("kept", True)}
    assert again.item_states(other)["recording"] == {("erased", False)}
    assert again.counted()["2026-11", "reports", ""] == 2
    assert set(told.read_text().split()) == {report.hex() for report in spam}
    assert left_in(site.folders.data, needles) == 0
    with again.site.store.read() as connection:
        orphans = select(items.c.id).where(items.c.report.not_in(select(reports.c.id)))
        assert connection.execute(orphans).all() == []
    again.site.store.close()


def reopened(site: Site) -> Site:
    """Return a site whose store was closed, open again."""
    store = open_store(f"sqlite:///{site.folders.data}/sotto.sqlite3")
    return replace(site, store=store, intake=replace(site.intake, store=store))
