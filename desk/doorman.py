"""Keeping password guessers slow without ever locking an operator out.

The same name waits longer each time it is tried, and is let in all the same; as many passwords are tried at once as
there are cores; and no more than a few visitors wait, so that a crowd at this door never takes the telephone's threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from privacy.tries import Tries

ROOM = 3
"""Visitors at once. With those who wait for a code they must leave threads for new reports."""


class Crowded(Exception):
    """Too many people are signing in at this moment."""


class Doorman:
    """One for a process. `sleep` takes seconds; the key for counting names lives and dies with the process.

    Passwords are tried `elsewhere`: on whatever core is free.
    """

    def __init__(
        self,
        at_once: int,
        random: Callable[[int], bytes],
        sleep: Callable[[float], None],
        room: int = ROOM,
        elsewhere: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._elsewhere = elsewhere
        self._slots = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(room)
        self._tries = Tries(random(32))
        self._sleep = sleep
        self._lock = threading.Lock()

    @contextmanager
    def admit(self, name: str) -> Iterator[None]:
        """Wait for this name's turn, then for a free core. Raises `Crowded`."""
        if not self._room.acquire(blocking=False):
            raise Crowded
        try:
            with self._lock:
                seconds = self._tries.wait(name)
            self._sleep(seconds)
            with self._slots, self._elsewhere():
                yield
        finally:
            self._room.release()

    def welcome(self, name: str) -> None:
        """Forget the tries of a name whose password was right."""
        with self._lock:
            self._tries.forget(name)
