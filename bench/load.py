"""The load: one process that keeps so many connections busy with signed requests, and notes how long each took.

It is told by a pickle on its standard input and answers with one on its standard output, so that what it costs in
processor time is not counted for the server.
"""

from __future__ import annotations

import pickle
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

CONNECTIONS = 16
ROOT = Path(__file__).parent.parent
_PATIENCE = 60.0  # seconds without any answer
_CHUNK = 65_536
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """What to send, in this order, to which port of this machine."""

    port: int
    requests: Sequence[bytes]
    connections: int = CONNECTIONS


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back, by the place of the request: the answer's bytes and the seconds it took.

    What is missing was not answered: the server died first.
    """

    seconds: float
    answers: dict[int, bytes]
    waits: dict[int, float]

    def served(self) -> int:
        """Return how many were answered with a 200."""
        return sum(answer.startswith(b"HTTP/1.1 200") for answer in self.answers.values())


@dataclass(slots=True)
class _Wire:
    """One connection and the request that is under way on it."""

    socket: socket.socket
    place: int = 0
    since: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def send(self, place: int, request: bytes) -> None:
        self.place, self.since = place, time.perf_counter()
        self.received.clear()
        self.socket.sendall(request)

    def whole(self) -> bool:
        head = self.received.find(b"\r\n\r\n")
        length = _LENGTH.search(self.received, 0, head) if head >= 0 else None
        return length is not None and len(self.received) >= head + 4 + int(length[1])


def send(order: Order, seen: Callable[[int], object] = lambda _: None) -> Answered:
    """Send everything, each connection its next request as soon as it has its answer; stop when the server is gone.

    `seen` is told how many answers there are, after each one.
    """
    todo, answers, waits = enumerate(order.requests), dict[int, bytes](), dict[int, float]()
    begun = time.perf_counter()
    with ExitStack() as connected, selectors.DefaultSelector() as ready:
        for _ in range(order.connections):
            wire = _Wire(connected.enter_context(_connect(order.port)))
            if _next(wire, todo):
                ready.register(wire.socket, selectors.EVENT_READ, wire)
        while ready.get_map() and (events := ready.select(_PATIENCE)):
            for key, _ in events:
                wire = key.data
                alive = _receive(wire)
                if wire.whole():
                    waits[wire.place] = time.perf_counter() - wire.since
                    answers[wire.place] = bytes(wire.received)
                    seen(len(answers))
                    alive = _next(wire, todo)
                if not alive:
                    ready.unregister(wire.socket)
    return Answered(time.perf_counter() - begun, answers, waits)


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _next(wire: _Wire, todo: Iterator[tuple[int, bytes]]) -> bool:
    """Send the next request; return whether there was one and somebody to take it."""
    following = next(todo, None)
    if following is None:
        return False
    try:
        wire.send(*following)
    except OSError:
        return False
    return True


def _receive(wire: _Wire) -> bool:
    try:
        chunk = wire.socket.recv(_CHUNK)
    except OSError:
        return False
    wire.received += chunk
    return bool(chunk)


def in_another_process(order: Order) -> Answered:
    """Send from a process of its own, and wait until that is done."""
    done = subprocess.run(
        (sys.executable, "-m", "bench.load"), input=pickle.dumps(order), stdout=subprocess.PIPE, cwd=ROOT, check=True
    )
    answered: Answered = pickle.loads(done.stdout)  # noqa: S301 - from this very program
    return answered


if __name__ == "__main__":
    from bench import load  # under its own name, so that both processes mean the same classes

    pickle.dump(load.send(pickle.load(sys.stdin.buffer)), sys.stdout.buffer)  # noqa: S301 - from this very program
