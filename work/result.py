"""What a job's handler gives back. A handler changes nothing itself: its writes are committed with the job's end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.database import Connection

Write = Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Done:
    """The job is finished once `writes` are committed."""

    writes: tuple[Write, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: try again after `seconds`. `fault` is a fixed name for the desk; None where waiting is no fault."""

    seconds: int
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Dead:
    """It will never work: the job is kept for a person to see, under the fixed name `fault`, after `writes`."""

    fault: str
    writes: tuple[Write, ...] = ()


Result = Done | Later | Dead


def backoff(attempts: int, first: int = 2, most: int = 3600) -> int:
    """Return the seconds to wait before the next try: doubling, an hour at most."""
    return int(min(most, first * 2 ** min(attempts, 20)))
