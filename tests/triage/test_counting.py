"""What is counted of reports that are gone points at nobody."""

from __future__ import annotations

import pytest

from triage.counting import DIMENSIONS, FEW, Cell, cells

ENDED = {"channel": "voice", "category": "harassment", "grade": "high", "outcome": None}


def test_in_a_busy_month_each_thing_is_counted_alone() -> None:
    found = cells("2026-11-23", ENDED, FEW, FEW)
    assert found[0] == Cell("2026-11", "reports", "")
    assert found[1:] == tuple(Cell("2026-11", what, ENDED[what] or "") for what in DIMENSIONS)


def test_a_quiet_month_is_counted_in_its_year_and_a_quiet_year_as_a_number() -> None:
    assert {cell.period for cell in cells("2026-11-23", ENDED, FEW - 1, FEW)} == {"2026"}
    assert cells("2026-11-23", ENDED, FEW - 1, FEW - 1) == (Cell("2026", "reports", ""),)


@pytest.mark.parametrize("dimension", ["language", "danger", "day", "reachable", "line"])
def test_what_points_at_people_is_not_counted(dimension: str) -> None:
    assert dimension not in DIMENSIONS
