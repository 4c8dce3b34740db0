"""A person on the phone: who is rung, who took the call, and that the leg to them leaves no trace at the provider."""

from __future__ import annotations

from intake import putting
from intake.call import Call, note
from intake.call_log import CallLog, under_way
from intake.options import Intake
from intake.visit import Visit
from privacy.alias import digests
from privacy.secret import Secret
from store import desks, jobs
from triage.lines import Line

CONNECTED = "connected"


def duty_numbers(intake: Intake, line: Line) -> tuple[Secret, ...]:
    """Return the numbers to ring for a person, in turn: operators on duty, then the line's own list."""
    with intake.store.read() as connection:
        signed_in = [one.phone for one in desks.all_operators(connection) if one.on_duty and one.phone]
    return tuple(Secret(number) for number in dict.fromkeys((*signed_in, *line.duty)))


def taken_by_person(intake: Intake, log: CallLog, call: Call, visit: Visit) -> None:
    """Note that a person on duty took the call, so that the desk opens its form. `call` is the caller's leg."""
    note(intake, log, call, visit, CONNECTED)
    log.flush(intake)


def was_taken(intake: Intake, call: Call) -> bool:
    """Return whether a person took the call: providers differ in what they say of that after a dial."""
    with intake.store.read() as connection:
        found = under_way(connection, intake.days(), call.digests)
    return found is not None and found[1].outcome == CONNECTED


def leg_ended(intake: Intake, leg: Secret) -> None:
    """Have the provider's record of a leg to a person erased: it stands beside the reporter's. Raises `NotKept`."""
    id_ = digests("call", leg, intake.keyring.day_keys())[0]
    job = putting.erase_job(intake, None, "call", leg, id_)
    intake.store.write(lambda connection: jobs.add(connection, job))
    intake.wake()
