"""Which tests answer which threat: `--threats-page FILE` writes the table of threats, tests and results."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

THREATS = Path(__file__).parents[1] / "threats.toml"
_PROPERTY = "threats"
_HEAD = """# What somebody could try

Each line is a threat, the tests that try it, and how they came out when this page was made. Written by `make threats`;
a test fails when a test is missing from this page. Who can learn what, in whole sentences: [the threat
model](threat-model.md).

| # | what somebody could try | tests that try it | result |
| --- | --- | --- | --- |
"""


@dataclass(slots=True)
class Results:
    """What came of the tests, by threat: test file and name → passed, failed or skipped."""

    by_threat: dict[int, dict[str, str]] = field(default_factory=dict)

    def note(self, numbers: Iterable[int], test: str, outcome: str) -> None:
        """Note one outcome; of many cases of one test the worst counts, and a skip is worse than nothing run."""
        for number in numbers:
            found = self.by_threat.setdefault(number, {})
            found[test] = max(found.get(test, "passed"), outcome, key=("passed", "skipped", "failed").index)


def threats(text: str) -> dict[int, dict[str, str]]:
    """Return the threats by number: what is tried, and why there is no test where there is none."""
    return {int(number): entry for number, entry in tomllib.loads(text).items()}


def page(known: Mapping[int, Mapping[str, str]], found: Mapping[int, Mapping[str, str]]) -> str:
    """Return the page."""
    return _HEAD + "".join(_line(number, known[number], found.get(number, {})) for number in sorted(known))


def _line(number: int, threat: Mapping[str, str], tests: Mapping[str, str]) -> str:
    names = "<br>".join(f"`{test}`" for test in sorted(tests))
    said = [part for part in (names, threat.get("why", "")) if part]
    result = max(tests.values(), key=("passed", "skipped", "failed").index) if tests else "not tested"
    return f"| {number} | {threat['try']} | {'<br>'.join(said)} | {result} |\n"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--threats-page", metavar="FILE", help="write the table of threats and the tests' results there")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to note results, where a page is to be written; a worker's go to its controller."""
    if config.getoption("--threats-page") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Writer(Path(config.getoption("--threats-page"))), "threats-page")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each test's reports carry its threats."""
    for item in items:
        numbers = sorted({number for mark in item.iter_markers("threat") for number in mark.args})
        if numbers:
            item.user_properties.append((_PROPERTY, numbers))


class _Writer:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._results = Results()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what came of a test, or of what it needed first."""
        numbers: Any = dict(report.user_properties).get(_PROPERTY, [])
        if report.when == "call" or report.outcome != "passed":
            self._results.note(numbers, report.nodeid.partition("[")[0], report.outcome)

    def pytest_sessionfinish(self) -> None:
        """Write the page."""
        known = threats(THREATS.read_text(encoding="utf-8"))
        self._file.write_text(page(known, self._results.by_threat), encoding="utf-8")
