"""Where every test must run (`SOTTO_CI=1`), a skipped one fails, unless its reason is listed here."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any, TypeVar

import pytest

_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)

# A part of the skip's reason -> why the test cannot run where every other one does.
ALLOWED: dict[str, str] = {
    "faster-whisper": "its models come from a hub; the loading code is tested without one",
    "vosk": "its models come from a web page; the loading code is tested without one",
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the skip of a test."""
    report = yield
    return report if hasattr(report, "wasxfail") else _judged(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge the skip of a whole file."""
    return _judged((yield))


def _judged(report: _Report) -> _Report:
    reason = _reason(report.longrepr)
    if report.skipped and os.environ.get("SOTTO_CI") == "1" and not any(known in reason for known in ALLOWED):
        report.outcome = "failed"
        report.longrepr = f"skipped where every test must run: {reason}"
    return report


def _reason(longrepr: Any) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)
