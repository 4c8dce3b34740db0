"""Lengths of time and sizes as an operator reads them, and strangers' signs made visible."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.spans import minutes, size, span
from desk.visible import visible
from tests.plugins.site import Site


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=48), "2 d"),
        (timedelta(days=800), "800 d"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_unit(site: Site, length: timedelta, told: str) -> None:
    assert span(site.intake.words, "en", length) == told


@pytest.mark.parametrize(("count", "told"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (5 << 20, "5.0 MB")])
def test_a_size_is_told_in_round_numbers(count: int, told: str) -> None:
    assert size(count) == told


def test_sound_is_measured_in_minutes_and_seconds() -> None:
    assert [minutes(seconds) for seconds in (0, 7, 60, 751)] == ["0:00", "0:07", "1:00", "12:31"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\u202egpj.exe", "a⟨202E⟩gpj.exe"),
        ("\x1b[2Jgone", "⟨001B⟩[2Jgone"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\u2066\u2069\x00\x9b", "⟨2066⟩⟨2069⟩⟨0000⟩⟨009B⟩"),
        ("مرحبا 你好 👩\u200d🚒", "مرحبا 你好 👩\u200d🚒"),
    ],
)
def test_signs_that_hide_or_turn_the_writing_are_written_out(written: str, shown: str) -> None:
    assert visible(written) == shown
