"""A report against its clocks: every time is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from triage.clocks import MARKS, Clock, Moment, parse_clocks
from triage.deadlines import Deadline, Facts, Verdict, deadlines, presses, settled, utc_day, waiting, windows
from triage.grade import Grade
from triage.reachable import Reachable
from triage.states import Move

DELIVERED = Path(__file__).parents[2] / "config" / "rules" / "clocks.toml"
CLOCKS = parse_clocks(DELIVERED.read_text("utf-8"), DELIVERED.name)
RECEIVED = datetime(2026, 11, 30, 23, 50, tzinfo=UTC)
NEW = Facts(utc_day(RECEIVED), RECEIVED)
HIGH = replace(NEW, grade=Grade.HIGH, after={Moment.GRADED: timedelta(minutes=1)})


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def verdicts(facts: Facts, passed: timedelta, clocks: Sequence[Clock] = CLOCKS) -> dict[str, str]:
    return {each.clock.name: str(each.verdict) for each in deadlines(clocks, facts, RECEIVED + passed)}


def due(facts: Facts, name: str) -> datetime | date | None:
    found: dict[str, Deadline] = {each.clock.name: each for each in deadlines(CLOCKS, facts, RECEIVED)}
    return found[name].due


def test_a_high_report_runs_against_every_clock_and_others_only_against_some() -> None:
    every = {"first_look", "transfer", "grading", "first_handling", "acknowledgement", "feedback"}
    assert set(verdicts(HIGH, minutes(0))) == every
    assert set(verdicts(NEW, minutes(0))) == every - {"first_look", "transfer"}


def test_the_delivered_promises_fall_due_when_they_should() -> None:
    assert due(HIGH, "first_look") == RECEIVED + minutes(10)
    assert due(HIGH, "transfer") == RECEIVED + minutes(30)
    assert due(HIGH, "grading") == RECEIVED + timedelta(hours=1)
    assert due(HIGH, "first_handling") == RECEIVED + timedelta(hours=24)
    assert due(HIGH, "acknowledgement") == date(2026, 12, 7)
    assert due(HIGH, "feedback") == date(2027, 2, 28)


def test_a_clock_waits_until_its_last_moment_and_is_missed_after_it() -> None:
    assert verdicts(HIGH, minutes(10))["first_look"] == "waiting"
    assert verdicts(HIGH, minutes(10.1))["first_look"] == "missed"


def test_a_look_in_time_meets_the_clock_and_a_late_one_stays_late() -> None:
    assert verdicts(replace(HIGH, after={Moment.LOOKED: minutes(10)}), minutes(99))["first_look"] == "met"
    assert verdicts(replace(HIGH, after={Moment.LOOKED: minutes(11)}), minutes(99))["first_look"] == "missed"


def test_how_an_exact_clock_ended_is_known_after_the_exact_time_is_forgotten() -> None:
    after = {Moment.LOOKED: minutes(5), Moment.HANDLED: minutes(6), Moment.TRANSFERRED: minutes(31)}
    forgotten = replace(HIGH, received=None, after={**HIGH.after, **after})
    found = verdicts(forgotten, timedelta(days=3))
    assert (found["first_look"], found["first_handling"], found["transfer"]) == ("met", "met", "missed")


def test_a_clock_that_nothing_stopped_before_the_time_was_forgotten_was_missed() -> None:
    assert verdicts(replace(NEW, received=None), timedelta(days=2))["first_handling"] == "missed"


def test_a_grade_raised_later_starts_its_own_clocks_and_no_others() -> None:
    raised = replace(HIGH, since=timedelta(hours=5))
    assert due(raised, "first_look") == RECEIVED + timedelta(hours=5, minutes=10)
    assert due(raised, "first_handling") == RECEIVED + timedelta(hours=24)
    looked = replace(raised, after={Moment.LOOKED: timedelta(hours=5, minutes=9)})
    assert verdicts(looked, timedelta(hours=6))["first_look"] == "met"


def test_long_clocks_count_whole_utc_days() -> None:
    last = datetime(2026, 12, 7, 23, 59, tzinfo=UTC) - RECEIVED
    assert verdicts(NEW, last)["acknowledgement"] == "waiting"
    assert verdicts(NEW, last + minutes(2))["acknowledgement"] == "missed"
    assert verdicts(replace(NEW, on={Moment.CLOSED: date(2026, 12, 7)}), last * 9)["acknowledgement"] == "met"
    assert verdicts(replace(NEW, on={Moment.CLOSED: date(2026, 12, 8)}), last * 9)["acknowledgement"] == "missed"


def test_the_day_is_the_utc_day_wherever_the_clock_on_the_wall_is() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert utc_day(datetime(2026, 12, 1, 8, 50, tzinfo=tokyo)) == utc_day(RECEIVED) == date(2026, 11, 30)


def test_nobody_is_answerable_for_answers_to_a_reporter_nobody_can_reach() -> None:
    lost = replace(NEW, reachable=Reachable.NO)
    assert not {"acknowledgement", "feedback"} & set(verdicts(lost, minutes(0)))
    assert "first_handling" in verdicts(lost, minutes(0))


def test_a_report_waits_until_its_exact_clocks_stopped_in_time_or_late() -> None:
    handled = {**HIGH.after, Moment.LOOKED: minutes(1), Moment.HANDLED: minutes(2)}
    now = RECEIVED + timedelta(hours=1)
    assert waiting(CLOCKS, HIGH, now) == timedelta(hours=1)
    assert waiting(CLOCKS, replace(HIGH, after=handled), now) == timedelta(hours=1)
    assert waiting(CLOCKS, replace(HIGH, after={**handled, Moment.TRANSFERRED: minutes(45)}), now) is None


def test_after_the_exact_time_is_forgotten_waiting_counts_from_the_start_of_the_day() -> None:
    forgotten = replace(NEW, received=None)
    assert waiting(CLOCKS, forgotten, datetime(2026, 12, 2, tzinfo=UTC)) == timedelta(days=2)


@pytest.mark.parametrize(
    ("after", "passed", "expected"),
    [
        pytest.param({}, timedelta(hours=1), False, id="nobody came yet"),
        pytest.param({}, timedelta(hours=25), True, id="nobody came within a day"),
        pytest.param({Moment.GRADED: minutes(1), Moment.HANDLED: minutes(9)}, minutes(9), True, id="all met"),
        pytest.param({Moment.HANDLED: minutes(9)}, minutes(9), False, id="not graded, and in time to be"),
    ],
)
def test_exact_times_go_when_the_last_exact_clock_is_met_or_missed(
    after: dict[Moment, timedelta],
    passed: timedelta,
    expected: bool,
) -> None:
    assert settled(CLOCKS, replace(NEW, after=after), RECEIVED + passed) is expected


def test_a_report_presses_when_a_clock_is_about_to_break() -> None:
    graded = replace(NEW, grade=Grade.LOW, after={Moment.GRADED: minutes(1)})
    pressing = windows(CLOCKS, graded)
    assert not presses(pressing, RECEIVED + timedelta(hours=21))
    assert presses(pressing, RECEIVED + timedelta(hours=22))
    assert not presses(pressing, RECEIVED + timedelta(hours=25)), "late and low: back to its grade"


def test_a_high_report_presses_on_after_the_break_until_somebody_comes() -> None:
    assert not presses(windows(CLOCKS, HIGH), RECEIVED + minutes(4))
    assert presses(windows(CLOCKS, HIGH), RECEIVED + minutes(5))
    assert presses(windows(CLOCKS, HIGH), RECEIVED + timedelta(hours=5))
    seen = replace(HIGH, after={**HIGH.after, Moment.LOOKED: minutes(5)})
    assert not presses(windows(CLOCKS, seen), RECEIVED + minutes(6)), "until the next clock"


def test_nothing_presses_once_the_exact_time_is_forgotten() -> None:
    assert windows(CLOCKS, replace(HIGH, received=None)) == ()


def test_moves_bring_about_what_the_clocks_wait_for() -> None:
    assert Moment.LOOKED in MARKS[Move.CLAIM]
    assert Moment.TRANSFERRED in MARKS[Move.CONFIRM_TRANSFER]
    assert Move.TRANSFER not in MARKS, "counts only when the receiver confirmed"
    assert {moment for marks in MARKS.values() for moment in marks} == set(Moment)
    handling = {move for move, marks in MARKS.items() if Moment.HANDLED in marks}
    assert handling == {Move.CHANGE_GRADE, Move.REPLY, Move.CONFIRM_TRANSFER, Move.CLOSE}


def test_every_verdict_can_come_about() -> None:
    assert set(verdicts(replace(HIGH, after={Moment.LOOKED: minutes(1)}), minutes(45)).values()) == set(Verdict)
