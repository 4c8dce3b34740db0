"""When a report goes: the owner's rules, days counted through leap years, and what stands in the way."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.categories import parse_categories
from triage.grade import Grade
from triage.keeping import Names, parse_retention
from triage.outcomes import parse_outcomes
from triage.reading import RuleFaults
from triage.retention import (
    Kept,
    Retention,
    Stop,
    attachments_due,
    last_call_day,
    recordings_due,
    report_due,
)

RULES = Path(__file__).parents[2] / "config" / "rules"
DAY = date(2027, 3, 1)


def text(name: str) -> str:
    return (RULES / f"{name}.toml").read_text(encoding="utf-8")


OUTCOMES = tuple(parse_outcomes(text("outcomes"), "outcomes.toml"))
CATEGORIES = tuple(parse_categories(text("categories"), "categories.toml"))
NAMES = Names(OUTCOMES, CATEGORIES)


@pytest.fixture(scope="module")
def rules() -> Retention:
    return parse_retention(text("retention"), "retention.toml", NAMES)


def closed(outcome: str, grade: str | None = "low", category: str | None = "harassment", **more: Any) -> Kept:
    return replace(Kept(DAY - timedelta(days=30), DAY, DAY, outcome, grade, category), **more)


@pytest.mark.parametrize(
    ("outcome", "grade", "category", "rule", "days"),
    [
        ("spam", "none", None, "spam", 14),
        ("unfounded", "low", "harassment", "unfounded", 60),
        ("unfounded", "high", "weapons", "unfounded", 60),
        ("acted", "high", "weapons", "grave", 730),
        ("acted", "low", "weapons", "rest", 365),
        ("acted", "high", "harassment", "rest", 365),
        ("helped", None, None, "rest", 365),
        ("an_outcome_that_is_gone", "high", None, "rest", 365),
    ],
)
def test_the_first_rule_that_fits_counts(
    rules: Retention, outcome: str, grade: str | None, category: str | None, rule: str, days: int
) -> None:
    due = report_due(rules, closed(outcome, grade, category))
    assert (due.rule, due.day) == (rule, DAY + timedelta(days=days))


@pytest.mark.threat(47)
def test_an_unfounded_report_goes_sooner_than_any_that_was_followed_up(rules: Retention) -> None:
    for grade, category in product((*map(str, Grade), None), (*CATEGORIES, None)):
        unfounded = report_due(rules, closed("unfounded", grade, category)).day
        followed = [report_due(rules, closed(one, grade, category)).day for one in ("acted", "helped", "passed_on")]
        assert unfounded < min(followed)
        assert unfounded <= DAY + timedelta(days=61)


def test_a_day_is_a_day_in_leap_years_too(rules: Retention) -> None:
    due = report_due(rules, closed("spam", closed=date(2028, 2, 20)))
    assert due.day == date(2028, 3, 5)
    assert not due.come(date(2028, 3, 4))
    assert due.come(date(2028, 3, 5))
    born = report_due(rules, closed("acted", closed=date(2028, 2, 29)))
    assert born.day == date(2029, 2, 28)


def test_an_open_report_counts_from_what_the_desk_last_did_else_from_its_receipt(rules: Retention) -> None:
    assert report_due(rules, Kept(DAY)).day == DAY + timedelta(days=730)
    worked = report_due(rules, Kept(DAY, worked=DAY + timedelta(days=700)))
    assert (worked.rule, worked.since) == ("open", DAY + timedelta(days=700))


def test_the_sound_goes_a_week_after_its_text_was_checked_else_on_a_deadline_of_its_own(rules: Retention) -> None:
    kept = closed("acted", said=1, seen=1, recordings=2, unchecked=1)
    late = recordings_due(rules, kept)
    assert late is not None
    assert (late.rule, late.day) == ("recordings", DAY + timedelta(days=90))
    one_of_two = recordings_due(rules, replace(kept, checked=DAY))
    assert one_of_two == late
    both = recordings_due(rules, replace(kept, unchecked=0, checked=DAY))
    assert both is not None
    assert (both.rule, both.day) == ("checked", DAY + timedelta(days=7))
    assert recordings_due(rules, replace(kept, recordings=0)) is None


def test_a_check_never_keeps_the_sound_longer(rules: Retention) -> None:
    late = recordings_due(rules, closed("acted", recordings=1, checked=DAY + timedelta(days=89)))
    assert late is not None
    assert (late.rule, late.day) == ("recordings", DAY + timedelta(days=90))


def test_files_go_on_a_deadline_of_their_own(rules: Retention) -> None:
    due = attachments_due(rules, closed("acted", attachments=3))
    assert due is not None
    assert due.day == DAY + timedelta(days=180)
    assert attachments_due(rules, closed("acted")) is None


@pytest.mark.threat(46)
@pytest.mark.parametrize(
    ("more", "stop"),
    [
        ({"held": True}, Stop.HELD),
        ({"said": 2, "seen": 1}, Stop.UNREAD),
        ({"busy": True}, Stop.BUSY),
        ({"held": True, "said": 1, "busy": True}, Stop.HELD),
    ],
)
def test_what_stands_in_the_way_stops_every_part(rules: Retention, more: dict[str, Any], stop: Stop) -> None:
    kept = closed("spam", recordings=1, attachments=1, **more)
    for due in (report_due(rules, kept), recordings_due(rules, kept), attachments_due(rules, kept)):
        assert due is not None
        assert due.stop is stop
        assert not due.come(date(2099, 1, 1))


def test_a_line_of_the_call_log_is_kept_for_as_many_days_as_the_rule_says(rules: Retention) -> None:
    first = last_call_day(rules, DAY)
    assert (DAY - first).days == rules.calls - 1


@given(
    st.sampled_from((*OUTCOMES, None)), st.sampled_from((*map(str, Grade), None)), st.sampled_from((*CATEGORIES, None)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)  # fmt: skip
def test_every_closed_report_has_a_day(outcome: str | None, grade: str | None, category: str | None, day: date) -> None:
    rules = parse_retention(text("retention"), "retention.toml", NAMES)
    due = report_due(rules, Kept(day, day, day, outcome, grade, category))
    assert (due.day - day).days == due.days > 0


def test_all_faults_of_a_file_are_named_at_once() -> None:
    with pytest.raises(RuleFaults) as raised:
        parse_retention(
            """
            [open]
            days = 0
            [recordings]
            days = 90
            checked_days = "soon"
            [attachments]
            [calls]
            days = 1
            [closed.some]
            outcomes = ["spam", "dull"]
            days = 4000
            label = { en = "some" }
            [closed.never]
            outcomes = ["spam"]
            grades = ["high"]
            days = 30
            label = { en = "never" }
            [closed.open]
            categories = ["harassment"]
            days = 30
            label = { en = "open" }
            [hold.court]
            lable = { en = "court" }
            """,
            "retention.toml", NAMES,
        )  # fmt: skip
    told = "\n".join(str(fault) for fault in raised.value.faults)
    for key in (
        "open.days", "recordings.checked_days", "attachments.days", "calls.days", "closed.some.outcomes: 'dull'",
        "closed.some.days", "closed.never: fits no report", "closed.open: is a name of our own",
        "closed.open: the last rule must fit every report", "hold.court.label", "hold.court.lable", "lift",
    ):  # fmt: skip
        assert key in told, key


def test_our_rules_fit_an_owner_with_other_outcomes_and_categories() -> None:
    found = parse_retention(text("retention"), "retention.toml", Names(("stolen", "spam"), ("theft",), all_ours=False))
    assert [rule.name for rule in found.closed] == ["spam", "rest"]
    with pytest.raises(RuleFaults, match="'unfounded' is not known"):
        parse_retention(text("retention"), "retention.toml", Names(("stolen",), ("theft",)))


def test_every_label_stands_in_every_language(rules: Retention) -> None:
    labels = [rule.label for rule in rules.closed] + [*rules.hold.values(), *rules.lift.values()]
    assert all(set(label) == {"en", "zh-CN", "es"} for label in labels)


def test_the_page_tells_the_days_as_they_are(rules: Retention) -> None:
    page = (Path(__file__).parents[2] / "docs" / "retention.md").read_text(encoding="utf-8")
    told = set(map(int, re.findall(r"\b(\d+) days", page.split("## How to change it")[0])))
    days = {rule.days for rule in rules.closed}
    assert days | {rules.open, rules.recordings, rules.checked, rules.attachments, rules.calls} == told
