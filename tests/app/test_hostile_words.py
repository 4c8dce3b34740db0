"""Whoever sends a report may be hostile to the terminal that shows it."""

from __future__ import annotations

from tests.app.running import run
from tests.plugins.line import new_number, open_rehearsal

HOSTILE = "smoke [/b] at [link=http://203.0.113.1]the mill[/link] \x1b]0;owned\x07 \u202eesrever"


def test_words_are_shown_as_they_were_sent_and_do_nothing_to_the_terminal() -> None:
    with open_rehearsal() as line:
        line.sotto("text", HOSTILE, "--rehearse", "--from", new_number())
        line.settle("grade", "code")
        [one] = [row for row in line.reports() if "smoke" in row["text"]]
        for command in (("reports",), ("show", one["id"][:8])):
            done = run(line.env, *command, "--rehearse", "--operator", "rehearsal")
            assert done.exit_code == 0
            assert "smoke [/b]" in done.stdout
            assert "\x1b" not in done.stdout
            assert "\u202e" not in done.stdout
