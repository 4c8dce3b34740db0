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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CONNECTIONS = 16
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


def send(order: Order) -> Answered:
    """Send everything, each connection its next request as soon as it has its answer; stop when the server is gone."""
    todo, answers, waits = enumerate(order.requests), dict[int, bytes](), dict[int, float]()
    begun = time.perf_counter()
    with selectors.DefaultSelector() as ready:
        for wire in _wires(order):
            _next(ready, wire, todo)
        while ready.get_map() and (events := ready.select(_PATIENCE)):
            for key, _ in events:
                wire = key.data
                if not _receive(wire):
                    ready.unregister(wire.socket)
                elif wire.whole():
                    waits[wire.place] = time.perf_counter() - wire.since
                    answers[wire.place] = bytes(wire.received)
                    ready.unregister(wire.socket)
                    _next(ready, wire, todo)
    return Answered(time.perf_counter() - begun, answers, waits)


def _wires(order: Order) -> Iterable[_Wire]:
    for _ in range(order.connections):
        connection = socket.create_connection(("127.0.0.1", order.port), timeout=_PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield _Wire(connection)


def _next(ready: selectors.BaseSelector, wire: _Wire, todo: Iterable[tuple[int, bytes]]) -> None:
    for place, request in todo:
        try:
            wire.send(place, request)
        except OSError:
            break
        ready.register(wire.socket, selectors.EVENT_READ, wire)
        return
    wire.socket.close()


def _receive(wire: _Wire) -> bool:
    try:
        chunk = wire.socket.recv(_CHUNK)
    except OSError:
        return False
    wire.received += chunk
    return bool(chunk)


def in_another_process(order: Order) -> subprocess.Popen[bytes]:
    """Start to send from a process of its own; `result` waits for it."""
    root = Path(__file__).parent.parent
    sender = subprocess.Popen(  # noqa: S603 - this very program
        (sys.executable, "-m", "bench.load"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    )
    assert sender.stdin
    with sender.stdin as pipe:
        pickle.dump(order, pipe)
    return sender


def result(sender: subprocess.Popen[bytes]) -> Answered:
    """Wait for a load and return what came of it."""
    assert sender.stdout
    with sender.stdout as pipe:
        answered: Answered = pickle.load(pipe)  # noqa: S301 - from this very program
    sender.wait()
    return answered


if __name__ == "__main__":
    from bench import load  # under its own name, so that both processes mean the same classes

    pickle.dump(load.send(pickle.load(sys.stdin.buffer)), sys.stdout.buffer)  # noqa: S301 - from this very program
