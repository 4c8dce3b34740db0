"""The bell that calls the pipeline, and holds it back while the doors are busy.

Making a code work takes a core and 64 MiB for a tenth of a second, and nobody waits for it; a reporter waits for the
answer of a door. So each job begins in a calm moment, or after two seconds at the latest.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

CALM = 0.05
"""Seconds since the last ring after which the doors count as calm."""

LONGEST = 2.0
"""Seconds for which a job is held back, however busy the doors are."""


class Bell:
    """Rung whenever something was kept; any number of threads may ring and wait. The clock counts seconds."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._rung = threading.Event()
        self._last = clock() - CALM

    def ring(self) -> None:
        """Say that there is something to do."""
        self._last = self._clock()
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Return when the bell rings, or after `seconds`. A ring before counts, once."""
        self._rung.wait(seconds)
        self._rung.clear()

    def wait_for_calm(self) -> None:
        """Return once the bell has not rung for `CALM` seconds, or after `LONGEST`."""
        end = self._clock() + LONGEST
        while (left := min(self._last + CALM, end) - self._clock()) > 0:
            self._sleep(left)
