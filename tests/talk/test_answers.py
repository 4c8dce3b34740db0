"""A text is an answer only if it is nothing but one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talk.answers import asks_for_new, language_named, understood
from talk.engine import Session
from talk.script import Script
from talk.words import Words

ALL = ("en", "zh-CN", "es")


@pytest.mark.parametrize(
    "text", ["1", " 1 ", "1.", "(1)", "１", "Yes", "YES!", "yep", "y", "是", "有的。", "Sí", "¡si!"]
)
def test_yes_is_said_in_many_ways(words: Words, script: Script, text: str) -> None:
    assert understood(words, script, Session("danger_ask", "en"), text, ALL) == "yes"


@pytest.mark.parametrize("text", ["2", "No", "no.", "nope", "没有", "不是！"])
def test_so_is_no(words: Words, script: Script, text: str) -> None:
    assert understood(words, script, Session("danger_ask", "en"), text, ALL) == "no"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "?",
        "3",
        "12",
        "1 2",
        "yes he has a gun",
        "no wait",
        "1 van",
        "#",
        "STOP",
        "没有人受伤",
        "sí, en la calle",
    ],
)
def test_anything_more_is_the_reporters_own_words(words: Words, script: Script, text: str) -> None:
    assert understood(words, script, Session("danger_ask", "en"), text, ALL) is None


def test_an_option_is_named_by_its_label_in_the_language_of_the_talk(words: Words, script: Script) -> None:
    assert understood(words, script, Session("category_ask", "en"), "weapons.", ALL) == "weapons"
    assert understood(words, script, Session("category_ask", "es"), "ARMAS", ALL) == "weapons"
    assert understood(words, script, Session("category_ask", "es"), "weapons", ALL) is None


def test_yes_answers_no_other_question(words: Words, script: Script) -> None:
    assert understood(words, script, Session("category_ask", "en"), "yes", ALL) is None


def test_a_language_the_line_does_not_speak_is_not_understood(words: Words, script: Script) -> None:
    assert understood(words, script, Session("danger_ask", "en"), "没有", ("en", "es")) is None


@pytest.mark.parametrize("step", ["thanks", "code_entry", "story", "gone"])
def test_where_nothing_is_to_be_picked_nothing_is_an_answer(words: Words, script: Script, step: str) -> None:
    assert understood(words, script, Session(step, "en"), "1", ALL) is None


@given(text=some.text())
def test_any_text_at_all_is_an_option_or_none(words: Words, script: Script, text: str) -> None:
    assert understood(words, script, Session("danger_ask", "en"), text, ALL) in {"yes", "no", None}


@pytest.mark.parametrize("text", ["NEW", "new.", "新", "Nuevo", "新举报"])
def test_another_report_is_begun_in_every_language(words: Words, text: str) -> None:
    assert asks_for_new(words, text, ALL)


def test_a_sentence_with_the_word_begins_nothing(words: Words) -> None:
    assert not asks_for_new(words, "a new man at the gate", ALL)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English", "en"),
        ("中文", "zh-CN"),
        ("chinese", "zh-CN"),
        ("Español!", "es"),
        ("espanol", "es"),
        ("Kreyòl", None),
    ],
)
def test_a_language_is_asked_for_by_its_name(words: Words, text: str, language: str | None) -> None:
    assert language_named(words, text, ALL) == language


def test_a_language_the_line_does_not_speak_cannot_be_asked_for(words: Words) -> None:
    assert language_named(words, "Español", ("en",)) is None
