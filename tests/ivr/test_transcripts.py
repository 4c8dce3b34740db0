"""Whole calls, as tables: what the caller does, which step of the script is heard, and what is asked then."""

from __future__ import annotations

import pytest

from talk import words as wording
from talk.words import VOICE
from tests.ivr.phone import Phone

Row = tuple[str, str, str]

REPORT: list[Row] = [
    ("calls", "welcome", "key"),
    ("1", "menu", "key"),
    ("1", "danger", "key"),
    ("2", "category", "key"),
    ("5", "story", "voice"),
    ("speaks", "more", "key"),
    ("1", "pen", "key"),
    ("5", "code", "key"),
    ("1", "goodbye", "over"),
]
CALLS: dict[str, list[Row]] = {
    "a report": REPORT,
    "a report from somebody in danger": [
        *REPORT[:3], ("1", "danger_now", "key"), ("#", "story", "voice"), *REPORT[5:],
    ],
    "a report in two recordings": [
        *REPORT[:6], ("2", "story_more", "voice"), ("speaks", "more", "key"), *REPORT[6:],
    ],
    "who says no more has finished": [*REPORT[:6], ("waits", "more", "key"), ("waits", "pen", "key")],
    "any key at the pen, and no key": [*REPORT[:7], ("waits", "pen", "key"), ("waits", "code", "key")],
    "the code once more": [*REPORT[:8], ("9", "code", "key"), ("*", "code", "key"), ("1", "goodbye", "over")],
    "the code played to its end": [*REPORT[:8], ("waits", "code", "key"), ("waits", "goodbye", "over")],
    "how the line protects": [*REPORT[:2], ("3", "about", "key"), ("1", "danger", "key")],
    "once more, please": [*REPORT[:3], ("*", "danger", "key"), ("*", "danger", "key"), ("2", "category", "key")],
    "a person, but nobody is there": [
        *REPORT[:3], ("0", "", "another"), ("follows", "nobody_there", "voice"), ("speaks", "more", "key"),
    ],
    "no keys at all": [
        REPORT[0], ("waits", "", "key"), ("waits", "just_speak", "voice"), ("speaks", "pen", "key"),
    ],
    "wrong keys": [*REPORT[:3], ("7", "danger", "key"), ("8", "just_speak", "voice"), ("speaks", "pen", "key")],
    "nothing at all": [
        REPORT[0], ("waits", "", "key"), ("waits", "just_speak", "voice"), ("waits", "just_speak", "voice"),
        ("waits", "unheard", "over"),
    ],
    "silence after the tone": [
        *REPORT[:5], ("waits", "story", "voice"), ("waits", "just_speak", "voice"), ("speaks", "pen", "key"),
    ],
    "Chinese": [REPORT[0], ("2", "menu", "key"), *REPORT[2:]],
    "Spanish": [REPORT[0], ("3", "menu", "key"), *REPORT[2:]],
}  # fmt: skip
SPOKEN = {"2": "zh-CN", "3": "es"}


@pytest.mark.parametrize("rows", CALLS.values(), ids=CALLS)
def test_a_call_goes_as_written(phone: Phone, rows: list[Row]) -> None:
    language = "en"
    for place, (does, step, asks) in enumerate(rows):
        heard = phone.do(does)
        language = SPOKEN.get(does, language) if place == 1 else language
        assert heard.asks == asks, (place, does)
        assert words(phone, language, step) in heard.text, (place, does)


def words(phone: Phone, language: str, step: str) -> str:
    """Return how a step begins, in words."""
    if not step:
        return ""
    line = phone.site.intake.lines.by_name["public"]
    said = wording.say(phone.site.intake.words, language, step, VOICE, {"emergency": line.emergency})
    return said.partition("{")[0].strip()


@pytest.mark.parametrize(("key", "tag"), [("1", "en-US"), ("2", "cmn-CN"), ("3", "es-MX")])
def test_the_provider_is_told_which_language_it_speaks(phone: Phone, key: str, tag: str) -> None:
    offered = [say.get("language") for say in phone.dial().verbs[0].iter("Say")]
    assert offered[1:] == ["en-US", "cmn-CN", "es-MX"]
    phone.press(key)
    assert {say.get("language") for say in phone.heard.verbs[0].iter("Say")} == {tag}


def test_the_emergency_number_is_the_first_thing_heard_and_is_read_digit_by_digit(phone: Phone) -> None:
    first = phone.dial().text
    assert "nine one one" in first.partition(".")[0] + first.partition(".")[2].partition(".")[0]


def test_the_code_is_played_and_never_spoken_by_the_provider(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    [sound] = phone.press("1", "5").plays
    assert phone.fetch(sound).mimetype == "audio/wav"
    assert phone.fetch(sound).headers["Cache-Control"] == "no-store"


def test_an_address_of_the_code_dies_when_it_is_said_again_and_when_the_call_is_over(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    [first] = phone.press("1", "5").plays
    [second] = phone.press("9").plays
    assert phone.fetch(first).status_code == 404
    assert phone.fetch(second).status_code == 200
    phone.hang_up()
    assert phone.fetch(second).status_code == 404


def test_a_withheld_caller_is_served_like_any_other_and_has_no_alias(phone: Phone) -> None:
    phone.caller = "+266696687"
    phone.dial()
    phone.press("1", "1", "2", "5")
    phone.speak()
    assert phone.press("1").asks == "key"
    phone.hang_up()
    assert len(phone.site.reports()) == 1


@pytest.mark.parametrize("caller", ["", "anonymous", "client:alice", "sip:bob@example.com", "86753"])
def test_callers_without_a_number_are_served(phone: Phone, caller: str) -> None:
    phone.caller = caller
    assert phone.dial().asks == "key"


def test_a_number_that_no_line_names_belongs_to_the_default_line(phone: Phone) -> None:
    phone.ours = "+15005559999"
    assert phone.dial().asks == "key"


def test_a_line_has_its_own_script(phone: Phone) -> None:
    phone.ours = "+15005550002"
    phone.dial()
    phone.press("1", "1", "2", "2")
    phone.speak()
    phone.press("1")
    [report] = phone.site.reports()
    assert (report.row.line, report.row.category) == ("enterprise", "corruption")


def test_the_answers_stand_on_the_report(phone: Phone) -> None:
    phone.dial()
    phone.press("3", "1", "2", "5")
    phone.speak()
    phone.press("1", "5", "1")
    phone.hang_up()
    [report] = phone.site.reports()
    assert (report.row.danger, report.row.category, report.row.language) == (False, "economic", "es")
    assert report.row.reachable == "yes"
