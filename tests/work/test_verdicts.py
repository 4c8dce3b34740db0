"""What is filed, what is erased and what is left alone: the whole rule, case by case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from work.verdicts import FILED_DAYS, YOUNG, Times, Verdict, judge

NOW = int(datetime(2026, 11, 23, 14, 30, tzinfo=UTC).timestamp())
DAY = 86_400
TIMES = Times(NOW, 0, "")


@pytest.mark.parametrize(
    ("age", "holds_words", "erasable", "verdict"),
    [
        (YOUNG - 1, True, True, Verdict.LEAVE),
        (YOUNG + 1, True, True, Verdict.FILE),
        (YOUNG + 1, True, False, Verdict.FILE),
        (YOUNG + 1, False, True, Verdict.ERASE),
        (YOUNG + 1, False, False, Verdict.KEPT),
        (FILED_DAYS * DAY, True, True, Verdict.FILE),
        (FILED_DAYS * DAY + 1, True, True, Verdict.OLD),
        (FILED_DAYS * DAY + 1, False, True, Verdict.ERASE),
        (NOW, True, True, Verdict.OLD),  # the provider gave no time
    ],
)
def test_age_and_words_decide(age: int, holds_words: bool, erasable: bool, verdict: Verdict) -> None:
    assert judge(NOW - age, TIMES, known=False, holds_words=holds_words, erasable=erasable) is verdict


def test_a_lost_key_speaks_for_its_own_day_and_those_before() -> None:
    times = Times(NOW, 0, "2026-11-20")
    at = {day: int(datetime(2026, 11, day, 23, 59, 59, tzinfo=UTC).timestamp()) for day in (19, 20, 21)}
    verdicts = [judge(each, times, known=False, holds_words=True, erasable=True) for each in at.values()]
    assert verdicts == [Verdict.UNSURE, Verdict.UNSURE, Verdict.FILE]


@given(st.integers(0, NOW + DAY), st.integers(0, NOW), st.booleans(), st.booleans())
def test_what_has_its_job_or_is_from_before_the_site_is_never_touched(
    at: int, since: int, holds_words: bool, erasable: bool
) -> None:
    known = judge(at, TIMES, known=True, holds_words=holds_words, erasable=erasable)
    before = judge(since - 1, Times(NOW, since, ""), known=False, holds_words=holds_words, erasable=erasable)
    assert known is before is Verdict.LEAVE


@given(st.integers(0, NOW), st.sampled_from(["", "2026-11-10", "2026-11-23"]), st.booleans())
def test_what_holds_words_is_never_erased_unfiled(at: int, unreadable: str, erasable: bool) -> None:
    verdict = judge(at, Times(NOW, 0, unreadable), known=False, holds_words=True, erasable=erasable)
    assert verdict in {Verdict.LEAVE, Verdict.FILE, Verdict.OLD, Verdict.UNSURE}
