"""Keeping code guessers slow without ever locking the owner of a code out.

Each look-up costs one Argon2id. The doorkeeper lets as many run at once as there are cores, in the order in which they
came, and makes the same claimed code wait longer each time it is asked for: a guesser who walks through codes meets the
queue, one who hammers a single code meets the delay, and the owner at worst waits a moment.

Whoever waits holds a thread that a telephone call may need. A page costs its sender nothing, so only a few may wait; to
call or text costs money, and whoever does is never turned away.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from privacy.secret import Secret
from privacy.tries import Tries


class Crowded(Exception):
    """As many pages as there is room for wait for their codes to be looked up."""


class Doorkeeper:
    """One for a process. `sleep` takes seconds; the key for counting lives and dies with the process.

    As many codes are looked up `at_once`, each `elsewhere`: on whatever core is free; `room` is for how many pages may
    wait for that.
    """

    def __init__(
        self,
        at_once: int,
        random: Callable[[int], bytes],
        sleep: Callable[[float], None],
        room: int = 6,
        elsewhere: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._elsewhere = elsewhere
        self._slots = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(room)
        self._tries = Tries(random(32))
        self._sleep = sleep
        self._lock = threading.Lock()

    @contextmanager
    def admit_page(self, code: Secret) -> Iterator[None]:
        """Do the same for a page, as long as there is room to wait in. Raises `Crowded`."""
        if not self._room.acquire(blocking=False):
            raise Crowded
        try:
            with self.admit(code):
                yield
        finally:
            self._room.release()

    @contextmanager
    def admit(self, code: Secret) -> Iterator[None]:
        """Wait for this code's turn, then for a free core."""
        with self._lock:
            seconds = self._tries.wait(code.reveal())
        self._sleep(seconds)
        with self._slots, self._elsewhere():
            yield
