"""Keeping password guessers slow without ever locking an operator out.

The same name waits longer each time it is tried, and is let in all the same; as many passwords are tried at once as
there are cores; and no more than a few visitors wait, so that a crowd at this door never takes the telephone's threads.
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_FREE_TRIES = 3
_FIRST, _LONGEST = 0.5, 4.0
_REMEMBERED = 4096


class Crowded(Exception):
    """Too many people are signing in at this moment."""


class Doorman:
    """One for a process. `sleep` takes seconds; the key for counting names lives and dies with the process."""

    def __init__(
        self, at_once: int, random: Callable[[int], bytes], sleep: Callable[[float], None], room: int = 6
    ) -> None:
        self._slots = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(room)
        self._key = random(32)
        self._sleep = sleep
        self._lock = threading.Lock()
        self._tries: dict[bytes, int] = {}

    @contextmanager
    def admit(self, name: str) -> Iterator[None]:
        """Wait for this name's turn, then for a free core. Raises `Crowded`."""
        if not self._room.acquire(blocking=False):
            raise Crowded
        try:
            self._sleep(self.delay(name))
            with self._slots:
                yield
        finally:
            self._room.release()

    def delay(self, name: str) -> float:
        """Count a try and return how many seconds it waits: none three times, then doubling up to four."""
        key = self._named(name)
        with self._lock:
            if len(self._tries) >= _REMEMBERED:
                self._tries.clear()
            tries = self._tries[key] = self._tries.get(key, 0) + 1
        return 0.0 if tries <= _FREE_TRIES else min(_LONGEST, _FIRST * 2 ** (min(tries, 10) - _FREE_TRIES - 1))

    def welcome(self, name: str) -> None:
        """Forget the tries of a name whose password was right."""
        with self._lock:
            self._tries.pop(self._named(name), None)

    def _named(self, name: str) -> bytes:
        return hmac.digest(self._key, name.encode(errors="replace"), "sha256")
