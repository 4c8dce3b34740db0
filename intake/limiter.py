"""Who is let through: limits for a sender, a line and all together, counted in memory by names that die with the day.

A first report is never refused: the first contacts of a telephone in a day, and whatever comes after "in danger", go
through even where a line or the house is flooded. Who shows no number cannot be told from others who do not; they have
one limit together, and what is above it is kept, but costs us nothing.

Of several processes each counts for itself: a limit then holds up to that many times over. After a restart counting
begins anew.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from privacy.tallies import HOUR, Tallies, Tally, Window
from triage.limits import Limits, SharedLimits

_MINUTE = 60
_LATE = 5 * _MINUTE  # a call whose end is never told to us counts this much longer than a call can last


class Pass(StrEnum):
    """What becomes of a contact."""

    TAKEN = "taken"
    QUIET = "quiet"  # a text: kept, and not answered
    TONE = "tone"  # a call: straight to the tone, without the menus
    REFUSED = "refused"  # not taken


@dataclass(frozen=True, slots=True)
class _UnderWay:
    line: str
    withheld: bool
    until: int
    passed: Pass


class Limiter:
    """One for a process. Thread-safe."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._senders = Tallies()
        self._texts: defaultdict[str, Window] = defaultdict(Window)
        self._calls: defaultdict[str, Window] = defaultdict(Window)
        self._all_texts, self._all_calls = Window(), Window()
        self._withheld_texts, self._withheld_calls = Window(), Window()
        self._under_way: dict[bytes, _UnderWay] = {}

    def text(self, line: str, alias: bytes | None, now: int) -> Pass:
        """Count a text and say what becomes of it. `alias` is None for a withheld sender; `now` in seconds."""
        with self._lock:
            self._texts[line].add(now)
            self._all_texts.add(now)
            if alias is None:
                self._withheld_texts.add(now)
                return _either(self._withheld_texts.in_hour > self._limits.withheld.answers_hour, Pass.QUIET)
            sender = self._senders.of(alias, now)
            sender.texts.add(now)
            if self._owed(sender, now) or not self._too_many_texts(line, sender):
                return Pass.TAKEN
            return Pass.REFUSED

    def tell(self, alias: bytes | None, message: bytes, now: int) -> bool:
        """Return whether the sender of a text that is not taken is told so: once an hour, by this `message` or not."""
        if alias is None:
            return True
        with self._lock:
            sender, hour = self._senders.of(alias, now), now // HOUR
            if sender.told != hour:
                sender.told, sender.told_for = hour, message
            return sender.told_for == message

    def call(self, line: str, alias: bytes | None, digests: Sequence[bytes], now: int) -> Pass:
        """Count a call that begins and say what becomes of it. The same call again gets the same answer."""
        with self._lock:
            before = next((self._under_way[each] for each in digests if each in self._under_way), None)
            if before is not None:
                return before.passed
            self._calls[line].add(now)
            self._all_calls.add(now)
            passed = self._withheld_call(line, now) if alias is None else self._sender_call(line, alias, now)
            if passed is not Pass.REFUSED:
                longest = self._limits.call.longest * _MINUTE + _LATE
                self._under_way[digests[0]] = _UnderWay(line, alias is None, now + longest, passed)
            return passed

    def call_over(self, digests: Sequence[bytes]) -> None:
        """Note that a call is over."""
        with self._lock:
            for each in digests:
                self._under_way.pop(each, None)

    def in_danger(self, alias: bytes | None, now: int) -> None:
        """Let everything through that still comes from this sender today."""
        if alias is not None:
            with self._lock:
                self._senders.of(alias, now).in_danger = True

    def _owed(self, sender: Tally, now: int) -> bool:
        sender.texts.at(now)
        sender.calls.at(now)
        return sender.in_danger or sender.contacts() <= self._limits.sender.always

    def _too_many_texts(self, line: str, sender: Tally) -> bool:
        own, texts = self._limits.sender, sender.texts
        return (
            texts.in_hour > own.texts_hour
            or texts.in_day > own.texts_day
            or self._texts[line].in_hour > self._limits.line.texts_hour
            or self._all_texts.in_hour > self._limits.total.texts_hour
        )

    def _sender_call(self, line: str, alias: bytes, now: int) -> Pass:
        sender, own = self._senders.of(alias, now), self._limits.sender
        sender.calls.add(now)
        crowded = self._too_many_calls(line) or self._too_many_at_once(line, now)
        if sender.in_danger:
            return Pass.TAKEN
        if self._owed(sender, now):
            return _either(crowded, Pass.TONE)
        over = sender.calls.in_hour > own.calls_hour or sender.calls.in_day > own.calls_day
        return _either(over or crowded, Pass.REFUSED)

    def _withheld_call(self, line: str, now: int) -> Pass:
        shared = self._limits.withheld
        self._withheld_calls.add(now)
        crowded = (
            self._too_many_calls(line)
            or self._too_many_at_once(line, now)
            or self._withheld_calls.in_hour > shared.calls_hour
            or sum(each.withheld for each in self._under_way.values()) >= shared.calls_at_once
        )
        return _either(crowded, Pass.TONE)

    def _too_many_calls(self, line: str) -> bool:
        limits = self._limits
        return self._calls[line].in_hour > limits.line.calls_hour or self._all_calls.in_hour > limits.total.calls_hour

    def _too_many_at_once(self, line: str, now: int) -> bool:
        if not self._full(line, self._limits.line, self._limits.total):
            return False
        self._under_way = {digest: each for digest, each in self._under_way.items() if each.until > now}
        return self._full(line, self._limits.line, self._limits.total)

    def _full(self, line: str, one: SharedLimits, total: SharedLimits) -> bool:
        calls = self._under_way.values()
        return len(calls) >= total.calls_at_once or (
            len(calls) >= one.calls_at_once and sum(each.line == line for each in calls) >= one.calls_at_once
        )


def _either(limited: bool, passed: Pass) -> Pass:  # noqa: FBT001 - it reads as the question it is
    return passed if limited else Pass.TAKEN
