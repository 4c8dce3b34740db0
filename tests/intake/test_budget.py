"""Replies have a budget by the hour and by the day, for a line and for all lines; what is used up is used up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from config.files import texts
from intake.budget import ALL, Budget
from store.spending import Spending
from triage.limits import ReplyLimits, parse_limits

NOON = 20_000 * 86_400 + 12 * 3600
HOUR, DAY = 3600, 86_400


@pytest.fixture
def limits() -> ReplyLimits:
    built_in = parse_limits(texts("rules")["limits"], "limits.toml").replies
    return replace(built_in, line_hour=10, line_day=25, total_hour=15, total_day=40)


@pytest.mark.threat(36)
def test_ten_thousand_replies_cost_no_more_than_the_budget(limits: ReplyLimits) -> None:
    budget = Budget(limits)
    sent = [sum(budget.take("public", 2, NOON + hour * HOUR) for _ in range(10_000)) * 2 for hour in range(4)]
    assert sent == [10, 10, 4, 0]
    assert budget.take("public", 10, NOON + DAY)


def test_a_line_cannot_use_up_what_another_one_needs_but_all_together_have_an_end(limits: ReplyLimits) -> None:
    budget = Budget(limits)
    assert sum(budget.take("one", 1, NOON) for _ in range(20)) == 10
    assert sum(budget.take("two", 1, NOON) for _ in range(20)) == 5


def test_what_does_not_fit_takes_nothing(limits: ReplyLimits) -> None:
    budget = Budget(limits)
    assert not budget.take("public", 11, NOON)
    assert budget.take("public", 10, NOON)


def test_what_is_given_back_can_be_taken_again(limits: ReplyLimits) -> None:
    budget = Budget(limits)
    assert budget.take("public", 10, NOON)
    budget.give_back("public", 4, NOON)
    assert budget.take("public", 4, NOON)
    assert not budget.take("public", 1, NOON)


def test_replies_become_short_before_the_end(limits: ReplyLimits) -> None:
    budget = Budget(limits)
    budget.take("public", 7, NOON)
    assert not budget.short("public", NOON)
    budget.take("public", 1, NOON)
    assert budget.short("public", NOON)
    assert not budget.short("public", NOON + HOUR)


@pytest.mark.threat(8)
def test_processes_of_a_machine_count_together_and_a_restart_forgets_nothing(
    tmp_path: Path, limits: ReplyLimits
) -> None:
    first, told = Budget(limits), Spending(tmp_path, b"1" * 16)
    first.take("public", 9, NOON)
    told.tell(first.counts(NOON), NOON)
    second = Budget(limits)
    second.elsewhere(Spending(tmp_path, b"2" * 16).others(NOON))
    assert not second.take("public", 2, NOON)
    assert second.take("public", 1, NOON)
    assert {(each.line, each.span): each.used for each in second.shares(NOON)}[ALL, "hour"] == 10


@pytest.mark.threat(9)
def test_no_count_of_an_hour_outlives_its_day_and_none_is_kept_apart(tmp_path: Path, limits: ReplyLimits) -> None:
    budget, told = Budget(limits), Spending(tmp_path, b"1" * 16)
    for hour in range(3):
        budget.take("public", 1, NOON + hour * HOUR)
        told.tell(budget.counts(NOON + hour * HOUR), NOON + hour * HOUR)
    [file] = (tmp_path / "spent").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert '"public": [1, 3]' in file.read_text()
    other = Spending(tmp_path, b"2" * 16)
    assert other.others(NOON + 5 * HOUR)["public"] == (0, 3)
    assert other.others(NOON + DAY) == {}
    assert list((tmp_path / "spent").iterdir()) == []


@pytest.mark.parametrize("junk", ["", "{", "[]", '{"hour": "x"}', '{"hour": 1, "counts": [1]}'])
def test_a_file_that_cannot_be_read_counts_for_nothing(tmp_path: Path, junk: str) -> None:
    (tmp_path / "spent").mkdir()
    (tmp_path / "spent" / "ab").write_text(junk)
    assert Spending(tmp_path, b"2" * 16).others(NOON) == {}
