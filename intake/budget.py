"""What may be spent on texts that we send, by the hour and by the day, for a line and for all lines.

A reply is taken from the budget before it is sent, so that it is never exceeded by this process. What other processes
of this machine have spent is told to it (`elsewhere`) every second: of several, each may exceed it by what the others
spend in one. It is counted in segments: each of them costs money.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from privacy.tallies import Window
from triage.limits import ReplyLimits

ALL = ""
"""All lines together, under a name that no line can have."""

_NOTHING = (0, 0)

Counts = Mapping[str, tuple[int, int]]
"""Segments sent in this hour and on this UTC day, by line."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one part of the budget is used. `line` is `ALL` for all together, `span` hour or day."""

    line: str
    span: str
    used: int
    most: int

    @property
    def full(self) -> int:
        """Return how full it is, in per cent. Of a budget of nothing all is used."""
        return self.used * 100 // self.most if self.most else 100


class Budget:
    """One for a process. Thread-safe; times are seconds since 1970."""

    def __init__(self, limits: ReplyLimits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._spent: dict[str, Window] = {ALL: Window()}
        self._elsewhere: Counts = {}

    def take(self, line: str, segments: int, now: int) -> bool:
        """Take some segments for a reply; False, and none taken, where not all of them are left."""
        with self._lock:
            if any(used + segments > most for used, most in self._standing(line, now)):
                return False
            for each in (line, ALL):
                self._window(each).add(now, segments)
            return True

    def give_back(self, line: str, segments: int, now: int) -> None:
        """Give back what was taken for a reply that is not sent after all."""
        with self._lock:
            for each in (line, ALL):
                self._window(each).take_back(now, segments)

    def short(self, line: str, now: int) -> bool:
        """Tell whether so much is used that replies are to be short."""
        with self._lock:
            percent = self._limits.short_from
            return any(used * 100 >= most * percent for used, most in self._standing(line, now))

    def shares(self, now: int) -> list[Share]:
        """Return how much of each part of the budget is used: all together first."""
        with self._lock:
            lines = sorted(self._spent.keys() | self._elsewhere.keys())
            return [
                Share(line, span, used, most)
                for line in lines
                for span, (used, most) in zip(("hour", "day"), self._of(line, now), strict=True)
            ]

    def counts(self, now: int) -> dict[str, tuple[int, int]]:
        """Return what this process has spent, for other processes to know."""
        with self._lock:
            found = {line: window.at(now) for line, window in self._spent.items()}
            return {line: (each.in_hour, each.in_day) for line, each in found.items() if each.in_day}

    def elsewhere(self, counts: Counts) -> None:
        """Take note of what other processes have spent."""
        with self._lock:
            self._elsewhere = counts

    def _window(self, line: str) -> Window:
        return self._spent.setdefault(line, Window())

    def _standing(self, line: str, now: int) -> tuple[tuple[int, int], ...]:
        """Return (used, most) of all together and of a line, by the hour and by the day."""
        return (*self._of(ALL, now), *self._of(line, now))

    def _of(self, line: str, now: int) -> tuple[tuple[int, int], tuple[int, int]]:
        limits, own = self._limits, self._window(line).at(now)
        hour, day = self._elsewhere.get(line, _NOTHING)
        most = (limits.line_hour, limits.line_day) if line else (limits.total_hour, limits.total_day)
        return (own.in_hour + hour, most[0]), (own.in_day + day, most[1])
