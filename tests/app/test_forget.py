"""`sotto forget`: what it shows, what it erases, holds by the command line, and what `sotto check` says of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.plugins.line import Line, environment


@pytest.fixture
def line() -> Iterator[Line]:
    """Return a site in which reports came in by text, all read and closed as spam weeks ago but for the last."""
    settings = {
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "0" * 32,
        "TWILIO_API_URL": "http://127.0.0.1:9",
    }
    public = {"SOTTO_PUBLIC_URL": "https://sotto.example", "SOTTO_SPEECH": "off"}
    with environment(**settings, **public) as (place, env):
        line = Line(place, env, "ana")
        assert sotto(line, "init", "--operator", "ana").exit_code == 0
        fill(line)
        yield line


def sotto(line: Line, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env=line.env, catch_exceptions=False)


def fill(line: Line) -> None:
    """Put reports in as a line of twelve days ago had them."""
    with closing(sqlite3.connect(line.database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=ON")
        for at in range(12):
            id_ = bytes([at + 1]) * 16
            status, outcome = ("closed", "spam") if at < 11 else ("new", None)
            connection.execute(
                "INSERT INTO reports (id, channel, line, language, status, outcome, reachable, reported_before, day)"
                " VALUES (?, 'sms', 'public', 'en', ?, ?, 'no', 0, '2026-01-05')",
                (id_, status, outcome),
            )
            if outcome:
                connection.execute(
                    "INSERT INTO moves VALUES (?, ?, 0, 'ana', 'close', 'spam', '2026-01-06')", (id_, id_)
                )


def due(line: Line, *more: str) -> list[dict[str, object]]:
    done = sotto(line, "forget", "--dry-run", "--json", *more)
    assert done.exit_code == 0
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_a_dry_run_shows_what_is_due_and_erases_nothing(line: Line) -> None:
    found = due(line)
    assert len(found) == 11
    assert found[0] == {
        "report": "01" * 16, "what": "report", "day": "2026-01-20", "rule": "spam", "days": 14, "since": "2026-01-06",
        "stop": None,
    }  # fmt: skip
    assert len(due(line, "--all")) == 12
    table = sotto(line, "forget", "--dry-run").stdout
    assert "01010101" in table
    assert "11 to erase, 0 kept" in table
    assert line.count("reports") == 12


def test_it_erases_what_is_due_and_the_counts_stay(line: Line) -> None:
    done = sotto(line, "forget", "--json")
    assert json.loads(done.stdout) == {"reports": 11, "items": 0, "calls": 0, "washed": True}
    assert line.count("reports") == 1
    assert due(line) == []
    rows = json.loads(sotto(line, "forget", "--counts", "--json").stdout)
    assert {"period": "2026-01", "line": "public", "what": "reports", "value": None, "count": 11} in rows
    assert {"period": "2026-01", "line": "public", "what": "outcome", "value": "spam", "count": 11} in rows
    assert sotto(line, "forget").stdout.startswith("Erased: 0 reports")


@pytest.mark.threat(46)
def test_a_hold_by_the_command_line_stops_it_and_is_written_down(line: Line) -> None:
    who = ("--operator", "ana")
    assert sotto(line, "forget", "--hold", "0101", "--reason", "court", *who).exit_code == 0
    assert next(row for row in due(line) if row["report"] == "01" * 16)["stop"] == "held"
    sotto(line, "forget")
    assert line.count("reports") == 2
    assert line.count("moves", "move = 'hold' AND operator = 'ana' AND detail = 'court'") == 1
    assert "1 reports on legal hold" in sotto(line, "check", "--json").stdout
    assert sotto(line, "forget", "--lift", "0101", "--reason", "over", *who).exit_code == 0
    sotto(line, "forget")
    assert line.count("reports") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--hold", "0101", "--operator", "ana"), "--reason is one of: court, investigation, complaint."),
        (("--hold", "0101", "--reason", "over", "--operator", "ana"), "--reason is one of: court"),
        (("--lift", "0101", "--reason", "court", "--operator", "ana"), "--reason is one of: over, decided, mistake."),
        (("--hold", "ff", "--reason", "court", "--operator", "ana"), "There is no report whose id begins like this"),
        (("--lift", "0101", "--reason", "over", "--operator", "ana"), "It has a hold already, or has none."),
        (("--hold", "0101", "--reason", "court"), "add --operator NAME"),
        (("--hold", "0101", "--reason", "court", "--operator", "bo"), "There is no such operator"),
    ],
)
def test_a_hold_that_cannot_be_set_says_why_and_ends_with_2(line: Line, arguments: tuple[str, ...], words: str) -> None:
    done = sotto(line, "forget", *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert line.count("reports", "hold IS NOT NULL") == 0


@pytest.mark.parametrize("arguments", [("--all",), ("--dry-run", "--counts"), ("--hold", "0101", "--lift", "0101")])
def test_options_that_do_not_go_together_erase_nothing(line: Line, arguments: tuple[str, ...]) -> None:
    before = line.count("reports")
    done = sotto(line, "forget", *arguments)
    assert done.exit_code == 2
    assert "go" in done.stderr
    assert line.count("reports") == before
