"""Whoever takes every file learns nothing of who reported once the day's key is dead, and the attack itself works."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.thief import steal


@pytest.mark.slow
@pytest.mark.threat(5, 6, 7)
def test_a_thief_with_every_file_and_a_list_of_numbers_does_no_better_than_chance(tmp_path: Path) -> None:
    scores = steal(tmp_path, 200)
    assert scores["two days later, disk and memory"] == 0.5
    assert scores["that day, disk alone"] == 0.5
    assert scores["that day, disk and memory"] > 0.95, "the attack finds what is there while the key lives"
