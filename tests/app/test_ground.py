"""In earnest a line does not start where it could be read: it says everything that is wrong, at once."""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import ground
from app.ground import faults
from app.machine import Kernel
from config.settings import survey
from tests.app.running import run
from tests.plugins.line import Line, environment

pytestmark = pytest.mark.threat(49)
READERS = ("init", "migrate", "reports", "show", "calls", "jobs", "connect", "operators", "serve", "work")
ARGUMENTS = {"init": ("--operator", "ana"), "show": ("00",), "connect": ("+15005550001",), "operators": ("list",)}


@pytest.fixture
def earnest() -> Iterator[dict[str, str]]:
    """Return the environment of a real line, every part of it in order, not made yet."""
    with environment(SOTTO_SPEECH="off", SOTTO_ALLOW_SWAP="no") as (place, env):
        token, config = place / "token", place / "config"
        token.touch(mode=0o600)
        token.write_text(secrets.token_hex(16))
        config.mkdir(mode=0o755)
        yield env | {
            "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}", "TWILIO_AUTH_TOKEN_FILE": str(token),
            "TWILIO_API_URL": "http://127.0.0.1:9", "SOTTO_PUBLIC_URL": "https://line.example",
            "SOTTO_CONFIG_DIR": str(config),
        }  # fmt: skip


def spoil(env: dict[str, str], disk: Path) -> dict[str, str]:
    """Return the environment with everything wrong that can be."""
    Path(env["SOTTO_DATA_DIR"]).mkdir(mode=0o755)
    keys = Path(env["SOTTO_DATA_DIR"]) / "secrets"
    keys.mkdir(mode=0o700)
    (keys / "pepper").touch(mode=0o640)
    Path(env["TWILIO_AUTH_TOKEN_FILE"]).chmod(0o644)
    Path(env["SOTTO_CONFIG_DIR"]).chmod(0o777)
    return env | {"SOTTO_RUNTIME_DIR": str(disk / "keys")}


def found(env: dict[str, str]) -> dict[str, Any]:
    values, wrong = survey(env)
    assert wrong == []
    return values


def swapping(folder: Path) -> Kernel:
    """Return a machine that swaps to a plain disk."""
    (folder / "proc" / "self").mkdir(parents=True)
    (folder / "proc" / "swaps").write_text("Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n")
    mounts = Path("/proc/self/mountinfo").read_text()
    (folder / "proc" / "self" / "mountinfo").write_text(mounts)
    return Kernel(folder / "proc", folder / "sys")


def test_everything_that_is_wrong_is_said_at_once_with_what_is_allowed(earnest: dict[str, str], tmp_path: Path) -> None:
    env = spoil(earnest, tmp_path)
    wrong = faults(found(env), env, swapping(tmp_path / "kernel"))
    named = [fault.name for fault in wrong if fault.name != "this process"]
    assert named == [
        "SOTTO_ALLOW_SWAP", "SOTTO_RUNTIME_DIR", "SOTTO_DATA_DIR", "SOTTO_SECRETS_DIR", "TWILIO_AUTH_TOKEN_FILE",
        "SOTTO_CONFIG_DIR",
    ]  # fmt: skip
    assert all(fault.allowed for fault in wrong)


@pytest.mark.parametrize("command", READERS)
def test_no_command_starts_on_bad_ground_and_none_leaves_anything(
    earnest: dict[str, str], tmp_path: Path, command: str
) -> None:
    env = spoil(earnest, tmp_path) | {"SOTTO_SPEECH": "cloud"}
    before = sorted(Path(env["SOTTO_DATA_DIR"]).rglob("*"))
    done = run(env, command, *ARGUMENTS.get(command, ()))
    assert done.exit_code == 1
    for name in ("SOTTO_SPEECH", "SOTTO_RUNTIME_DIR", "SOTTO_SECRETS_DIR", "TWILIO_AUTH_TOKEN", "SOTTO_CONFIG_DIR"):
        assert f"\n{name}" in done.output
    assert Path(env["TWILIO_AUTH_TOKEN_FILE"]).read_text() not in done.output
    assert sorted(Path(env["SOTTO_DATA_DIR"]).rglob("*")) == before


def test_a_line_with_swap_in_the_clear_starts_when_its_owner_says_so(
    earnest: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = swapping(tmp_path)
    monkeypatch.setattr(ground, "clear_swap", lambda _: ["/dev/sda2"])
    monkeypatch.setattr(ground, "never_swapped", lambda _: False)
    refused = run(earnest, "init", "--operator", "ana")
    assert (refused.exit_code, "/dev/sda2" in refused.output, "swapoff" in refused.output) == (1, True, True)
    assert run(earnest, "init", "--operator", "ana", SOTTO_ALLOW_SWAP="yes").exit_code == 0
    env = earnest | {"SOTTO_ALLOW_SWAP": "yes"}
    assert "SOTTO_ALLOW_SWAP" not in [fault.name for fault in faults(found(env), env, kernel)]


def test_a_line_in_order_starts_and_makes_everything_for_itself_alone(earnest: dict[str, str]) -> None:
    line = Line(Path(earnest["SOTTO_DATA_DIR"]).parent, earnest | {"SOTTO_ALLOW_SWAP": "yes"}, "ana")
    line.sotto("init", "--operator", "ana")
    try:
        line.start()
        rows = json.loads(line.sotto("check", "--json", code=1))
    finally:
        line.kill()
    assert [row for row in rows if not row["ok"] and row["about"] not in {"provider", "recogniser"}] == []
    assert {"swap", "runtime keys", "data", "secrets", "settings", "rules", "process"} <= {row["about"] for row in rows}
    for folder in (line.data, Path(line.env["SOTTO_RUNTIME_DIR"])):
        for made in (folder, *folder.rglob("*")):
            assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0, made


def test_check_shows_bad_ground_and_goes_on(earnest: dict[str, str], tmp_path: Path) -> None:
    assert run(earnest, "init", "--operator", "ana", SOTTO_ALLOW_SWAP="yes").exit_code == 0
    Path(earnest["SOTTO_DATA_DIR"]).chmod(0o711)
    done = run(earnest | {"SOTTO_RUNTIME_DIR": str(tmp_path)}, "check", "--json")
    wrong = {row["about"] for row in json.loads(done.stdout) if not row["ok"]}
    assert done.exit_code == 1
    assert {"data", "runtime keys", "provider"} <= wrong


def test_a_rehearsal_runs_anywhere(earnest: dict[str, str], tmp_path: Path) -> None:
    real = ("TWILIO_", "SOTTO_CONFIG_DIR")
    env = {name: value for name, value in earnest.items() if not name.startswith(real)}
    env |= {"SOTTO_RUNTIME_DIR": str(tmp_path)}
    assert "sotto init" in run(env, "jobs", "--rehearse").output


@pytest.mark.parametrize(
    ("owner", "mode", "right"),
    [("ours", 0o400, True), ("ours", 0o440, False), ("ours", 0o604, False), ("root", 0o440, True),
     ("root", 0o444, False), ("root", 0o620, False), ("other", 0o400, False)],
)  # fmt: skip
def test_a_secret_in_a_file_is_for_its_owner_or_handed_over_by_root(
    earnest: dict[str, str], monkeypatch: pytest.MonkeyPatch, owner: str, mode: int, *, right: bool
) -> None:
    file = Path(earnest["TWILIO_AUTH_TOKEN_FILE"])
    file.chmod(mode)
    uid = file.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: uid if owner == "ours" else uid + 1)
    monkeypatch.setattr(ground, "_ROOT", uid if owner == "root" else uid + 2)
    named = [look.fault for look in ground._files(earnest)]
    assert named[0] is None if right else named[0] is not None


def test_folders_of_another_user_are_not_ours(earnest: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    Path(earnest["SOTTO_DATA_DIR"]).mkdir(mode=0o700)
    uid = Path(earnest["SOTTO_DATA_DIR"]).stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: uid + 1)
    named = {fault.name for fault in faults(found(earnest), earnest)}
    assert {"SOTTO_DATA_DIR", "SOTTO_RUNTIME_DIR"} <= named


def test_a_database_elsewhere_is_looked_at_as_well(earnest: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "line.sqlite3"
    file.touch(mode=0o600)
    (tmp_path / "line.sqlite3-wal").touch(mode=0o644)
    env = earnest | {"SOTTO_DATABASE_URL": f"sqlite:///{file}"}
    assert "SOTTO_DATABASE_URL" in {fault.name for fault in faults(found(env), env)}
