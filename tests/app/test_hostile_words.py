"""Whoever sends a report may be hostile to the terminal that shows it."""

from __future__ import annotations

import pytest

from tests.app.running import run
from tests.plugins.line import new_number, open_rehearsal

HOSTILE = "smoke [/b] at [link=http://203.0.113.1]the mill[/link] \x1b]0;owned\x07 \x9b2J \u202eesrever"


@pytest.mark.threat(21, 43)
def test_words_are_shown_as_they_were_sent_and_do_nothing_to_the_terminal() -> None:
    with open_rehearsal() as line:
        line.sotto("text", HOSTILE, "--rehearse", "--from", new_number())
        line.settle("grade", "code")
        [one] = [row for row in line.reports() if "smoke" in row["text"]]
        assert one["text"] == HOSTILE
        for command in (("reports",), ("show", one["id"][:8]), ("reports", "--json"), ("show", one["id"], "--json")):
            done = run(line.env, *command, "--rehearse", "--operator", "rehearsal")
            assert done.exit_code == 0
            assert "smoke [/b]" in done.stdout
            assert not {"\x1b", "\x07", "\x9b", "\u202e"}.intersection(done.stdout)


@pytest.mark.threat(19)
def test_who_reported_is_masked_in_the_terminal_until_that_is_lifted_and_written_down() -> None:
    with open_rehearsal() as line:
        line.sotto("text", "My name is Ana Ruiz. He is Victor Hale.", "--rehearse", "--from", new_number())
        line.settle("grade", "code")
        [one] = [row for row in line.reports() if "Victor" in row["text"]]
        assert one["text"] == "My name is Ana Ruiz. He is Victor Hale."
        shown = ("show", one["id"][:8])
        for command in (("reports",), shown):
            done = run(line.env, *command, "--rehearse", "--operator", "rehearsal")
            assert done.exit_code == 0
            assert "Ana Ruiz" not in done.stdout
            assert "Victor" in done.stdout
        lifted = run(line.env, *shown, "--lift", "danger", "--rehearse", "--operator", "rehearsal")
        assert "My name is Ana Ruiz." in lifted.stdout
        assert line.count("moves", "move = 'lift' AND detail = 'danger'") == 1
        wrong = run(line.env, *shown, "--lift", "curious", "--rehearse", "--operator", "rehearsal")
        assert wrong.exit_code == 2
        assert "Ana Ruiz" not in wrong.output
