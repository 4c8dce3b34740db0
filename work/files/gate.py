"""The way in for a stranger's file: a child of its own looks at it, and we keep what an operator can safely see.

Each file gets a fresh child, so that one which takes its child over meets no other file; it costs a third of a second.
Nothing here raises for what a file holds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from work.child.answers import Nonsense, held
from work.child.process import Late, Lost, Process, command
from work.child.sandbox import MEANING
from work.files import answers
from work.files.answers import Told
from work.files.drawing import Part, draw
from work.files.why import Why

MOST = 32 << 20
"""Bytes of a file that is looked at."""

PATIENCE = 60.0
"""Seconds that one file may take in all, and each step of it a third of that."""

_START = 30.0
_MOST_WORDS = 1 << 20  # bytes
_UNDRAWN = ("audio/", "video/")


class Verdict(StrEnum):
    """What became of a file."""

    CLEANED = "cleaned"  # drawn anew from its pixels: `parts` are all of it
    STRIPPED = "stripped"  # a film or sound without what lay beside it, as foreign as before
    SHOWN = "shown"  # `parts` and `words` show what is in it; the file itself is kept
    KEPT = "kept"  # as it came, and nothing to show


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is and what became of it; `why` says why it is not more. `more` counts pages that were not drawn."""

    verdict: Verdict
    type: str = ""
    why: str = ""
    more: int = 0
    words: str = field(default="", repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)

    @property
    def replaces(self) -> bool:
        """Tell whether the parts stand for the file, which is then to be destroyed."""
        return self.verdict in {Verdict.CLEANED, Verdict.STRIPPED}


class Stopped(Exception):
    """The gate is closed for good: the file was not looked at."""


class Gate:
    """Looks at files, one at a time for each thread that asks."""

    def __init__(self, line: Sequence[str] = command("work.files.child"), patience: float = PATIENCE) -> None:
        """Take the command `line` of a child and the seconds that a file may take."""
        self._line = line
        self._patience = patience
        self._lock = threading.Lock()
        self._children: set[Process] = set()
        self._stopped = False

    def stop(self) -> None:
        """End every child, for good; who waits gets `Stopped`."""
        with self._lock:
            self._stopped = True
            for child in self._children:
                child.kill()

    def check(self) -> list[str]:
        """Start a child and return what is wrong with it, a sentence each, for the owner."""
        try:
            child = self._open()
        except Lost:
            return ["The process that looks at files does not start: every file stays as it came."]
        try:
            kept = held(child.ask({"job": "hello"}, b"", _START))
        except (Lost, Nonsense):
            return ["The process that looks at files does not answer: every file stays as it came."]
        finally:
            self._close(child)
        return [
            f"The process that looks at files should {meaning}, but this system does not let it."
            for name, meaning in MEANING.items()
            if not kept[name]
        ]

    def examine(self, raw: bytes) -> Examined:
        """Look at a file. Raises Stopped, and nothing else for what is in it."""
        if not raw or len(raw) > MOST:
            return _kept(Why.TOO_LARGE if raw else Why.EMPTY)
        try:
            return self._look(raw)
        except Late:
            return _kept(Why.LATE)
        except (Lost, Nonsense):
            if self._stopped:
                raise Stopped from None
            return _kept(Why.FAILED)

    def _look(self, raw: bytes) -> Examined:
        child = self._open()
        try:
            child.ask({"job": "hello"}, b"", _START)
            end = time.monotonic() + self._patience
            message = child.ask({"job": "open"}, raw, self._patience / 3, _MOST_WORDS)
            if why := answers.fault(message):
                return _kept(why)
            told = answers.told(message)
            parts, why = _parts(child, told, end, self._patience / 3)
        finally:
            self._close(child)
        return _judged(told, parts, why)

    def _open(self) -> Process:
        with self._lock:
            if self._stopped:
                raise Stopped
            child = Process(self._line)
            self._children.add(child)
        return child

    def _close(self, child: Process) -> None:
        with self._lock:
            self._children.discard(child)
        child.end()


def _parts(child: Process, told: Told, end: float, step: float) -> tuple[tuple[Part, ...], str]:
    """Return the parts one after the other, and why there are not more."""
    found: list[Part] = []
    for number in range(told.parts):
        left = min(step, end - time.monotonic())
        if left <= 0:
            return tuple(found), Why.LATE
        try:
            message = child.ask({"job": "part", "number": number}, b"", left)
        except Late:
            return tuple(found), Why.LATE
        if why := answers.fault(message):
            return tuple(found), why
        if told.type.startswith(_UNDRAWN):
            found.append(Part(told.type, message.body))
        else:
            found.append(draw(*answers.pixels(message), sharp=told.sharp))
    return tuple(found), ""


def _judged(told: Told, parts: tuple[Part, ...], why: str) -> Examined:
    if told.whole and parts and not why:
        verdict = Verdict.STRIPPED if told.type.startswith(_UNDRAWN) else Verdict.CLEANED
        return Examined(verdict, told.type, words=told.words, parts=parts)
    if told.type.startswith(_UNDRAWN) or not (parts or told.words):
        return Examined(Verdict.KEPT, told.type, why or Why.EMPTY)
    return Examined(Verdict.SHOWN, told.type, why, told.more, told.words, parts)


def _kept(why: str) -> Examined:
    return Examined(Verdict.KEPT, why=why)
