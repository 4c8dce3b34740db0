"""A first look answers only where a text leaves no doubt; what it answers is right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sms.language import guess
from sms.obvious import obvious

CODES = ("en", "es", "zh", "fr", "tl")
MESSAGES = Path(__file__).parents[3] / "shared" / "data" / "real-messages.csv"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("There is a fire at the old mill", "en"),
        ("El encargado lo sabe y todos están con miedo", "es"),
        ("Ils sont dans la rue avec nous", "fr"),
        ("May sunog po dito sa amin, hindi namin alam", "tl"),
    ],
)
def test_several_small_words_of_one_language_leave_no_doubt(text: str, code: str) -> None:
    assert obvious(text, CODES) == code


@pytest.mark.parametrize(
    "text",
    [
        "fire",
        "Help me please",
        "the and of, dijo el hombre",
        "Mwen bezwen ed, anpil kay kraze nan katye a",
        "",
        "12345",
        "有人带枪",
    ],
)
def test_few_words_words_of_two_languages_and_other_languages_leave_a_doubt(text: str) -> None:
    assert obvious(text, CODES) is None


def test_beside_a_language_that_it_does_not_know_it_answers_nothing() -> None:
    assert obvious("There is a fire at the old mill", ("en", "de")) is None


def test_a_languages_words_do_not_count_where_nobody_offers_it() -> None:
    assert obvious("There is a fire at the old mill", ("es", "fr")) is None


@pytest.mark.skipif(not MESSAGES.is_file(), reason="the real messages are not here")
def test_no_real_message_in_creole_or_french_is_taken_for_spanish_and_no_english_one_either() -> None:
    with MESSAGES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    said = [row["original"][:100] for row in rows] + [row["english"][:100] for row in rows]
    found = [obvious(text, CODES) for text in said]
    assert found.count("en") > 500
    assert found.count("es") == 0
    assert guess("There is a fire at the old mill", ("en", "es"), "es") == "en"
