"""The order in which reports wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from triage.grade import Grade
from triage.queue import Band, Entry, band, rank

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entry(grade: Grade | None, hours: float = 1, *, danger: bool = False, pressing: bool = False) -> Entry:
    within = ((NOW - HOUR, NOW + HOUR),) if pressing else ()
    return Entry(NOW - hours * HOUR, danger, grade, within)


def test_a_clock_about_to_break_then_danger_then_grade_then_age() -> None:
    expected = [
        entry(Grade.HIGH, danger=True, pressing=True),
        entry(Grade.HIGH, pressing=True),
        entry(Grade.LOW, pressing=True),
        entry(Grade.HIGH, danger=True),
        entry(Grade.HIGH, 2),
        entry(Grade.HIGH, 1),
        entry(None, 3),
        entry(Grade.LOOK, 2),
        entry(Grade.LOW, 9),
        entry(Grade.LOW, 1),
        entry(Grade.NONE, 20),
    ]
    assert sorted(expected[5:] + expected[:5], key=lambda each: rank(each, NOW)) == expected


def test_every_report_stands_under_one_heading_in_the_order_of_the_queue() -> None:
    shown = [
        entry(Grade.LOW, pressing=True),
        entry(Grade.HIGH, danger=True),
        entry(Grade.HIGH),
        entry(Grade.LOOK),
        entry(Grade.LOW),
        entry(Grade.NONE),
    ]
    assert [band(each, NOW) for each in shown] == list(Band)


def test_what_is_not_graded_yet_must_be_looked_at() -> None:
    assert band(entry(None), NOW) is Band.LOOK


def test_a_window_that_is_over_presses_no_more() -> None:
    late = Entry(NOW - 30 * HOUR, grade=Grade.LOW, windows=((NOW - 3 * HOUR, NOW - HOUR),))
    high = Entry(NOW - 30 * HOUR, grade=Grade.HIGH, windows=((NOW - 3 * HOUR, None),))
    assert (band(late, NOW), band(high, NOW)) == (Band.LOW, Band.PRESSING)
