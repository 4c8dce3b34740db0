"""A conversation is read from and written to lines."""

from __future__ import annotations

import pytest

from talk.engine import Heard, Pressed, Said, Silence, Spoke, answer, begin
from talk.line import speaking
from talk.script import Script
from talk.terminal import heard, lines, outcome
from talk.words import Words


@pytest.mark.parametrize(
    ("line", "door", "meant"),
    [
        ("", "voice", Silence()),
        ("[silence]", "web", Silence()),
        (" [speaks] ", "voice", Spoke()),
        ("1234 5678*#", "voice", Pressed("12345678*#")),
        ("1", "sms", Said("1")),
        ("I saw it", "voice", Said("I saw it")),
    ],
)
def test_a_line_is_what_the_reporter_does(line: str, door: str, meant: Heard) -> None:
    assert heard(line, door) == meant


def test_an_outcome_comes_with_its_facts() -> None:
    assert outcome('found status="We have it." messages=""') == ("found", {"status": "We have it.", "messages": ""})


@pytest.mark.parametrize("line", ["", "   ", 'found status="open', "found status", "found =x"])
def test_an_odd_outcome_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"not enough values|No closing quotation|name=value"):
        outcome(line)


def test_a_turn_is_shown_a_paragraph_a_line(script: Script, words: Words) -> None:
    assert lines(words, begin(script, "web", "en"), "web", {}) == (
        "Is anyone in danger right now?",
        "Yes",
        "No",
    )


def test_what_has_no_words_has_no_line(script: Script, words: Words) -> None:
    turn = answer(script, begin(script, "voice", "en").session, Pressed("1"))
    assert "" not in lines(words, turn, "voice", {})


def test_a_line_that_speaks_two_languages_offers_two(script: Script, words: Words) -> None:
    line = speaking(script, ("en", "es"))
    shown = lines(words, begin(line, "voice", "en"), "voice", {"emergency": "911"})
    assert shown[1:] == ("English, press one.", "Español, oprima tres.")
