"""The script in a terminal."""

from __future__ import annotations

import pytest

from tests.app.running import run


def test_the_script_can_be_played(env: dict[str, str]) -> None:
    done = run(env, "play", typed="1\n1\n2\n2\n[speaks]\n1\nfailed\n")
    assert done.exit_code == 0
    assert "could not be saved" in done.output


def test_a_conversation_by_text_can_be_played_in_spanish(env: dict[str, str]) -> None:
    done = run(env, "play", "--door", "sms", "--language", "es", typed="filed code=1234\nno\nnoted\n1\nnoted\n")
    assert done.exit_code == 0


@pytest.mark.parametrize("odd", [("--line", "nowhere"), ("--language", "xx"), ("--door", "fax")], ids=" ".join)
def test_what_cannot_be_played_is_said_so(env: dict[str, str], odd: tuple[str, str]) -> None:
    done = run(env, "play", *odd, typed="1\n")
    assert done.exit_code in {1, 2}
    assert "Traceback" not in done.output


def test_who_answers_the_prompts_wrong_or_leaves_is_let_go(env: dict[str, str]) -> None:
    assert run(env, "play", typed="").exit_code == 1
    odd = run(env, "play", "--door", "sms", typed="danced\nfiled code\nfailed\n")
    assert (odd.exit_code, "danced" in odd.output) == (0, True)
