"""Texts over HTTP at sixteen connections, each answered after its commit, ours and the floor's.

Real servers in processes of their own: `sotto serve` with its pipeline, and the floor on the same server with the same
durability. While the floor is measured ours stands still, so that its afterwork costs the floor nothing.

    python -m bench.durable
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import serving
from bench.line import found
from bench.load import CONNECTIONS, Order, in_another_process
from bench.measure import in_turn, percentile
from bench.results import Goal, Result, against, at_least, at_most, show
from bench.serving import Server
from bench.slow_disk import slow_disk
from bench.traffic import fresh_texts

_TEXTS = 1000  # a round


class Unanswered(Exception):
    """Not every request was answered with a 200: how long the others took says nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One round of one side: requests a second, seconds that a half and 99 of 100 took at most, CPU seconds of one."""

    rate: float
    half: float
    most: float
    cpu: float


def measure(rounds: int) -> list[Result]:
    """Measure texts on this machine's disk, and on one that takes 5 ms to flush."""
    results = _texts(rounds, "", {})
    with slow_disk() as environment:
        return results + (_texts(rounds, ", disk of 5 ms", environment) if environment else [])


def _texts(rounds: int, where: str, environment: Mapping[str, str]) -> list[Result]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sotto-bench-")))
        ours = stack.enter_context(serving.ours(found(folder), environment))
        floor = stack.enter_context(serving.floor(folder / "floor.sqlite3", environment))

        def our_round() -> Sample:
            with ours.awake():
                return _round(ours)

        samples = in_turn({"ours": our_round, "floor": lambda: _round(floor)}, rounds)

    def row(name: str, unit: str, of: Callable[[Sample], float], goal: Goal | None = None) -> Result:
        return against(name + where, unit, list(map(of, samples["ours"])), list(map(of, samples["floor"])), goal)

    return [
        row("texts", "a second", lambda one: one.rate, at_least(1)),
        row("99 of 100 took at most", "ms", lambda one: one.most * 1e3, at_most(0.06)),
        row("half took at most", "ms", lambda one: one.half * 1e3),
        row("processor time of a text, server and all", "µs", lambda one: one.cpu * 1e6),
    ]


def _round(server: Server) -> Sample:
    requests = [each.http() for each in fresh_texts(_TEXTS)]
    before = server.cpu()
    came = in_another_process(Order(server.port, requests, CONNECTIONS))
    if came.served() != _TEXTS:
        raise Unanswered
    waits = came.waits.values()
    cpu = (server.cpu() - before) / _TEXTS
    return Sample(_TEXTS / came.seconds, percentile(waits, 0.5), percentile(waits, 0.99), cpu)


if __name__ == "__main__":
    show(f"durable texts at {CONNECTIONS} connections", measure(5))
