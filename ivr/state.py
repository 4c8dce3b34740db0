"""Where a call stands, sealed into its action URLs: bound to the call, under the key of the hour."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from intake.options import Intake
from intake.visit import Visit, visit_from_wire, visit_to_wire
from privacy.seal import NotOpened
from privacy.state import put, take

_BOUND = b"ivr"
_SECONDS = 5


@dataclass(frozen=True, slots=True)
class State:
    """A visit, when its call began (seconds since 1970), and how many people were rung in it before."""

    visit: Visit
    began: int
    rung: int = 0


def sealed(intake: Intake, digest: bytes, state: State) -> str:
    """Seal a state for the call with this digest, as URL-safe text."""
    wire = bytes((state.rung,)) + state.began.to_bytes(_SECONDS) + visit_to_wire(state.visit)
    return put(wire, _BOUND + digest, intake.keyring.hour_keys()[0], intake.random)


def opened(intake: Intake, digests: Sequence[bytes], token: str) -> State | None:
    """Open a state; None when it is another call's, altered, or older than its key: one to two hours.

    A call has a digest under each living day key, so a state sealed before midnight still fits after it.
    """
    keys = intake.keyring.hour_keys()
    for digest in digests:
        with suppress(NotOpened):
            wire = take(token, _BOUND + digest, keys)
            return State(visit_from_wire(wire[1 + _SECONDS :]), int.from_bytes(wire[1 : 1 + _SECONDS]), wire[0])
    return None
