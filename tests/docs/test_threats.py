"""The page of threats names every test that answers one, and every threat has a test or a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.threats import THREATS, page, threats

ROOT = Path(__file__).parents[2]
KNOWN = threats(THREATS.read_text(encoding="utf-8"))
PAGE = ROOT / "docs" / "threats.md"


def marks(tree: ast.AST) -> Iterator[int]:
    """Yield the numbers of all `threat(…)` marks in a piece of code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "threat":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, int))


def marked() -> dict[str, set[int]]:
    """Return the threats that each test function of ours is marked with, those of its file included."""
    found: dict[str, set[int]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        whole = {n for node in tree.body if isinstance(node, ast.Assign) for n in marks(node)}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
                numbers = whole.union(*(set(marks(each)) for each in node.decorator_list))
                if numbers:
                    found[f"{file.relative_to(ROOT)}::{node.name}"] = numbers
    return found


MARKED = marked()


@pytest.mark.parametrize("number", KNOWN)
def test_each_threat_has_a_test_or_a_reason(number: int) -> None:
    tested = any(number in numbers for numbers in MARKED.values())
    assert tested or KNOWN[number].get("why"), f"threat {number}: {KNOWN[number]['try']}"


def test_no_test_answers_a_threat_that_nobody_described() -> None:
    assert {number for numbers in MARKED.values() for number in numbers} <= set(KNOWN)


@pytest.mark.parametrize("test", MARKED)
def test_the_page_names_each_test_beside_its_threats(test: str) -> None:
    lines = {line.split(" | ")[0].strip("| "): line for line in PAGE.read_text(encoding="utf-8").splitlines()}
    for number in MARKED[test]:
        assert test in lines[str(number)], "run `make threats`"


def test_the_page_holds_no_failure_and_no_skip() -> None:
    results = [line.rpartition(" | ")[2].strip(" |") for line in PAGE.read_text(encoding="utf-8").splitlines()[9:]]
    assert set(results) <= {"passed", "not tested"}


def test_of_many_cases_the_worst_counts() -> None:
    text = page(
        {1: {"try": "find a number"}, 2: {"try": "nothing", "why": "later"}}, {1: {"a": "passed", "b": "failed"}}
    )
    assert "| 1 | find a number | `a`<br>`b` | failed |" in text
    assert "| 2 | nothing | later | not tested |" in text
