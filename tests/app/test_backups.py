"""A site goes into one sealed file and comes back from it: whole, for the printed key alone, and without what died."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from app import backups
from config.settings import Settings
from intake.moves import Wanted, make
from privacy.recovery import read_recovery
from privacy.stream import open_stream
from store import archive, backup_files
from store.database import open_store
from store.keyring import Keyring
from tests.app.backed import Backed, code_opens, elsewhere, found, reports
from tests.app.running import run
from tests.plugins.line import ROOT
from triage.states import Move


@pytest.fixture
def site(env: dict[str, str], tmp_path: Path) -> Backed:
    """Return a site on SQLite."""
    return found(env, tmp_path)


@pytest.fixture
def there(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Return another machine."""
    return elsewhere(env, tmp_path / "there")


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
