"""What the provider tells on the side, in any order with a call's own requests, twice or late."""

from __future__ import annotations

from intake.call_ends import hung_up
from intake.recordings import recording_ready
from ivr.door import Calls, Request


def recording(door: Calls, request: Request) -> None:
    """Keep a recording. One with a state that does not open goes to its call, or is a report of its own.

    Raises `NotKept`.
    """
    if request.recorded:
        visit = request.state.visit if request.state else None
        recording_ready(door.intake, door.log, request.call, visit, request.recorded)


def status(door: Calls, request: Request) -> None:
    """Close a call that is over; of a leg to a person there is nothing to close. Raises `NotKept`."""
    if request.inbound.hung_up and not request.inbound.parent_digests:
        hung_up(door.intake, door.log, request.call, request.inbound.seconds)
