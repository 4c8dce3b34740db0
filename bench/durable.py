"""Texts over HTTP at sixteen connections, each answered after its commit; and the memory that is left of it.

Real servers in processes of their own: `sotto serve` with its pipeline, and the floor on the same server with the same
durability. While one is measured the other stands still, so that neither's afterwork costs the other anything.

    python -m bench.durable
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bench import serving
from bench.line import found
from bench.load import CONNECTIONS, Answered, Order, in_another_process, result
from bench.measure import in_turn, percentile
from bench.results import Goal, Result, against, at_least, at_most, plain, table
from bench.serving import Server
from bench.traffic import fresh_texts

_TEXTS = 1000  # a round
_AT_REST = 120.0  # seconds, the longest that is waited for the pipeline
_MEMORY = 120


class Lost(Exception):
    """Not every request was answered with a 200, so the time it took says nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One round of one side."""

    rate: float
    median: float
    slowest: float
    cpu: float


def measure(rounds: int) -> list[Result]:
    """Measure texts on this machine's disk, then on one that takes 5 ms to flush, and the memory after the load."""
    results = _texts(rounds, "", {}, (at_least(1), at_most(0.06)), memory=True)
    with _slow_disk() as slow:
        if slow is not None:
            results += _texts(rounds, ", disk of 5 ms", {"LD_PRELOAD": str(slow)}, (at_least(1), at_most(0.06)))
    return results


def _texts(
    rounds: int, where: str, more: Mapping[str, str], goals: tuple[Goal, Goal], *, memory: bool = False
) -> list[Result]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sotto-bench-")))
        ours = stack.enter_context(serving.ours(found(folder), more))
        floor = stack.enter_context(serving.floor(folder / "floor.sqlite3", more))
        ours.hold()
        samples = in_turn({"ours": lambda: _awake(ours, _round), "floor": lambda: _round(floor)}, rounds)
        held = [_awake(ours, _memory)] if memory else []

    def row(name: str, unit: str, of: Callable[[Sample], float], goal: Goal | None = None) -> Result:
        return against(name + where, unit, [of(one) for one in samples["ours"]], [of(one) for one in samples["floor"]], goal)

    return [
        row("texts", "a second", lambda one: one.rate, goals[0]),
        row("of a hundred the slowest", "ms", lambda one: one.slowest * 1e3, goals[1]),
        row("of a hundred the fiftieth", "ms", lambda one: one.median * 1e3),
        row("processor time of a text", "µs", lambda one: one.cpu * 1e6),
        *(plain("memory after it, at rest", "MiB", [each.rest], at_most(_MEMORY, "MiB")) for each in held),
    ]
