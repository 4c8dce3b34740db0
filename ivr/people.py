"""A person on the phone: those on duty are rung in turn, and whoever takes the call presses a key first.

A voicemail presses none, so it never hears a story; and no operator ever sees a number but our own.
"""

from __future__ import annotations

from contextlib import suppress

from intake.call import Call
from intake.duty import duty_numbers, leg_ended, taken_by_person, was_taken
from intake.visit import Visit
from ivr import verbs
from ivr.door import Calls, Request
from ivr.state import State
from store.database import NotKept

_TAKE = "1"


def ring(door: Calls, call: Call, visit: Visit, ours: str, said: str = "", rung: int = 0) -> str:
    """Ring the next person on duty; with nobody left, lead on at once. Raises `NotKept`."""
    to = door.addresses(call, visit, rung)
    numbers = duty_numbers(door.intake, call.line)
    if rung >= len(numbers):
        return verbs.document(said, verbs.redirect(to.dialled))
    key = "call.still_trying" if rung else "call.connecting"
    first = said + door.speech.phrase(call.line, visit.session.language, key)
    number = numbers[rung].reveal()
    return verbs.document(first, verbs.dial(number, ours, to.whisper, to.dialled, call.line.timeouts))


def somebody_took(door: Calls, request: Request) -> bool:
    """Return whether a person was connected: by the provider's word, or by the key they pressed. Raises `NotKept`."""
    return request.inbound.bridged or was_taken(door.intake, request.call)


def ring_next(door: Calls, request: Request, state: State) -> str | None:
    """Ring whoever comes after the one who did not take the call; None when that was the last. Raises `NotKept`."""
    rung = state.rung + 1
    if request.inbound.dial_status is None or rung >= len(duty_numbers(door.intake, request.line)):
        return None
    return ring(door, request.call, state.visit, request.inbound.to, rung=rung)


def forget_leg(door: Calls, request: Request) -> None:
    """Have the record of the leg erased at the provider; if that cannot be noted now, reconciliation finds it later."""
    if request.inbound.leg:
        with suppress(NotKept):
            leg_ended(door.intake, request.inbound.leg)


def whisper(door: Calls, request: Request) -> str:
    """Ask whoever picked up whether they take the call, in words that may end up on a voicemail."""
    if request.state is None:
        return verbs.document(verbs.HANGUP)
    line = request.line
    asked = door.speech.phrase(line, line.languages[0], "call.operator.whisper")
    to = door.addresses(request.call, request.state.visit)
    return verbs.document(verbs.choice(asked + asked, to.accept, line.timeouts))


def accept(door: Calls, request: Request) -> str:
    """Connect whoever pressed the key: at the end of this answer the provider joins the legs. Others are let go."""
    if request.state is None or request.inbound.digits != _TAKE:
        return verbs.document(verbs.HANGUP)
    taken_by_person(door.intake, door.log, request.call, request.state.visit)
    return verbs.document(door.speech.phrase(request.line, request.line.languages[0], "call.operator.connected"))
