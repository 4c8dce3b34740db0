"""What is counted of a report that is gone: how much of it may be told without pointing at anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FEW = 10
"""Reports. Of fewer in a month their categories and outcomes are counted by the year, of fewer in a year not at all."""

TOTAL = "reports"
DIMENSIONS = ("channel", "category", "grade", "outcome")


@dataclass(frozen=True, slots=True)
class Cell:
    """One count: in a `period` (a month such as 2026-11, or a year), of `what`, how many had this `value`."""

    period: str
    what: str
    value: str


def cells(day: str, ended: Mapping[str, str | None], in_month: int, in_year: int) -> tuple[Cell, ...]:
    """Return what a report of this UTC day adds one to.

    `ended` has its value for each of DIMENSIONS; `in_month` and `in_year` say how many reports came to its line then,
    kept and gone, itself among them. Each dimension is counted alone: two together, in a small month, are a person.
    """
    period = day[:7] if in_month >= FEW else day[:4]
    total = Cell(period, TOTAL, "")
    if in_year < FEW:
        return (total,)
    return (total, *(Cell(period, what, ended.get(what) or "") for what in DIMENSIONS))
