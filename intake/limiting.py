"""What keeps a flood from costing the owner everything, or the reporters their line: handed to intake as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.budget import Budget
from intake.limiter import Limiter
from triage.limits import Limits


@dataclass(frozen=True, slots=True)
class Limiting:
    """The limits, who is counted, what is spent; `room` tells whether there is room on the disk for anything new."""

    limits: Limits
    senders: Limiter
    budget: Budget
    room: Callable[[], bool]


def limiting(limits: Limits, room: Callable[[], bool]) -> Limiting:
    """Return the limits at work, with nothing counted yet."""
    return Limiting(limits, Limiter(limits), Budget(limits.replies), room)
