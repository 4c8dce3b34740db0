"""A backup and a restore are killed in the middle, in earnest: nothing half is left, and done again they go through."""

from __future__ import annotations

import secrets
import signal
import subprocess
from pathlib import Path

import pytest

from store import archive
from store.database import open_store
from tests.app.backed import Backed, elsewhere, found, reports
from tests.app.running import run
from tests.plugins.line import SOTTO, until

pytestmark = pytest.mark.slow


@pytest.fixture
def site(env: dict[str, str], tmp_path: Path) -> Backed:
    """Return a site on SQLite."""
    return found(env, tmp_path)


@pytest.fixture
def there(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Return another machine."""
    return elsewhere(env, tmp_path / "there")


def fill(site: Backed) -> None:
    """Put so much into a site that a backup takes its time."""
    with site.office() as office:
        report = office.report("words")
        for _ in range(12):
            office.add(report, "recording", secrets.token_bytes(4_000_000))


def test_a_backup_that_is_killed_leaves_nothing_that_looks_like_one(site: Backed, there: dict[str, str]) -> None:
    fill(site)
    process = subprocess.Popen([SOTTO, "backup", site.folder], env=site.env, stdout=subprocess.DEVNULL)
    until(lambda: any(path.stat().st_size > 1_000_000 for path in site.folder.glob(".*.part")))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(site.folder.glob("*.backup")) == []
    assert len(list(site.folder.glob(".*.part"))) == 1
    file = site.backup()
    assert sorted(path.name for path in site.folder.iterdir()) == ["erased", file.name]
    assert site.restore(there, file).exit_code == 0
    assert len(reports(there)[0]["recordings"]) == 12


def test_a_restore_that_is_killed_leaves_no_half_site_and_can_be_done_again(
    site: Backed, there: dict[str, str]
) -> None:
    fill(site)
    file = site.backup()
    database = Path(there["SOTTO_DATA_DIR"], "sotto.sqlite3")
    command = [str(SOTTO), "restore", str(file)]
    process = subprocess.Popen(command, env=there | {"SOTTO_RECOVERY_KEY": site.key}, stdout=subprocess.DEVNULL)
    journal = database.with_name("sotto.sqlite3-wal")
    until(lambda: journal.exists() and journal.stat().st_size > 8_000_000)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    store = open_store(f"sqlite:///{database}")
    assert archive.is_empty(store)
    store.close()
    assert run(there, "reports", "--operator", "ana").exit_code == 1
    assert site.restore(there, file).exit_code == 0
    assert reports(there) == reports(site.env)
