"""Calls: a menu step touches no database, a danger answer and a finished story do at once, a hang-up loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from intake import putting
from intake.call_log import CallLog, Event
from intake.converse import PERSON, Exchange, converse
from intake.exchange import Render, answered
from intake.file import ensure
from intake.options import Intake
from intake.putting import Write
from intake.visit import ID_BYTES, Given, Visit
from privacy.secret import Secret
from store import desks, jobs, reports, threads
from talk.engine import Heard, Session, Spoke, Turn, answer, begin, resume
from triage.lines import Line
from triage.reachable import Reachable


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """A request of a call as intake sees it: keyed digests of its CallSid and keyed aliases, today's key first."""

    line: Line
    sid: Secret
    digests: tuple[bytes, ...]
    aliases: tuple[bytes, ...]

    @property
    def alias(self) -> bytes | None:
        """Return the caller's keyed name of today; None when withheld."""
        return self.aliases[0] if self.aliases else None


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """A recording that waits at the provider: its id there, its keyed digests, its length in seconds."""

    sid: Secret
    digests: tuple[bytes, ...]
    seconds: int


def pick_up(intake: Intake, log: CallLog, call: Call) -> Exchange:
    """Answer a new call: a random draft id, and the first words of the script."""
    turn = begin(intake.script(call.line), "voice", call.line.languages[0])
    visit = Visit("voice", call.line.name, intake.random(ID_BYTES), turn.session)
    exchange = Exchange(turn, visit)
    _note(intake, log, call, exchange.visit)
    return exchange


def hear(
    intake: Intake,
    log: CallLog,
    call: Call,
    visit: Visit,
    heard: Heard,
    given: Given,
    render: Render,
    recorded: Recorded | None = None,
) -> tuple[str, bool]:
    """Go on with a call; return (answer, whether what had to be kept was kept)."""

    def work_out(broken: bool) -> Exchange:  # noqa: FBT001 - a callable's one flag
        turn = answer(intake.script(call.line), visit.session, heard)
        exchange = _went_on(intake, call, visit, turn, given, broken=broken)
        before = _before(intake, call, visit, heard, recorded)
        return replace(exchange, writes=before + exchange.writes)

    return answered(intake, given, work_out, _logged(intake, log, call, render))


def dialled(
    intake: Intake, log: CallLog, call: Call, visit: Visit, outcome: str, given: Given, render: Render
) -> tuple[str, bool]:
    """Go on after people were rung: `connected` once somebody took the call, else `nobody`."""

    def work_out(broken: bool) -> Exchange:  # noqa: FBT001 - a callable's one flag
        turn = resume(intake.script(call.line), Turn(visit.session, (), None, PERSON), outcome)
        return _went_on(intake, call, visit, turn, given, broken=broken)

    return answered(intake, given, work_out, _logged(intake, log, call, render))


def taken_by_person(intake: Intake, log: CallLog, digest: bytes, visit: Visit) -> None:
    """Note that a person on duty took the call, so that the desk opens its form. `digest` is the caller's leg's."""
    log.note(Event(digest, visit, None, intake.seconds(), outcome="connected"))
    log.flush(intake)


def duty_numbers(intake: Intake, line: Line) -> tuple[Secret, ...]:
    """Return the numbers to ring for a person, in turn: operators on duty, then the line's own list."""
    with intake.store.read() as connection:
        signed_in = [one.phone for one in desks.all_operators(connection) if one.on_duty and one.phone]
    return tuple(Secret(number) for number in dict.fromkeys((*signed_in, *line.duty)))


def recording_ready(intake: Intake, call: Call, visit: Visit | None, recorded: Recorded) -> None:
    """Keep a recording that the provider reports, in any order with the call's own requests, twice or late.

    Without a visit it is filed as a report of its own. Raises `NotKept`: the provider is to be told to come again.
    """
    owner = visit or Visit("voice", call.line.name, call.digests[0], Session("", call.line.languages[0]))
    intake.store.write(_recording(intake, call, owner, recorded))
    intake.wake()


def hung_up(intake: Intake, log: CallLog, call: Call, seconds: int) -> None:
    """Close a call: a line in the call log, its code gone from the vault, its copy at the provider to be erased."""
    log.flush(intake)
    days = (intake.keyring.day(), intake.keyring.yesterday())
    rounded = (seconds + 29) // 30 * 30
    call_id = intake.random(ID_BYTES)

    def write(connection: Connection) -> None:
        for day, digest in zip(days, call.digests, strict=False):
            found = threads.draft(connection, day, digest)
            if found is not None:
                report = found.draft if reports.exists(connection, found.draft) else None
                outcome = "reported" if report else found.outcome
                ended = replace(found, outcome=outcome)
                threads.close_draft(connection, day, ended, call_id, rounded, report)
                _erase(intake, connection, call, report)
                return
        lost = threads.Draft(call.digests[0], call_id, call.alias, call.line.name, "", (), "left", intake.seconds())
        threads.save_draft(connection, days[0], lost)
        threads.close_draft(connection, days[0], lost, call_id, rounded, None)
        _erase(intake, connection, call, None)

    intake.store.write(write)
    intake.wake()


def _went_on(
    intake: Intake, call: Call, visit: Visit, turn: Turn, given: Given, *, broken: bool
) -> Exchange:
    exchange = converse(intake, call.line, visit, turn, given, broken=broken)
    if exchange.visit.ticket == visit.ticket:
        return exchange
    return replace(exchange, writes=(*exchange.writes, _vault_note(intake, call, exchange.visit)))


def _before(
    intake: Intake, call: Call, visit: Visit, heard: Heard, recorded: Recorded | None
) -> tuple[Write, ...]:
    """Return what the answer itself means, whatever comes next: a recording to fetch, a code that was heard."""
    if isinstance(heard, Spoke) and recorded is not None:
        return (_recording(intake, call, visit, recorded),)
    if visit.filed and visit.session.step == _code_step(intake, call.line):
        return (lambda connection: _reached(connection, visit.draft),)
    return ()


def _reached(connection: Connection, report: bytes) -> None:
    reports.change(connection, report, reachable=Reachable.YES)


def _code_step(intake: Intake, line: Line) -> str | None:
    revealing = (step for step in intake.script(line).steps.values() if step.do == "reveal")
    return next((step.next("ready") for step in revealing), None)


def _recording(intake: Intake, call: Call, visit: Visit, recorded: Recorded) -> Write:
    """Return the write that has a recording fetched, once, whichever of its requests comes first."""
    step = intake.script(call.line).steps.get(visit.session.step)
    to_thread = visit.thread is not None and step is not None and step.save == "addition"
    report = visit.report if to_thread else visit.draft
    argument: dict[str, Secret | str | int] = {"kind": "recording", "sid": recorded.sid}
    job = putting.fetch_job(intake, report, recorded.digests[0], argument, recorded.seconds)

    def write(connection: Connection) -> None:
        if not to_thread:
            ensure(connection, intake, call.line, visit)
        if not reports.item_exists(connection, *recorded.digests) and not jobs.exists(connection, *recorded.digests):
            jobs.add(connection, job)

    return write


def _erase(intake: Intake, connection: Connection, call: Call, report: bytes | None) -> None:
    job = putting.erase_job(intake, report, {"kind": "call", "sid": call.sid}, id_=call.digests[0])
    if job is not None:
        jobs.add(connection, job)


def _vault_note(intake: Intake, call: Call, visit: Visit) -> Write:
    """Return the write that lets the end of the call find the vault box to remove."""
    box = visit.ticket.box if visit.ticket else None
    day = intake.keyring.day()
    return lambda connection: threads.set_draft_box(connection, day, call.digests[0], visit.draft, box)


def _logged(intake: Intake, log: CallLog, call: Call, render: Render) -> Callable[[Exchange], str]:
    def rendered(exchange: Exchange) -> str:
        _note(intake, log, call, exchange.visit)
        return render(exchange)

    return rendered


def _note(intake: Intake, log: CallLog, call: Call, visit: Visit) -> None:
    log.note(Event(call.digests[0], visit, call.alias, intake.seconds()))

