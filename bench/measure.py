"""Samples, taken in turn, and what they come to: a median with its least and greatest, and ratios round by round."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

ROUNDS = 7
WARM_UP = 1  # rounds that are thrown away: imports, compiled statements, a pool of connections


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several rounds, the least and the greatest."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.low)}–{_short(self.high)})"


def spread(values: Iterable[float]) -> Spread:
    """Return what rounds came to."""
    found = sorted(values)
    return Spread(statistics.median(found), found[0], found[-1])


def ratio(ours: Sequence[float], floor: Sequence[float]) -> Spread:
    """Return ours over the floor, each round by itself: whatever else ran on the machine then, both had it."""
    return spread(one / other for one, other in zip(ours, floor, strict=True))


def in_turn(sides: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Let each side run once a round, the order turned round every time; return the values by side."""
    values: dict[str, list[float]] = {side: [] for side in sides}
    for each in range(-WARM_UP, rounds):
        for side, run in list(sides.items())[:: 1 if each % 2 else -1]:
            value = run()
            if each >= 0:
                values[side].append(value)
    return values


def cpu_each(work: Callable[[], object], count: int) -> float:
    """Return the microseconds of processor time, of all threads of this process, that one of `count` things took."""
    before = time.process_time()
    work()
    return (time.process_time() - before) / count * 1e6


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _short(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:,.0f}"  # noqa: PLR2004 - three figures
