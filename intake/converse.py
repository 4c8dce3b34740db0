"""Running a conversation: what the engine wants done is done, and the engine goes on with its outcome.

Nothing is written while a turn is worked out. The writes of all its actions go into one transaction, committed before
anybody is answered; where that fails the turn is worked out again with the truth, that it could not be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from intake.file import amend, file_report, raise_alarm, reported_before
from intake.follow import append, look_up, read_again, replace_code
from intake.options import Intake
from intake.outcome import Outcome
from intake.putting import Write
from intake.reveal import reveal
from intake.visit import Given, Visit
from talk.engine import Turn, resume
from triage.lines import Line

Action = Callable[[Intake, Line, Visit, Given], Outcome]

DOES: Mapping[str, Action] = {
    "file": file_report,
    "alarm": raise_alarm,
    "amend": amend,
    "reveal": reveal,
    "look_up": look_up,
    "read": read_again,
    "again_reported": reported_before,
    "append": append,
    "replace_code": replace_code,
}
PERSON = "person"

# What each action can come to; a script is held against it before the first call. `person` is the phone's own: its door
# rings people, and goes on with the outcome.
OUTCOMES: Mapping[str, frozenset[str]] = {
    "file": frozenset({"filed", "kept", "failed"}),
    "alarm": frozenset({"noted"}),
    "amend": frozenset({"noted"}),
    "reveal": frozenset({"ready", "gone"}),
    "look_up": frozenset({"found", "opened", "slip", "unknown", "wait", "enough"}),
    "read": frozenset({"found", "opened", "gone"}),
    "again_reported": frozenset({"noted"}),
    "append": frozenset({"added", "failed"}),
    "replace_code": frozenset({"replaced", "failed"}),
    PERSON: frozenset({"connected", "nobody"}),
}
_FAILED = "failed"
_CAN_FAIL = frozenset({"file", "append", "replace_code"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn worked out: what to say, where the visit stands then, and what must be committed before it is said."""

    turn: Turn
    visit: Visit
    writes: tuple[Write, ...] = ()


def converse(intake: Intake, line: Line, visit: Visit, turn: Turn, given: Given, *, broken: bool = False) -> Exchange:
    """Run the actions that a turn asks for until it asks the reporter, is over, or wants a person on the phone.

    With `broken` nothing can be kept: what would have been kept comes out as failed, what is said then is honest.
    """
    visit = visit.at(turn.session)
    writes: tuple[Write, ...] = ()
    while turn.do and turn.do != PERSON:
        outcome = _act(intake, line, visit, given, turn.do, broken=broken)
        visit, writes = outcome.visit, writes + outcome.writes
        turn = resume(intake.script(line), _at(turn, visit), outcome.name, outcome.facts)
        visit = visit.at(turn.session)
    return Exchange(turn, visit, writes)


def _act(intake: Intake, line: Line, visit: Visit, given: Given, name: str, *, broken: bool) -> Outcome:
    if broken and name in _CAN_FAIL:
        return Outcome(_FAILED, visit)
    outcome = DOES[name](intake, line, visit, given)
    if broken and outcome.writes:  # what the visit would carry on from these writes is not there
        return Outcome(outcome.name, visit, outcome.facts)
    return outcome


def _at(turn: Turn, visit: Visit) -> Turn:
    return Turn(visit.session, turn.says, turn.asks, turn.do, turn.kept)
