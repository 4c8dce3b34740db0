"""The command line: what each command prints, what it refuses, and with which exit code."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from app.cli import main
from tests.app.running import run
from tests.plugins.line import PASSWORD, Line, environment, new_number, open_rehearsal

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
REPORT = {
    "id", "channel", "line", "language", "category", "danger", "grade", "reasons", "status", "route", "outcome",
    "reachable", "text", "transcript", "recordings", "attachments", "messages", "received", "waiting_seconds",
    "provider_copies",
}  # fmt: skip
CALL = {"caller", "line", "language", "steps", "outcome", "seconds", "day", "report"}


def _commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*before, name))


@pytest.fixture(scope="module")
def rehearsal() -> Iterator[Line]:
    """Return a rehearsal that runs, with a call and a text in it."""
    with open_rehearsal() as line:
        line.sotto("call", "--rehearse", "--keys", "1,1,2,2,1,1,1", "--wav", str(CLIP), "--from", new_number())
        line.sotto("text", "There is a fire at the mill", "--rehearse", "--from", new_number())
        line.settle("fetch", "transcribe", "grade", "code")
        yield line


@pytest.mark.parametrize("command", [(), *_commands(main)], ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    for ask in ("-h", "--help"):
        done = CliRunner().invoke(main, [*command, ask], catch_exceptions=False)
        assert done.exit_code == 0
        assert done.stdout.startswith("Usage:")
        assert len(done.stdout.splitlines()) > 3


@pytest.mark.parametrize("command", [("reports",), ("show", "00"), ("calls",)], ids=" ".join)
@pytest.mark.parametrize(
    ("who", "password"), [((), PASSWORD), (("--operator", "nobody"), PASSWORD), (("--operator", "rehearsal"), "wrong"),
                          (("--operator", "rehearsal"), None)],
    ids=["no name", "no such operator", "a wrong password", "no password"],
)  # fmt: skip
def test_reading_needs_an_operator(
    rehearsal: Line, command: tuple[str, ...], who: tuple[str, ...], password: str | None
) -> None:
    done = run(rehearsal.env, *command, "--rehearse", *who, SOTTO_OPERATOR_PASSWORD=password)
    assert done.exit_code == 2
    assert "mill" not in done.output


def test_the_password_may_lie_in_a_file(rehearsal: Line, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(rehearsal.env["SOTTO_OPERATOR_PASSWORD"] + "\n")
    named: dict[str, Any] = {"SOTTO_OPERATOR_PASSWORD": None, "SOTTO_OPERATOR_PASSWORD_FILE": str(file)}
    assert run(rehearsal.env, "calls", "--rehearse", "--operator", "rehearsal", **named).exit_code == 0
    named["SOTTO_OPERATOR_PASSWORD_FILE"] = str(tmp_path / "missing")
    assert run(rehearsal.env, "calls", "--rehearse", "--operator", "rehearsal", **named).exit_code == 2


@pytest.mark.threat(15)
def test_reports_have_the_shape_that_programs_were_promised(rehearsal: Line) -> None:
    rows = {row["channel"]: row for row in rehearsal.reports()}
    assert set(rows) == {"voice", "sms"}
    for row in rows.values():
        assert set(row) == REPORT
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["received"])
        assert re.fullmatch("[0-9a-f]{32}", row["id"])
        assert row["waiting_seconds"] is None or row["waiting_seconds"] >= 0
        assert row["grade"] in {"high", "low", "none", "look"}
        assert all(isinstance(reason, str) for reason in row["reasons"])
    voice, text = rows["voice"], rows["sms"]
    assert set(voice["transcript"]) == {"status", "confidence", "text"}
    assert voice["recordings"] == [{"seconds": 4, "state": "kept"}]
    assert (voice["text"], voice["category"], voice["danger"]) == (None, "weapons", False)
    assert (text["text"], text["transcript"], text["recordings"]) == ("There is a fire at the mill", None, [])


def test_the_call_log_has_the_shape_that_programs_were_promised(rehearsal: Line) -> None:
    [row] = rehearsal.json("calls")
    assert set(row) == CALL
    assert (row["outcome"], row["seconds"] % 30) == ("reported", 0)
    assert row["report"] in {report["id"] for report in rehearsal.reports()}


def test_one_report_is_shown_by_the_beginning_of_its_id(rehearsal: Line) -> None:
    [one, *_] = rehearsal.reports()
    shown = run(rehearsal.env, "show", one["id"][:8], "--rehearse", "--operator", "rehearsal", "--json")
    assert json.loads(shown.stdout) | {"waiting_seconds": 0} == one | {"waiting_seconds": 0}
    for odd in ("", "zz", one["id"] + "0"):
        assert run(rehearsal.env, "show", odd, "--rehearse", "--operator", "rehearsal").exit_code == 2


@pytest.mark.parametrize("command", ["reports", "calls", "jobs", "check"])
def test_tables_are_for_people(rehearsal: Line, command: str) -> None:
    who = () if command in {"jobs", "check"} else ("--operator", "rehearsal")
    done = run(rehearsal.env, command, "--rehearse", *who)
    assert done.exit_code == 0
    assert len(done.output.splitlines()) >= 1


def test_check_finds_nothing_wrong_with_a_rehearsal_and_shows_no_secret(rehearsal: Line) -> None:
    done = run(rehearsal.env, "check", "--rehearse")
    home = json.loads((rehearsal.data / "provider.json").read_text())
    assert done.exit_code == 0
    assert home["token"] not in done.output
    assert "•••" in done.output
    rows = json.loads(run(rehearsal.env, "check", "--rehearse", "--json").stdout)
    assert all(row["ok"] for row in rows)
    assert {"database", "recogniser"} <= {row["about"] for row in rows}


def test_check_names_what_is_wrong_and_ends_with_1(env: dict[str, str], tmp_path: Path) -> None:
    env |= {"SOTTO_RUNTIME_DIR": str(tmp_path), "SOTTO_SECRETS_DIR": str(tmp_path / "secrets")}
    assert run(env, "init", "--operator", "ana").exit_code == 0
    tmp_path.chmod(0o755)
    done = run(env, "check", "--json")
    wrong = [(row["about"], row["words"]) for row in json.loads(done.stdout) if not row["ok"]]
    assert done.exit_code == 1
    assert {about for about, words in wrong if "chmod" in words} == {"runtime keys"}
    assert {about for about, words in wrong if "not in memory" in words} == {"runtime keys"}
    assert "provider" in dict(wrong)


def test_the_files_of_a_rehearsal_are_for_its_owner_alone(rehearsal: Line) -> None:
    for name in ("operator.json", "provider.json"):
        assert stat.S_IMODE((rehearsal.data / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(rehearsal.data.stat().st_mode) & 0o077 == 0


def test_a_site_is_made_once(env: dict[str, str]) -> None:
    first = run(env, "init", "--operator", "ana")
    key = re.search(r"\b([A-Z2-7]{4}-){12}[A-Z2-7]{4}\b", first.stdout)
    assert first.exit_code == 0
    assert key
    again = run(env, "init", "--operator", "eve", SOTTO_OPERATOR_PASSWORD="another password")
    assert again.exit_code == 1
    assert key[0] not in again.output
    assert "before" in again.output
    assert run(env, "reports", "--operator", "eve", SOTTO_OPERATOR_PASSWORD="another password").exit_code == 2
    assert json.loads(run(env, "reports", "--operator", "ana", "--json").stdout) == []


@pytest.mark.parametrize(
    ("name", "password"), [("a", PASSWORD), ("ana ana", PASSWORD), ("ana", "short"), ("", PASSWORD)]
)
def test_an_operator_needs_a_name_and_a_password_that_can_be_taken(
    env: dict[str, str], name: str, password: str
) -> None:
    done = run(env, "init", "--operator", name, SOTTO_OPERATOR_PASSWORD=password)
    assert done.exit_code in {1, 2}
    assert run(env, "init", "--operator", "ana").exit_code == 0


@pytest.mark.parametrize("command", ["serve", "jobs", "check", "reports", "calls", "work"])
def test_without_a_site_every_command_says_to_make_one(env: dict[str, str], command: str) -> None:
    done = run(env, command)
    assert done.exit_code == 1
    assert "sotto init" in done.output


@pytest.mark.parametrize("command", [("serve",), ("init", "--operator", "ana"), ("reports",), ("jobs",), ("migrate",)],
                         ids=" ".join)  # fmt: skip
def test_everything_that_is_wrong_with_the_settings_is_said_at_once(
    env: dict[str, str], command: tuple[str, ...]
) -> None:
    bad = {
        "TWILIO_ACCOUNT_SID": "nonsense", "SOTTO_PUBLIC_URL": "http://line.example", "SOTTO_BIND": "nowhere",
        "SOTTO_SPEECH": "cloud", "SOTTO_DATABASE_URL": "mysql://x", "SOTTO_TYPO": "1", "TWILIO_AUTH_TOKEN": "s3cret,,",
    }  # fmt: skip
    done = run(env | bad, *command)
    assert done.exit_code == 1
    assert {name for name in bad if name not in done.output} == set()
    assert "s3cret" not in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "real", [{"TWILIO_ACCOUNT_SID": "AC" + "1" * 32}, {"TWILIO_AUTH_TOKEN": "2" * 32},
             {"TWILIO_ACCOUNT_SID": "AC" + "1" * 32, "TWILIO_AUTH_TOKEN": "2" * 32}],
)  # fmt: skip
@pytest.mark.parametrize("command", [("serve",), ("reports", "--operator", "x"), ("jobs",), ("check",)], ids=" ".join)
def test_a_rehearsal_refuses_to_meet_a_real_account(real: dict[str, str], command: tuple[str, ...]) -> None:
    with environment() as (_, env):
        done = run(env | real, *command, "--rehearse")
        assert done.exit_code == 1
        assert "real account" in done.output
        assert "1111" not in done.output
        assert not (Path(env["SOTTO_DATA_DIR"]) / "rehearsal" / "sotto.sqlite3").exists()


@pytest.mark.parametrize("command", [("text", "hello"), ("call",)], ids=" ".join)
def test_without_a_rehearsal_nobody_can_be_called(env: dict[str, str], command: tuple[str, ...]) -> None:
    bare: dict[str, Any] = {name: value for name, value in env.items() if not name.startswith("TWILIO_")}
    done = run(bare, *command, "--rehearse")
    assert done.exit_code == 1
    assert "sotto serve --rehearse" in done.output


def test_a_call_that_cannot_be_placed_is_said_so(rehearsal: Line) -> None:
    assert run(rehearsal.env, "text", "hello", "--to", "+19995550000").exit_code == 1
    assert run(rehearsal.env, "call", "--wav", __file__).exit_code == 1


def test_a_port_that_is_taken_is_said_so(rehearsal: Line) -> None:
    done = run(rehearsal.env, "serve", "--rehearse")
    assert (done.exit_code, rehearsal.env["SOTTO_BIND"] in done.output) == (1, True)
    assert run(rehearsal.env, "text", "still there?", "--from", new_number()).exit_code == 0


def test_operators_are_added_with_a_password_for_once_and_put_on_duty(env: dict[str, str]) -> None:
    run(env, "init", "--operator", "ana")
    added = run(env, "operators", "add", "ben", "--phone", "+14155550188", "--operator", "ana")
    assert added.exit_code == 0
    first = added.stdout.rsplit(" ", 1)[1].strip()
    assert run(env, "operators", "duty", "ben", "on").exit_code == 0
    listed = run(env, "operators", "list", "--json").stdout
    assert {row["name"]: row["on_duty"] for row in json.loads(listed)} == {"ana": False, "ben": True}
    assert "4155550188" not in listed
    assert run(env, "reports", "--operator", "ben", SOTTO_OPERATOR_PASSWORD=first).exit_code in {0, 2}
    assert run(env, "operators", "add", "ben", "--operator", "ana").exit_code == 2
    assert run(env, "operators", "add", "cat", "--phone", "nonsense", "--operator", "ana").exit_code == 2
    assert run(env, "operators", "duty", "nobody", "on").exit_code == 2


def test_a_site_that_is_no_rehearsal_is_not_opened_as_one_and_the_other_way_round(env: dict[str, str]) -> None:
    run(env, "init", "--operator", "ana")
    real: dict[str, Any] = {
        "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
        "TWILIO_AUTH_TOKEN": "2" * 32,
        "TWILIO_API_URL": None,
    }
    done = run(env, "jobs", **real)
    assert done.exit_code == 1
    assert "rehearsal" in done.output


def test_a_clip_that_is_no_sound_is_named_as_the_fault(rehearsal: Line) -> None:
    said = rehearsal.sotto("call", "--rehearse", "--wav", str(Path(__file__)), code=1)
    assert "RIFF" in said
    assert "No rehearsal answered" not in said
