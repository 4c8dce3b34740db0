"""What one request costs in processor time: the application called directly, without a server, ours and the floor's.

    python -m bench.steps
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flask import Flask

from app.doors import create_app
from app.house import House
from bench import tables
from bench.floor import create_floor
from bench.line import found
from bench.measure import cpu_each, in_turn
from bench.results import Result
from bench.traffic import Webhook, call, fresh_call, fresh_texts

_STEPS, _TEXTS = 1000, 300
_ACTION = re.compile(r'action="https://line\.example([^"]*)"')


def answer(app: Flask, webhook: Webhook) -> str:
    """Send a request to an application and return what it answers. Raises AssertionError unless that is a 200."""
    status: list[str] = []
    body = b"".join(app(webhook.environ(), lambda line, *_: _noted(status, line)))
    if not status[0].startswith("200"):
        raise AssertionError(status[0])
    return body.decode()


def _noted(status: list[str], line: str) -> Callable[[bytes], object]:
    status.append(line)
    return lambda _: None


def menu_steps(app: Flask, count: int) -> list[Webhook]:
    """Call in `count` times, choose a language, and return the next key of each: the menu's, with its sealed state."""
    found = []
    for _ in range(count):
        first, sid, sender = fresh_call("/ivr/call")
        asked = _action(answer(app, first))
        menu = _action(answer(app, call(asked, sid, sender, Digits="1", msg="Gather Digits")))
        found.append(call(menu, sid, sender, Digits="1", msg="Gather Digits"))
    return found


def _action(twiml: str) -> str:
    return html.unescape(_ACTION.search(twiml)[1])  # type: ignore[index]


def _floor_steps(count: int) -> list[Webhook]:
    calls = (fresh_call("/ivr/call") for _ in range(count))
    return [call("/ivr/step?s=menu", sid, sender, Digits="1", msg="Gather Digits") for _, sid, sender in calls]


def _all(app: Flask, webhooks: Sequence[Webhook], after: Callable[[], object] = lambda: None) -> None:
    for webhook in webhooks:
        answer(app, webhook)
    after()


def _timed(app: Flask, make: Callable[[], Sequence[Webhook]], after: Callable[[], object] = lambda: None) -> float:
    webhooks = make()
    after()
    return cpu_each(lambda: _all(app, webhooks, after), len(webhooks))


def measure() -> list[Result]:
    """Measure a step of a menu and a text, in this process."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sotto-bench-")))
        floor, house = create_floor(str(folder / "floor.sqlite3")), stack.enter_context(found(folder).opened())
        ours = create_app(house)

        def flush() -> None:
            house.log.flush(house.intake)

        steps = in_turn(
            {
                "ours": lambda: _timed(ours, lambda: menu_steps(ours, _STEPS), flush),
                "floor": lambda: _timed(floor, lambda: _floor_steps(_STEPS)),
            }
        )
        texts = in_turn(
            {
                "ours": lambda: _timed(ours, lambda: fresh_texts(_TEXTS)),
                "floor": lambda: _timed(floor, lambda: fresh_texts(_TEXTS)),
            }
        )
    return []


if __name__ == "__main__":
    print(measure())
