"""Which cores the threads of a serving process run on.

Python lets one thread run at a time. Spread over several cores, its threads wake each other across them at every call
into the database or a cipher; a text then costs half as much again as where those that answer share a core
(docs/decisions/0016). What takes long and lets others run meanwhile, such as stretching a code, goes elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_ALL = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset[int]()


def share_a_core() -> None:
    """Keep the calling thread, and the threads that it starts from now on, on one core of those the process may use."""
    if len(_ALL) > 1:
        os.sched_setaffinity(0, {max(_ALL)})  # interrupts tend to be the first core's


def use_any_core() -> None:
    """Let the calling thread, and those that it starts, run on every core that the process may use."""
    if _ALL:
        os.sched_setaffinity(0, _ALL)


@contextmanager
def elsewhere() -> Iterator[None]:
    """Run something long on any core, and come back to where the calling thread ran before."""
    before = os.sched_getaffinity(0) if _ALL else frozenset[int]()
    use_any_core()
    try:
        yield
    finally:
        if before:
            os.sched_setaffinity(0, before)
