"""A line plays its script in its own languages."""

from __future__ import annotations

from talk.engine import Pressed, answer, begin
from talk.line import speaking
from talk.script import Script


def test_a_language_keeps_its_key_on_a_line_without_the_others(script: Script) -> None:
    line = speaking(script, ("en", "es"))
    turn = begin(line, "voice", "en")
    assert answer(line, turn.session, Pressed("3")).session.language == "es"


def test_the_key_of_a_language_the_line_does_not_speak_is_no_option(script: Script) -> None:
    line = speaking(script, ("en", "es"))
    turn = answer(line, begin(line, "voice", "en").session, Pressed("2"))
    assert turn.says[0].remark == "not_understood"


def test_a_line_of_one_language_does_not_ask_for_it(script: Script) -> None:
    line = speaking(script, ("es",))
    assert [say.step for say in begin(line, "voice", "es").says] == ["welcome", "menu"]
    assert "language" not in line.steps


def test_nothing_else_changes(script: Script) -> None:
    line = speaking(script, ("en",))
    assert line.digest == script.digest
    assert set(script.steps) - set(line.steps) == {"language"}
    assert line.steps["danger"] == script.steps["danger"]
