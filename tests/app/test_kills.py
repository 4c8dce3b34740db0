"""The line is killed under load, in earnest: processes of their own, `kill -9`, and what is on the disk afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kills import inspect, storm
from bench.line import found


@pytest.mark.slow
def test_no_message_that_was_answered_is_lost_and_every_code_opens_its_report(tmp_path: Path) -> None:
    place = found(tmp_path)
    came = inspect(place, storm(place, kills=5))
    assert came.answered > 5
    assert came.spoiled == 0, came
