"""What a job's handler gives back. A handler changes nothing itself: its writes are committed with the job's end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.database import Connection

Write = Callable[[Connection], None]
_HOUR = 3600
_LONG = 3 * _HOUR


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


def blurred(now: int, seconds: int, random: Callable[[int], bytes]) -> int:
    """Return when to try again, in seconds since 1970.

    A wait of three hours or longer ends in any second of the whole hour before its end: a job that waits for days at
    the provider would else tell, by the seconds of its next try, when somebody called.
    """
    if seconds < _LONG:
        return now + seconds
    return (now + seconds) // _HOUR * _HOUR - int.from_bytes(random(4), "big") % _HOUR
