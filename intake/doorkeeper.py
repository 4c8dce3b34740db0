"""Keeping code guessers slow without ever locking the owner of a code out.

Each look-up costs one Argon2id. The doorkeeper lets as many run at once as there are cores, in the order in which they
came, and makes the same claimed code wait longer each time it is asked for: a guesser who walks through codes meets the
queue, one who hammers a single code meets the delay, and the owner at worst waits a moment.
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from privacy.secret import Secret

_FREE_TRIES = 3
_LONGEST = 4.0
_REMEMBERED = 4096


class Doorkeeper:
    """One for a process. `sleep` takes seconds; the key for counting lives and dies with the process."""

    def __init__(self, at_once: int, random: Callable[[int], bytes], sleep: Callable[[float], None]) -> None:
        self._slots = threading.BoundedSemaphore(at_once)
        self._key = random(32)
        self._sleep = sleep
        self._lock = threading.Lock()
        self._seen: dict[bytes, int] = {}

    @contextmanager
    def admit(self, code: Secret) -> Iterator[None]:
        """Wait for this code's turn, then for a free core."""
        self._sleep(self.delay(code))
        with self._slots:
            yield

    def delay(self, code: Secret) -> float:
        """Count a claim and return how long it waits: nothing three times, then doubling to four seconds."""
        name = hmac.digest(self._key, code.reveal().encode(), "sha256")
        with self._lock:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            times = self._seen[name] = self._seen.get(name, 0) + 1
        return 0.0 if times <= _FREE_TRIES else min(_LONGEST, 0.25 * 2 ** (times - _FREE_TRIES))
