"""The memory of `sotto serve`, all its processes together, once it has taken texts and calls and done what follows.

python -m bench.memory
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench import serving
from bench.line import found
from bench.load import Order, in_another_process
from bench.results import Result, at_most, plain, show
from bench.serving import Server
from bench.traffic import fresh_call, fresh_texts

_TEXTS, _CALLS = 300, 1500
_LIMIT = 120  # MiB
_REST = 5.0  # seconds without work
_IDLE = 0.02  # of a core, which is what looking for work costs
_PATIENCE = 600.0


def measure() -> list[Result]:
    """Measure the memory after the start, the most while codes are made, and what is left when all is done."""
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder, serving.ours(found(Path(folder))) as server:
        begun = server.memory()
        calls = (fresh_call("/ivr/call")[0] for _ in range(_CALLS))
        requests = [each.http() for each in (*calls, *fresh_texts(_TEXTS))]
        in_another_process(Order(server.port, requests))
        most = _until_at_rest(server)
        return [
            plain("after the start", "MiB", [begun]),
            plain("the most while codes are made, 64 MiB each", "MiB", [most]),
            plain("after the load", "MiB", [server.memory()], at_most(_LIMIT, "MiB")),
        ]


def _until_at_rest(server: Server) -> float:
    """Wait until nothing is left to do; return the most that the memory came to meanwhile."""
    most, worked, since = 0.0, server.cpu(), time.monotonic()
    end = since + _PATIENCE
    while time.monotonic() < min(end, since + _REST):
        time.sleep(0.02)
        most = max(most, server.memory())
        if server.cpu() - worked > _IDLE * _REST:
            worked, since = server.cpu(), time.monotonic()
    return most


if __name__ == "__main__":
    show("memory of the process tree (PSS)", measure())
