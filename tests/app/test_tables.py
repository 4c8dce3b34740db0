"""Tables of the command line: what they show can be read and copied on a narrow terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from app.tables import table

STEPS = "language › menu › danger › category › story › more › pen › code › goodbye"


@pytest.mark.parametrize("width", [80, 100, 200])
def test_no_table_cuts_off_a_day_or_an_id(width: int) -> None:
    listed = table("caller", "line and language", "steps", "outcome", "seconds", "day", "report")
    listed.add_row("stone cloud", "public en", STEPS, "followed_up", "180", "2026-11-25", "f42eeeb4")
    out = io.StringIO()
    Console(file=out, width=width).print(listed)
    told = out.getvalue()
    assert "…" not in told
    for whole in ("2026-11-25", "f42eeeb4", "followed_up", "goodbye"):
        assert whole in told


def test_a_long_path_goes_on_in_its_next_line() -> None:
    path = "/var/lib/sotto/" + "x" * 120
    listed = table("where", "in which form", "about at byte")
    listed.add_row(path, "digits", "0")
    out = io.StringIO()
    Console(file=out, width=80).print(listed)
    assert "…" not in out.getvalue()
    assert out.getvalue().count("x") == 120
