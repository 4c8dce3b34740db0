"""Lengths of time as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from triage.spans import Span, parse_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("10 minutes", Span(timedelta(minutes=10))),
        ("1 hour", Span(timedelta(hours=1))),
        ("7 days", Span(timedelta(days=7))),
        ("3 months", Span(timedelta(0), 3)),
    ],
)
def test_a_span_is_read(text: str, span: Span) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "soon", "0 hours", "10", "10minutes", "-1 day", "1.5 hours", "1000 days", "2 years"]
)
def test_anything_else_is_no_span(text: str) -> None:
    assert parse_span(text) is None


@pytest.mark.parametrize(
    ("start", "text", "last"),
    [
        (date(2026, 11, 30), "3 months", date(2027, 2, 28)),
        (date(2027, 11, 30), "3 months", date(2028, 2, 29)),
        (date(2026, 10, 31), "3 months", date(2027, 1, 31)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2026, 12, 5), "12 months", date(2027, 12, 5)),
        (date(2028, 2, 29), "12 months", date(2029, 2, 28)),
        (date(2026, 12, 28), "7 days", date(2027, 1, 4)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_there_is(start: date, text: str, last: date) -> None:
    span = parse_span(text)
    assert span is not None
    assert span.last_day(start) == last


def test_a_day_is_exact_and_two_are_not() -> None:
    assert Span(timedelta(hours=24)).exact
    assert not Span(timedelta(days=2)).exact
    assert not Span(timedelta(0), 1).exact
