"""Words are found by language, step and door, and filled with facts."""

from __future__ import annotations

import pytest

from talk.engine import Say, Session, Turn, begin, options
from talk.script import Script, parse_script
from talk.words import (
    NoWordsError,
    Words,
    WordsFaultsError,
    hint,
    label,
    offer,
    paragraphs,
    parse_words,
    phrase,
    remark,
    say,
    spelled,
)

WORDS = parse_words(
    {
        "en": """
        option = { voice = "{label}, press {key}.", sms = "{key} {label}", web = "{label}" }
        spoken = { joint = " ", pause = ", ", keys = { 1 = "one", 2 = "two", 9 = "nine", "#" = "hash" } }
        remark.nothing_heard = { text = "Nothing came.", voice = "I heard nothing." }
        step.hello = { text = "Call {emergency}, {name}.", voice = "Hello {name}. {code}" }
        step.quiet = { voice = "" }
        step.menu.text = "Well?"
        step.menu.voice_hint = "Or zero."
        step.menu.options = { tell = "Tell", leave = "Leave" }
        step.menu.voice_options = { tell = "To tell" }
        step.pick = { text = "Pick", sms_option = "{key}={label}", options = { tell = "Tell", leave = "Leave" } }
        step.language = { text = "", options = { en = "English", es = "Español" } }
        desk.queue.title = "Reports since {day}"
        """,
        "es": """
        option = { voice = "{label}, oprima {key}." }
        spoken = { joint = " ", pause = ", ", keys = { 1 = "uno", 2 = "dos" } }
        step.language.options = { en = "English", es = "Español" }
        """,
    }
)
SCRIPT = parse_script(
    """
    give_up = "story"
    start = { voice = "language" }
    language = { ask = "choice", save = "language", then = { en = "menu", es = "menu" } }
    menu = { ask = "choice", then = { tell = "pick", leave = "story" } }
    pick = { ask = "choice", then = { tell = "story", leave = "story" }, keys = { leave = "#" } }
    story = { ask = "story", then = "hello", missed = "hello" }
    hello = {}
    """,
    "mine",
)


def offered(step: str, door: str, words: Words = WORDS) -> list[str]:
    asked = SCRIPT.steps[step]
    return [each.text for each in offer(words, "en", asked, door, options(asked, ()))]


def test_a_door_has_its_own_wording_or_the_common_one() -> None:
    assert say(WORDS, "en", "hello", "voice", {"name": "Ann", "code": "x"}) == "Hello Ann. x"
    assert say(WORDS, "en", "hello", "web", {"name": "Ann", "emergency": "911"}) == "Call 911, Ann."


def test_a_placeholder_without_a_fact_stays_to_be_played() -> None:
    assert say(WORDS, "en", "hello", "voice", {"name": "Ann"}) == "Hello Ann. {code}"


def test_a_fact_is_never_read_as_a_placeholder() -> None:
    assert say(WORDS, "en", "hello", "web", {"name": "{emergency}", "emergency": "911"}) == "Call 911, {emergency}."


def test_words_that_are_missing_are_an_error_that_names_them() -> None:
    with pytest.raises(NoWordsError, match=r"no words in es for step\.hello\.voice or step\.hello\.text"):
        say(WORDS, "es", "hello", "voice", {})


def test_options_are_offered_as_their_door_does_it() -> None:
    assert offered("menu", "voice") == ["To tell, press one.", "Leave, press two."]
    assert offered("menu", "sms") == ["1 Tell", "2 Leave"]
    assert offered("menu", "web") == ["Tell", "Leave"]


def test_a_step_may_offer_its_options_in_its_own_way() -> None:
    assert offered("pick", "sms") == ["1=Tell", "#=Leave"]
    assert offered("pick", "voice") == ["Tell, press one.", "Leave, press hash."]


def test_each_language_is_offered_in_itself() -> None:
    step = SCRIPT.steps["language"]
    offers = offer(WORDS, "en", step, "voice", options(step, ("en", "es")))
    assert [(each.language, each.text) for each in offers] == [
        ("en", "English, press one."),
        ("es", "Español, oprima dos."),
    ]
    assert label(WORDS, "en", step, "voice", "es") == "Español"


def test_a_hint_follows_the_options_where_there_is_one() -> None:
    assert hint(WORDS, "en", SCRIPT.steps["menu"], "voice", {}) == "Or zero."
    assert hint(WORDS, "en", SCRIPT.steps["menu"], "sms", {}) == ""


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("911", "nine one one"),
        ("1212 9911", "one two one two, nine nine one one"),
        ("#", "hash"),
        ("gate 9", "gate 9"),
        ("", ""),
        (" ", " "),
    ],
)
def test_numbers_are_spoken_sign_by_sign(fact: str, said: str) -> None:
    assert spelled(WORDS, "en", fact) == said


def test_a_turn_is_said_with_its_remark_and_without_what_is_empty() -> None:
    turn = Turn(Session("hello", "en"), (Say("quiet", {}, "nothing_heard"), Say("hello", {"name": "Ann"})), None, None)
    assert paragraphs(WORDS, turn, "voice", {}) == ("I heard nothing.", "Hello Ann. {code}")


def test_facts_of_a_turn_win_over_those_of_the_line() -> None:
    turn = Turn(Session("hello", "en"), (Say("hello", {"name": "Ann"}),), None, None)
    assert paragraphs(WORDS, turn, "web", {"name": "Bo", "emergency": "112"}) == ("Call 112, Ann.",)


def test_a_remark_has_a_wording_for_each_door() -> None:
    assert remark(WORDS, "en", "nothing_heard", "voice") == "I heard nothing."
    assert remark(WORDS, "en", "nothing_heard", "web") == "Nothing came."


def test_any_other_wording_is_found_by_its_dotted_key() -> None:
    assert phrase(WORDS, "en", "desk.queue.title", {"day": "Monday"}) == "Reports since Monday"
    with pytest.raises(NoWordsError, match=r"desk\.exit"):
        phrase(WORDS, "en", "desk.exit")


def test_every_odd_wording_is_named() -> None:
    with pytest.raises(WordsFaultsError) as caught:
        parse_words({"en": "a = 1\n[b]\nc = ['x']\nd = 'fine'", "es": "a ="})
    assert str(caught.value).splitlines()[:2] == [
        "words in en: a: allowed is one text in quotes",
        "words in en: b.c: allowed is one text in quotes",
    ]
    assert "words in es: not TOML" in str(caught.value)


def test_the_emergency_number_is_spoken_in_each_language(script: Script, words: Words) -> None:
    heard = {
        language: " ".join(paragraphs(words, begin(script, "voice", language), "voice", {"emergency": number}))
        for language, number in (("en", "911"), ("zh-CN", "110"), ("es", "112"))
    }
    assert "nine one one" in heard["en"]
    assert "一一零" in heard["zh-CN"]
    assert "uno uno dos" in heard["es"]
