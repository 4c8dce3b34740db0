"""Samples, taken in turn, and what they come to: a median with its least and greatest, and ratios round by round."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
ROUNDS = 7
_WARM_UP = 1  # rounds that are thrown away: statements are compiled, caches filled, connections made
_FIGURES = 100  # from here on without a decimal


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several rounds, the least and the greatest."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return _short(self.median)
        return f"{_short(self.median)} ({_short(self.low)}–{_short(self.high)})"


def spread(values: Iterable[float]) -> Spread:
    """Return what rounds came to."""
    found = sorted(values)
    return Spread(statistics.median(found), found[0], found[-1])


def ratio(ours: Sequence[float], floor: Sequence[float]) -> Spread:
    """Return ours over the floor's, each round by itself: whatever else ran on the machine then, both had it."""
    return spread(one / other for one, other in zip(ours, floor, strict=True))


def in_turn(sides: Mapping[str, Callable[[], T]], rounds: int = ROUNDS) -> dict[str, list[T]]:
    """Let each side run once a round, in an order that is turned round every time; return the values by side."""
    values: dict[str, list[T]] = {side: [] for side in sides}
    for each in range(-_WARM_UP, rounds):
        for side, run in list(sides.items())[:: 1 if each % 2 else -1]:
            value = run()
            if each >= 0:
                values[side].append(value)
    return values


def cpu_of(work: Callable[[], object]) -> float:
    """Return the seconds of processor time, of all threads of this process, that something took."""
    before = time.process_time()
    work()
    return time.process_time() - before


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value that `share` of all values do not exceed."""
    found = sorted(values)
    return found[min(len(found) - 1, int(share * len(found)))]


def _short(value: float) -> str:
    return f"{value:.3g}" if value < _FIGURES else f"{value:,.0f}"
