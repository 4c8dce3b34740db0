"""What one request costs in processor time: the application called directly, without a server, ours and the floor's.

python -m bench.steps
"""

from __future__ import annotations

import gc
import html
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from app.doors import create_app
from app.house import House
from bench.floor import create_floor
from bench.line import found
from bench.measure import cpu_of, in_turn
from bench.results import Result, against, at_most, plain, show
from bench.traffic import Webhook, call, fresh_call, fresh_texts

_TURNS = 10  # a round is cut into short turns, so that what else runs on the machine hits both sides alike
_STEPS, _TEXTS = 100, 30  # a turn
_ACTION = re.compile(r'action="https://line\.example([^"]*)"')


class Unexpected(Exception):
    """An application did not answer with a 200."""


def answer(app: Flask, webhook: Webhook) -> str:
    """Send a request to an application and return what it answers. Raises `Unexpected`."""
    status: list[str] = []

    def start(line: str, _headers: object, _failure: object = None) -> Callable[[bytes], object]:
        status.append(line)
        return lambda _: None

    body = b"".join(app(webhook.environ(), start))
    if not status[0].startswith("200"):
        raise Unexpected(status[0])
    return body.decode()


def menu_steps(app: Flask, count: int) -> list[Webhook]:
    """Make so many calls, choose a language in each, and return its next request: a key at the menu, with its state."""
    steps = []
    for _ in range(count):
        first, sid, sender = fresh_call("/ivr/call")
        language = call(_action(answer(app, first)), sid, sender, Digits="1")
        steps.append(call(_action(answer(app, language)), sid, sender, Digits="1"))
    return steps


def _action(twiml: str) -> str:
    where = _ACTION.search(twiml)
    if where is None:
        raise Unexpected(twiml)
    return html.unescape(where[1])


def _floor_steps(count: int) -> list[Webhook]:
    calls = (fresh_call("/ivr/call") for _ in range(count))
    return [call("/ivr/step?s=menu", sid, sender, Digits="1") for _, sid, sender in calls]


@contextmanager
def _both() -> Iterator[tuple[Flask, Flask, House]]:
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder, found(Path(folder)).opened() as house:
        ours, floor = create_app(house), create_floor(f"{folder}/floor.sqlite3")
        gc.collect()
        gc.freeze()  # as `sotto serve` does; here it helps both
        yield ours, floor, house
        gc.unfreeze()


def _round(sides: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Let both sides take turns; return the microseconds of each, a request."""
    return {side: sum(values) / len(values) for side, values in in_turn(sides, _TURNS).items()}


def _cost(app: Flask, requests: Sequence[Webhook]) -> float:
    def work() -> None:
        for request in requests:
            answer(app, request)

    return cpu_of(work) / len(requests) * 1e6


def measure(rounds: int) -> list[Result]:
    """Measure a step of the menu, what it leaves to be written behind, and a text with its commit."""
    steps, notes, messages = [], [], []
    with _both() as (ours, floor, house):

        def our_step() -> float:
            cost = _cost(ours, menu_steps(ours, _STEPS))
            notes.append(cpu_of(lambda: house.log.flush(house.intake)) / (3 * _STEPS) * 1e6)
            return cost

        for _ in range(rounds):
            steps.append(_round({"ours": our_step, "floor": lambda: _cost(floor, _floor_steps(_STEPS))}))
            messages.append(
                _round(
                    {
                        "ours": lambda: _cost(ours, fresh_texts(_TEXTS)),
                        "floor": lambda: _cost(floor, fresh_texts(_TEXTS)),
                    }
                )
            )
    return [
        against("a step of the menu", "µs", *_columns(steps), at_most(0.8)),
        plain("its note in the call log, written behind", "µs", notes),
        against("a text, one at a time", "µs", *_columns(messages)),
    ]


def _columns(rounds: Sequence[dict[str, float]]) -> tuple[list[float], list[float]]:
    return [each["ours"] for each in rounds], [each["floor"] for each in rounds]


if __name__ == "__main__":
    show("processor time of a request, without a server", measure(5))
