"""Keeps one child: starts it for the first job, gives it one job at a time, ends it when there is nothing to do."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from work.child.process import Lost, Process
from work.child.wire import Message

_START_SECONDS = 120.0  # a large model on a slow disk
_FIRST = (False, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child said, and the seconds that it took, without the wait for its turn."""

    message: Message
    seconds: float


@dataclass(order=True, slots=True)
class _Asked:
    rank: tuple[bool, int]  # not urgent, number
    header: Mapping[str, Any] = field(compare=False)
    body: bytes = field(compare=False, repr=False)
    seconds: float = field(compare=False)
    answer: Future[Answer] = field(compare=False, default_factory=Future)


class Keeper:
    """Asks a child on behalf of many threads. The child belongs to one thread of ours: it ends with this process."""

    def __init__(self, line: Sequence[str], idle: float) -> None:
        """Know how to start a child by the command `line`; end it after `idle` seconds without a job."""
        self._line = line
        self._idle = idle
        self._queue: queue.PriorityQueue[_Asked] = queue.PriorityQueue()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._child: Process | None = None

    @property
    def running(self) -> bool:
        """Whether a child is there now."""
        child = self._child
        return child is not None and child.alive

    def ask(self, header: Mapping[str, Any], body: bytes, seconds: float, *, urgent: bool = False) -> Answer:
        """Return the child's answer; urgent questions are asked before others. Raises Lost, Late."""
        asked = _Asked((not urgent, next(self._numbers)), header, body, seconds)
        with self._lock:
            if self._stopped:
                raise Lost
            self._queue.put(asked)
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="speech", daemon=True)
                self._thread.start()
        return asked.answer.result()

    def distrust(self) -> None:
        """Kill the child, because of what it said; the job in hand is lost, and the next one gets a new child."""
        child = self._child
        if child is not None:
            child.kill()

    def stop(self) -> None:
        """End the child at once and for good; whoever still waits is told that it is lost."""
        with self._lock:
            self._stopped = True
            self._queue.put(_Asked(_FIRST, {}, b"", 0))
        self.distrust()
        if self._thread is not None:
            self._thread.join()

    def _serve(self) -> None:
        while self._serve_one(self._next()):
            pass

    def _next(self) -> _Asked:
        while True:
            try:
                return self._queue.get(timeout=self._idle if self._child else None)
            except queue.Empty:
                self._end()

    def _serve_one(self, asked: _Asked) -> bool:
        """Answer one question; a function of its own, so that no recording outlives its answer."""
        if self._stopped:
            self._end()
            self._lose(asked)
            return False
        try:
            asked.answer.set_result(self._answer(asked))
        except Exception as fault:  # noqa: BLE001 - it belongs to who asked
            self._end()
            asked.answer.set_exception(fault)
        return True

    def _answer(self, asked: _Asked) -> Answer:
        if self._child is None or not self._child.alive:
            self._end()
            self._child = Process(self._line)
            self._child.ask({"job": "hello"}, b"", _START_SECONDS)
        begun = time.monotonic()
        message = self._child.ask(asked.header, asked.body, asked.seconds)
        return Answer(message, time.monotonic() - begun)

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _lose(self, asked: _Asked) -> None:
        asked.answer.set_exception(Lost())
        while not self._queue.empty():
            self._queue.get().answer.set_exception(Lost())
