"""How much is found and how much is harmed: at the published level, on sentences marked by hand."""

from __future__ import annotations

import pytest

from bench.redaction import HALVES, PAGE, corpus, judge, page
from privacy.redaction.suggest import LANGUAGES

pytestmark = pytest.mark.threat(19)
FOUND = 0.94
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
@pytest.mark.parametrize("half", HALVES)
def test_what_gives_a_reporter_away_is_found_and_nothing_of_the_case_is_harmed(language: str, half: str) -> None:
    judged = judge(*corpus(language, half))
    assert judged.recall >= FOUND, judged.missed
    assert judged.damaged == ()
    assert judged.spilt <= judged.plain / 100


def test_the_published_rates_are_those_of_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m bench.redaction writes the page anew"


@each_language
def test_the_sentences_are_many_and_half_of_them_are_to_be_left_alone(language: str) -> None:
    halves = [corpus(language, half) for half in HALVES]
    masked = [each.text for to_mask, _ in halves for each in to_mask]
    left = [text for _, to_leave in halves for text in to_leave]
    assert len(masked) == len(left) >= 75
    assert len({*masked, *left}) == len(masked) + len(left) >= 150
    assert all(each.marked for to_mask, _ in halves for each in to_mask)
