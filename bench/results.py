"""A thing measured: what ours took, what the floor took, the ratio, and the goal it is held to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench.measure import Spread, ratio, spread


@dataclass(frozen=True, slots=True)
class Goal:
    """What a number is held to: at most so much, or at least."""

    words: str
    met: Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class Result:
    """One row: `judged` is the number that the goal is about, a ratio or a plain figure."""

    name: str
    unit: str
    ours: Spread
    floor: Spread | None
    judged: Spread
    goal: Goal | None

    @property
    def verdict(self) -> str:
        """Return whether the median meets the goal."""
        if self.goal is None:
            return ""
        return "met" if self.goal.met(self.judged.median) else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """Return the row as text."""
        floor = str(self.floor) if self.floor else ""
        goal = self.goal.words if self.goal else ""
        return self.name, self.unit, str(self.ours), floor, str(self.judged) if self.floor else "", goal, self.verdict


_WIDTH = 150
HEAD = ("what", "unit", "ours", "floor", "ours / floor", "goal", "")


def against(name: str, unit: str, ours: Sequence[float], floor: Sequence[float], goal: Goal | None = None) -> Result:
    """Return a row of ours beside the floor's, the goal being about their ratio."""
    return Result(name, unit, spread(ours), spread(floor), ratio(ours, floor), goal)


def plain(name: str, unit: str, ours: Sequence[float], goal: Goal | None = None) -> Result:
    """Return a row of ours alone."""
    return Result(name, unit, spread(ours), None, spread(ours), goal)


def at_most(limit: float, unit: str = "× the floor") -> Goal:
    """Return a goal."""
    return Goal(f"at most {limit:g} {unit}", lambda value: value <= limit)


def at_least(limit: float, unit: str = "× the floor") -> Goal:
    """Return a goal."""
    return Goal(f"at least {limit:g} {unit}", lambda value: value >= limit)


def show(title: str, results: Sequence[Result]) -> None:
    """Print rows."""
    made = Table(*HEAD, title=title, title_justify="left")
    for result in results:
        made.add_row(*result.cells())
    Console(width=_WIDTH).print(made)


def markdown(results: Sequence[Result]) -> str:
    """Return rows for a page."""
    rows = (HEAD, ("---",) * len(HEAD), *(result.cells() for result in results))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
