"""What a report can be about: the owner's table of categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.reading import reading


@dataclass(frozen=True, slots=True)
class Category:
    """One category: `weight` is what choosing it adds to a grade. Its label stands with the words, under [category]."""

    name: str
    weight: int


def parse_categories(text: str, name: str) -> Mapping[str, Category]:
    """Read the table of categories, in the owner's order. Raises RuleFaults."""
    with reading(text, name) as top:
        return {key: Category(key, table.number("weight", 0, 10)) for key, table in top.tables()}
