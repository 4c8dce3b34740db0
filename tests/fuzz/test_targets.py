"""A short run of everything that is fuzzed; `make fuzz` runs the same for as long as you like."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import run
from tests.fuzz.targets import TARGETS, Test

THREATS = {
    "signature": 32,
    "claims": 32,
    "behind_the_signature": 32,
    "twiml": 35,
    "reply": 35,
    "audio": 51,
    "number": 51,
}


@pytest.mark.threat(51)
@pytest.mark.parametrize(
    "target", [pytest.param(name, marks=pytest.mark.threat(THREATS[name], 51), id=name) for name in TARGETS]
)
def test_nothing_but_the_foreseen_comes_of_anything(target: str) -> None:
    bounded = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    bounded(TARGETS[target]())()


def breaking() -> Test:
    @given(st.text(max_size=20))
    def breaks(text: str) -> None:
        assert "ab" not in text + "ab"

    return breaks


def test_a_fault_is_found_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.fuzz({"breaks": breaking}, seconds=5) == 1
    assert "breaks" in capsys.readouterr().out


def test_the_run_says_how_long_it_was_and_how_much_it_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.fuzz({"number": TARGETS["number"]}, seconds=1) == 0
    line = capsys.readouterr().out
    assert "number" in line
    assert "examples" in line
    assert "s" in line.split()
