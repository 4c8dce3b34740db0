"""The rules as they are delivered: the tests hold the delivered files to account, not rules of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.categories import parse_categories
from triage.rules import Rules, parse_grading

DELIVERED = Path(__file__).parents[2] / "config" / "rules"


@pytest.fixture(scope="session")
def rules() -> Rules:
    gradings = [parse_grading(file.read_text("utf-8"), file.name) for file in DELIVERED.glob("grading.*.toml")]
    categories = parse_categories((DELIVERED / "categories.toml").read_text("utf-8"), "categories.toml")
    return Rules(
        {grading.language: grading for grading in gradings},
        {name: category.weight for name, category in categories.items()},
    )
