"""The limits as delivered can be read; an owner's faults are all named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.rulebook import RulebookFaults, read_rulebook
from config.files import texts
from triage.limits import TYPES, parse_limits
from triage.reading import RuleFaults

DELIVERED = texts("rules")["limits"]


def faults(text: str) -> list[str]:
    with pytest.raises(RuleFaults) as raised:
        parse_limits(text, "limits.toml")
    return str(raised.value).splitlines()


def test_the_limits_as_delivered_let_a_report_and_its_answers_through() -> None:
    limits = parse_limits(DELIVERED, "limits.toml")
    assert limits.sender.always >= 4, "the report, danger, the category, and one more"
    assert limits.replies.line_hour > limits.sender.always


def test_premium_numbers_cannot_be_allowed() -> None:
    assert "premium" not in TYPES
    [fault] = faults(DELIVERED.replace('"mobile",', '"mobile", "premium",'))
    assert "premium" in fault


def test_all_faults_are_named_at_once_with_their_lines_and_what_is_allowed() -> None:
    wrong = DELIVERED.replace("always = 6", "always = 0").replace("texts_day = 120", "texts_day = 5")
    wrong = wrong.replace("short_from = 80", 'short_from = "many"').replace("uploads = 64", "uploads = 1")
    wrong = wrong.replace("minutes = 20", "minuets = 20").replace("countries = []", 'countries = ["usa"]')
    found = "\n".join(faults(wrong))
    for key in (
        "sender.always", "sender.texts_hour", "replies.short_from", "room.uploads", "call.minutes", "call.minuets",
        "replies.countries",
    ):  # fmt: skip
        assert key in found, key
    assert found.count("line ") >= 6
    assert found.count("allowed: ") >= 6


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("line_day = 3000", "line_day = 500", "replies.line_hour"),
        ("total_hour = 1200", "total_hour = 500", "replies.line_hour"),
        ("longest = 30", "longest = 10", "call.minutes"),
        ("calls_at_once = 60", "calls_at_once = 6", "line.calls_at_once"),
    ],
)
def test_a_limit_that_can_never_be_reached_is_a_fault(before: str, after: str, key: str) -> None:
    assert any(key in fault for fault in faults(DELIVERED.replace(before, after)))


def test_an_owners_file_that_is_wrong_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "limits.toml").write_text(DELIVERED.replace("always = 6", "always = 0"))
    with pytest.raises(RulebookFaults, match=r"limits\.toml: line \d+, sender\.always"):
        read_rulebook(tmp_path)
