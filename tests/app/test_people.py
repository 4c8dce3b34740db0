"""The commands for people and keys: what each does, what it refuses, and that no key is an argument."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.commands import people
from intake.operators import Unfit
from tests.app.backed import KEY, Backed, found, reports
from tests.app.running import Done, run
from tests.plugins.line import PASSWORD, ROOT


@pytest.fixture
def site(env: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Backed:
    """Return a site with a report, where nobody waits for other processes."""
    monkeypatch.setattr(people, "SETTLE", 0.0)
    made = found(env, tmp_path)
    with made.office() as office:
        office.report("words")
    return made


def tell(site: Backed, *command: str, by: str = "ana", password: str = PASSWORD) -> Done:
    """Run a command for operators as one of them."""
    return run(site.env, "operators", *command, "--operator", by, SOTTO_OPERATOR_PASSWORD=password)


def hire(site: Backed, name: str) -> str:
    """Add somebody; return their one-time password."""
    return password_in(tell(site, "add", name))


def password_in(done: Done) -> str:
    assert done.exit_code == 0, done.output
    return done.stdout.split()[-1]


def reads(site: Backed, name: str, password: str) -> bool:
    done = run(site.env, "reports", "--operator", name, "--json", SOTTO_OPERATOR_PASSWORD=password)
    return done.exit_code == 0 and [row["text"] for row in json.loads(done.stdout)] == ["words"]


def test_somebody_is_added_reads_and_is_removed(site: Backed) -> None:
    once = hire(site, "ben")
    assert reads(site, "ben", once)
    done = tell(site, "remove", "ben")
    assert done.exit_code == 0, done.output
    assert "New keys for desk" in done.output
    assert not reads(site, "ben", once)
    assert [row["text"] for row in reports(site.env)] == ["words"]
    names = json.loads(run(site.env, "operators", "list", "--json").stdout)
    assert [row["name"] for row in names] == ["ana"]


def test_other_roles_other_keys(site: Backed) -> None:
    once = hire(site, "ben")
    done = tell(site, "roles", "ben", "admin")
    assert (done.exit_code, "New keys" in done.output) == (0, True)
    assert not reads(site, "ben", once)
    done = tell(site, "roles", "ben", "operator", "supervisor")
    assert (done.exit_code, "New keys" in done.output) == (0, False)
    assert reads(site, "ben", once)


def test_a_forgotten_password_is_replaced_by_one_for_once(site: Backed) -> None:
    before = hire(site, "ben")
    once = password_in(tell(site, "password", "ben"))
    assert once != before
    assert (reads(site, "ben", before), reads(site, "ben", once)) == (False, True)


def test_keys_are_replaced_at_any_time(site: Backed) -> None:
    for _ in range(2):
        assert tell(site, "rotate").exit_code == 0
    assert [row["text"] for row in reports(site.env)] == ["words"]


@pytest.mark.parametrize("name", ["ana", "zoe"])
def test_the_printed_key_lets_somebody_in(site: Backed, name: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(site.key)
    done = run(site.env, "operators", "recover", name, SOTTO_RECOVERY_KEY_FILE=str(tmp_path / "key"))
    assert reads(site, name, password_in(done))


def test_without_the_right_printed_key_nobody_comes_in(site: Backed) -> None:
    wrong = "-".join(["ABCD"] * 13)
    for key, why in ((None, "SOTTO_RECOVERY_KEY"), ("scribble", "no recovery key"), (wrong, "not the recovery key")):
        done = run(site.env, "operators", "recover", "zoe", SOTTO_RECOVERY_KEY=key)
        assert (done.exit_code, why.lower() in done.output.lower()) == (2, True)
    named = run(site.env, "operators", "recover", "recovery", SOTTO_RECOVERY_KEY=site.key)
    assert (named.exit_code, "choose another name" in named.output) == (2, True)


def test_a_new_printed_key_takes_the_place_of_the_old_one(site: Backed) -> None:
    done = tell(site, "new-recovery-key")
    assert done.exit_code == 0, done.output
    [fresh] = KEY.findall(done.stdout)
    old = run(site.env, "operators", "recover", "zoe", SOTTO_RECOVERY_KEY=site.key)
    assert (old.exit_code, "not the recovery key" in old.output) == (2, True)
    once = password_in(run(site.env, "operators", "recover", "zoe", SOTTO_RECOVERY_KEY=fresh))
    assert reads(site, "zoe", once)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("remove", "ana"), "themselves"),
        (("remove", "nobody"), "no operator"),
        (("roles", "ana", "operator"), "nobody would be left"),
        (("roles", "ana", "boss"), "operator, supervisor, admin"),
        (("password", "ana"), "themselves"),
        (("password", "nobody"), "no operator"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said(site: Backed, command: tuple[str, ...], why: str) -> None:
    done = tell(site, *command)
    assert (done.exit_code, why.lower() in done.output.lower()) == (2, True), done.output


@pytest.mark.parametrize("command", [("add", "cat"), ("remove", "ana"), ("roles", "ana", "admin"), ("rotate",)])
def test_an_operator_looks_after_nobody_and_a_password_for_once_is_changed_first(
    site: Backed, command: tuple[str, ...]
) -> None:
    once = hire(site, "ben")
    done = tell(site, *command, by="ben", password=once)
    assert (done.exit_code, "for once" in done.output) == (2, True)
    assert run(site.env, "operators", *command).exit_code == 2


def test_what_is_still_to_be_done_about_keys_shows_in_check(site: Backed, monkeypatch: pytest.MonkeyPatch) -> None:
    hire(site, "ben")

    def cut(*_: object, **__: object) -> None:
        raise Unfit

    with monkeypatch.context() as patch:
        patch.setattr("intake.rotation.rotate", cut)
        assert tell(site, "remove", "ben").exit_code == 1
    wrong = json.loads(run(site.env, "check", "--json").stdout)
    assert [row["words"] for row in wrong if row["about"] == "desk keys" and "rotate" in row["words"]]
    assert tell(site, "rotate").exit_code == 0
    wrong = json.loads(run(site.env, "check", "--json").stdout)
    assert not [row for row in wrong if row["about"] == "desk keys"]


def test_a_desk_that_the_owner_names_later_has_keys_that_every_reader_and_the_printed_key_hold(
    site: Backed, tmp_path: Path
) -> None:
    own = tmp_path / "own" / "rules"
    own.mkdir(parents=True)
    lines = (ROOT / "config" / "rules" / "lines.toml").read_text(encoding="utf-8")
    (own / "lines.toml").write_text(lines.replace('desks = ["desk"]', 'desks = ["desk", "night"]'), encoding="utf-8")
    site.env["SOTTO_CONFIG_DIR"] = str(own.parent)
    with site.office() as office:
        assert set(office.site.operator.keys) == {"desk", "night"}
        report = office.report("at night")
        office.site.operator = type(office.site.operator)(
            office.site.operator.operator, b"", {"night": office.site.operator.keys["night"]}
        )
        [opened] = [one for one in office.site.reports() if one.row.id.hex() == report]
        assert [piece.text for piece in opened.of_kind("story")] == ["at night"]
    once = password_in(run(site.env, "operators", "recover", "zoe", SOTTO_RECOVERY_KEY=site.key))
    assert run(site.env, "reports", "--operator", "zoe", SOTTO_OPERATOR_PASSWORD=once).exit_code == 0
