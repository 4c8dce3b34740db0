"""The pipeline is called when something was kept, and held back while the doors are busy."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.bell import CALM, LONGEST, Bell


class Clock:
    """A clock that goes on by sleeping; `while_asleep` is what happens meanwhile."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.while_asleep: Callable[[], None] = lambda: None

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time go by."""
        self.now += seconds
        self.while_asleep()


def waited(bell: Bell, clock: Clock) -> float:
    """Return the seconds for which a job was held back."""
    before = clock.now
    bell.wait_for_calm()
    return clock.now - before


def test_a_ring_before_the_waiting_began_is_not_missed() -> None:
    bell = Bell()
    bell.ring()
    waiting = threading.Thread(target=bell.wait, args=(3600,))
    waiting.start()
    waiting.join(timeout=30)
    assert not waiting.is_alive()


def test_on_a_quiet_line_nothing_is_held_back() -> None:
    clock = Clock()
    assert waited(Bell(clock, clock.sleep), clock) == 0


def test_after_one_text_a_job_waits_for_a_moment() -> None:
    clock = Clock()
    bell = Bell(clock, clock.sleep)
    bell.ring()
    assert round(waited(bell, clock), 3) == CALM
    assert waited(bell, clock) == 0


def test_however_busy_the_doors_are_a_job_begins_in_the_end() -> None:
    clock = Clock()
    bell = Bell(clock, clock.sleep)
    clock.while_asleep = bell.ring
    bell.ring()
    assert round(waited(bell, clock), 3) == LONGEST
