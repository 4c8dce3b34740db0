"""Keeping code guessers slow without ever locking the owner of a code out.

Each look-up costs one Argon2id. The doorkeeper lets as many run at once as there are cores. The doors take turns, so
that a flood of pages delays no call; within a door it is first come, first served. The same claimed code, whether it
exists or not, waits longer each time it is asked for. Once so many codes were wrong in an hour that somebody must be
guessing, every look-up takes half a second more, right ones like wrong ones.

Whoever waits holds a thread that a new report may need, so each door has only a few seats, fewer than there are threads
together. Those who ask for the same code over and over get half of them at most: no stranger knows the owner's code, so
the owner is never one of these. Where all seats of a door are taken, the other doors are open as before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from privacy.secret import Secret
from privacy.tallies import Window
from privacy.tries import Tries
from privacy.turns import Turns

SEATS = {"voice": 4, "sms": 4, "web": 4}
CALM = 300
"""Wrong codes in an hour that people can well have mistyped; with more, somebody is guessing."""

PACE = 0.5


class Crowded(Exception):
    """All seats of this door are taken: the code was not tried."""


class Doorkeeper:
    """One for a process. `sleep` takes seconds; the key for counting lives and dies with the process.

    Codes are looked up `elsewhere`: on whatever core is free.
    """

    def __init__(
        self, at_once: int, random: Callable[[int], bytes], sleep: Callable[[float], None],
        seats: dict[str, int] | None = None, clock: Callable[[], float] = time.time,
        elsewhere: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:  # fmt: skip
        self._elsewhere = elsewhere
        self._turns = Turns(at_once, seats or SEATS)
        self._tries = Tries(random(32))
        self._wrong = Window()
        self._sleep = sleep
        self._clock = clock
        self._called = threading.Condition()

    @contextmanager
    def admit(self, code: Secret, door: str) -> Iterator[None]:
        """Wait for this code's turn, then for a place. Raises `Crowded`."""
        with self._called:
            seconds = self._tries.wait(code.reveal())
            ticket = self._turns.come(door, again=seconds > 0)
        if ticket is None:
            raise Crowded
        try:
            self._sleep(seconds)
            with self._called:
                self._turns.wait(ticket)
                self._called.notify_all()
                self._called.wait_for(lambda: ticket.called)
            self._sleep(self._pace())
            with self._elsewhere():
                yield
        finally:
            with self._called:
                self._turns.leave(ticket)
                self._called.notify_all()

    def right(self, code: Secret) -> None:
        """Forget how often a code was asked for that turned out to be somebody's: they may come back all day."""
        with self._called:
            self._tries.forget(code.reveal())

    def wrong(self) -> None:
        """Note that a code was looked up and opened nothing."""
        with self._called:
            self._wrong.add(int(self._clock()))

    def _pace(self) -> float:
        with self._called:
            return PACE if self._wrong.at(int(self._clock())).in_hour > CALM else 0.0
