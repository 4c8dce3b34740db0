"""A site goes into one sealed file and comes back from it: whole, for the printed key alone, and without what died."""

from __future__ import annotations

import base64
import json
import os
import secrets
import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from app import backups
from config.settings import Settings
from intake.moves import Wanted, make
from intake.operators import SALT
from privacy.codes import derive
from privacy.recovery import read_recovery
from privacy.secret import Secret
from privacy.stream import open_stream
from store import archive, backup_files, codes, desks, erased
from store.database import Connection, open_store
from store.keyring import Keyring
from store.schema import reports as report_table
from tests.app.backed import Backed, elsewhere, found, reports
from tests.app.running import run
from tests.plugins.line import ROOT, SOTTO, until
from triage.states import Move


@pytest.fixture
def site(env: dict[str, str], tmp_path: Path) -> Backed:
    """Return a site on SQLite."""
    return found(env, tmp_path)


@pytest.fixture
def there(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Return another machine."""
    return elsewhere(env, tmp_path / "there")


def code_opens(env: dict[str, str], code: str, report: str) -> bool:
    settings = Settings.read(env)
    store = open_store(settings.database_url.reveal())
    pepper = (settings.secrets_dir / "pepper").read_bytes()
    with store.read() as connection:
        keys = derive(Secret(code.replace(" ", "")), desks.setting(connection, SALT) or b"", pepper)
        match = codes.find(connection, keys.lookup)
    store.close()
    return match is not None and match[0].hex() == report


@pytest.fixture(
    params=[("sqlite", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "postgresql"), ("postgresql", "sqlite")],
    ids=" to ".join,
)
def way(request: pytest.FixtureRequest, env: dict[str, str], tmp_path: Path) -> tuple[Backed, dict[str, str]]:
    """Return a site with its database, and another machine with its own."""
    here, other = request.param
    new: Callable[[], str] = request.getfixturevalue("new_postgres") if "postgresql" in request.param else str
    source = env | ({"SOTTO_DATABASE_URL": new()} if here == "postgresql" else {})
    target = {"SOTTO_DATABASE_URL": new()} if other == "postgresql" else {}
    return found(source, tmp_path), elsewhere(env, tmp_path / "there", **target)


@pytest.mark.postgres
def test_a_site_comes_back_whole_on_either_database(way: tuple[Backed, dict[str, str]]) -> None:
    site, there = way
    with site.office() as office:
        ids = [office.report(f"words {number}") for number in range(3)]
        office.add(ids[0], "recording", secrets.token_bytes(300_000), author="reporter")
        for wanted in (Wanted(Move.CLAIM), Wanted(Move.REPLY, "Thank you")):
            make(office.site.intake, office.site.operator, bytes.fromhex(ids[1]), wanted)
    before = reports(site.env)
    done = site.restore(there, site.backup())
    assert done.exit_code == 0, done.output
    assert "0 reports that were erased" in done.output
    assert reports(there) == before
    assert len(before) == 3
    assert code_opens(there, office.codes[ids[0]], ids[0])
    assert run(there, "jobs").exit_code == 0


def test_a_backup_opens_for_the_printed_key_alone(site: Backed, there: dict[str, str]) -> None:
    with site.office() as office:
        report = office.report("a man with a gun")
    file = site.backup()
    content = file.read_bytes()
    pepper = Path(site.env["SOTTO_DATA_DIR"], "secrets", "pepper").read_bytes()
    for needle in (b"gun", b"ana", pepper, bytes.fromhex(report), report.encode()):
        assert needle not in content
    other = "-".join(["AAAA"] * 12 + ["AAAA"])
    assert "does not open" in site.restore(there, file, SOTTO_RECOVERY_KEY=other).output
    assert site.restore(there, file, SOTTO_RECOVERY_KEY=None).exit_code == 2
    assert site.restore(there, file, SOTTO_RECOVERY_KEY="scribble").exit_code == 2
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_printed_key_may_lie_in_a_file(site: Backed, there: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key").write_text(site.key.lower() + "\n")
    done = site.restore(there, site.backup(), SOTTO_RECOVERY_KEY=None, SOTTO_RECOVERY_KEY_FILE=str(tmp_path / "key"))
    assert done.exit_code == 0, done.output


def inside(site: Backed, file: Path) -> list[list[object]]:
    with file.open("rb") as sealed:
        head, _ = backup_files.read_head(sealed)
        return list(backups._lines(open_stream(sealed.read, read_recovery(site.key).private, head)))


@pytest.mark.threat(46)
def test_what_must_die_is_in_no_backup(site: Backed) -> None:
    with site.office() as office:
        office.report("words")
        keyring: Keyring = office.site.intake.keyring
        keys = [*keyring.day_keys(), *keyring.hour_keys()]
        pairs = [keyring.pipeline(), keyring.erase()]
        keys += [pair.private for pair in pairs if pair]
        with office.site.store.read() as connection:
            tables = set(inspect(connection).get_table_names())
    kept = inside(site, site.backup())
    told = json.dumps(kept)
    assert len(keys) == 4
    for key in keys:
        assert not any(form in told for form in (key.hex(), repr(key), base64.b64encode(key).decode()[:40]))
    names = {str(record[1]) for record in kept if record[0] == "table"}
    assert names == {name for name in tables if not name.startswith("day_")} - {"vault", "alembic_version"}
    assert any(name.startswith("day_") for name in tables)


def test_the_owners_files_and_settings_come_along_without_secrets(
    env: dict[str, str], tmp_path: Path, there: dict[str, str]
) -> None:
    own = tmp_path / "own"
    (own / "rules").mkdir(parents=True)
    (own / "rules" / "lines.toml").write_bytes((ROOT / "config" / "rules" / "lines.toml").read_bytes())
    site = found(env | {"SOTTO_CONFIG_DIR": str(own)}, tmp_path)
    file = site.backup()
    assert env["TWILIO_AUTH_TOKEN"] not in json.dumps(inside(site, file))
    assert site.restore(there, file).exit_code == 0
    restored = Path(there["SOTTO_DATA_DIR"], "restored")
    assert (restored / "config/rules/lines.toml").read_bytes() == (own / "rules" / "lines.toml").read_bytes()
    assert f"SOTTO_PUBLIC_URL={env['SOTTO_PUBLIC_URL']}" in (restored / "settings.env").read_text()
    assert "TOKEN" not in (restored / "settings.env").read_text()


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


@pytest.mark.parametrize("spoil", ["cut", "bit", "head", "swap", "twice", "longer"])
@pytest.mark.threat(45)
def test_an_altered_backup_restores_nothing(site: Backed, there: dict[str, str], spoil: str) -> None:
    with site.office() as office:
        office.add(office.report("words"), "recording", secrets.token_bytes(400_000))
    file = site.backup()
    content = bytearray(file.read_bytes())
    start, piece = len(backup_files.head(datetime.now(UTC).date())) + 80 + 24, 64 * 1024 + 17
    pieces = [content[at : at + piece] for at in range(start, len(content), piece)]
    assert len(pieces) > 3
    if spoil == "cut":
        content = content[: start + 2 * piece]
    elif spoil == "bit":
        content[-20] ^= 1
    elif spoil == "head":  # to live longer
        content[: start - 104] = backup_files.head(datetime.now(UTC).date() + timedelta(days=100))
    elif spoil == "swap":
        pieces[0], pieces[1] = pieces[1], pieces[0]
        content = content[:start] + b"".join(pieces)
    elif spoil == "twice":
        content = content[:start] + pieces[0] + b"".join(pieces)
    else:
        content += b"\0"
    file.write_bytes(content)
    done = site.restore(there, file)
    assert done.exit_code == 1
    assert "does not open" in done.output
    store = open_store(Settings.read(there).database_url.reveal())
    assert archive.is_empty(store)
    store.close()
    assert not list(Path(there["SOTTO_SECRETS_DIR"]).glob("*"))


def test_what_is_no_backup_is_said_so(site: Backed, there: dict[str, str], tmp_path: Path) -> None:
    for content in (b"", b"x" * 100, b"sotto backup 1\n2026-13-45\n" + bytes(200)):
        (tmp_path / "odd").write_bytes(content)
        done = site.restore(there, tmp_path / "odd")
        assert (done.exit_code, "no backup of ours" in done.output) == (1, True)


def test_a_restore_touches_no_site_that_is_there(site: Backed, there: dict[str, str]) -> None:
    with site.office() as office:
        office.report("words")
    file = site.backup()
    assert "there is a site here already" in site.restore(site.env, file).output
    Path(there["SOTTO_SECRETS_DIR"]).mkdir(parents=True, mode=0o700)
    Path(there["SOTTO_SECRETS_DIR"], "pepper").write_bytes(b"p" * 32)
    assert "pepper of another site" in site.restore(there, file).output
    Path(there["SOTTO_SECRETS_DIR"], "pepper").unlink()
    assert site.restore(there, file).exit_code == 0


def test_a_folder_that_is_not_there_gets_no_backup(site: Backed) -> None:
    assert run(site.env, "backup", str(site.folder / "nowhere")).exit_code == 2


def fill(site: Backed) -> None:
    """Put so much into a site that a backup takes its time."""
    with site.office() as office:
        report = office.report("words")
        for _ in range(12):
            office.add(report, "recording", secrets.token_bytes(4_000_000))


@pytest.mark.slow
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


@pytest.mark.slow
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
