"""Calls: a menu step touches no database, a danger answer and a finished story do at once, a hang-up loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from intake.call import Answer, Call, Recorded, note
from intake.call_log import CallLog, under_way
from intake.converse import PERSON, Exchange, converse
from intake.exchange import Render, answered
from intake.options import Intake
from intake.putting import Write
from intake.recordings import keep_recording
from intake.visit import ID_BYTES, NOWHERE, Visit
from store import reports, threads
from store.database import Connection, NotKept
from talk.engine import Session, Silence, Turn, answer, begin, resume
from talk.steps import Script
from triage.reachable import Reachable

VOICE = "voice"
_FILE = "file"


def pick_up(intake: Intake, log: CallLog, call: Call) -> Exchange:
    """Answer a new call: a random draft id, and the first words of the script."""
    turn = begin(intake.script(call.line), VOICE, call.line.languages[0])
    return _opened(intake, log, call, intake.random(ID_BYTES), turn)


def start_over(intake: Intake, log: CallLog, call: Call) -> Exchange:
    """Go on with a call whose state is lost: it is offered the tone at once, on the draft it had if that is known."""
    log.flush(intake)
    draft, language = intake.random(ID_BYTES), call.line.languages[0]
    with suppress(NotKept), intake.store.read() as connection:
        found = under_way(connection, intake.days(), call.digests)
        if found is not None:
            draft, language = found[1].draft, found[1].language or language
    turn = answer(intake.script(call.line), Session(NOWHERE, language), Silence())
    return _opened(intake, log, call, draft, turn)


def hear(intake: Intake, log: CallLog, reply: Answer, render: Render) -> tuple[str, bool]:
    """Go on with a call; return (answer, whether what had to be kept was kept)."""
    script, visit = intake.script(reply.call.line), reply.visit

    def work_out(*, broken: bool) -> Exchange:
        if broken and reply.recorded is not None:
            return Exchange(_sorry(script, visit), visit)
        exchange = _went_on(intake, reply, answer(script, visit.session, reply.heard), broken=broken)
        before = _before(intake, reply)
        return replace(exchange, writes=before + exchange.writes) if before else exchange

    return answered(intake, reply.given, work_out, _logged(intake, log, reply.call, render))


def keep_listening(intake: Intake, reply: Answer, recorded: Recorded, render: Render) -> tuple[str, bool]:
    """Keep a recording that was cut at its longest, and stay at the question: its caller is still speaking."""
    script, visit = intake.script(reply.call.line), reply.visit

    def work_out(*, broken: bool) -> Exchange:
        if broken:
            return Exchange(_sorry(script, visit), visit)
        turn = Turn(visit.session, (), script.steps[visit.session.step], None)
        return Exchange(turn, visit, (keep_recording(intake, reply.call, reply.call.line, visit, recorded),))

    return answered(intake, reply.given, work_out, render)


def dialled(intake: Intake, log: CallLog, reply: Answer, outcome: str, render: Render) -> tuple[str, bool]:
    """Go on after people were rung: `connected` once somebody took the call, else `nobody`."""
    script, session = intake.script(reply.call.line), reply.visit.session

    def work_out(*, broken: bool) -> Exchange:
        step = script.steps.get(session.step)
        rang = step is not None and step.do == PERSON  # else the request came to the wrong place, or the script changed
        turn = resume(script, Turn(session, (), None, PERSON), outcome) if rang else answer(script, session, Silence())
        return _went_on(intake, reply, turn, broken=broken)

    return answered(intake, reply.given, work_out, _logged(intake, log, reply.call, render))


def _opened(intake: Intake, log: CallLog, call: Call, draft: bytes, turn: Turn) -> Exchange:
    visit = Visit(VOICE, call.line.name, draft, turn.session)
    note(intake, log, call, visit)
    return Exchange(turn, visit)


def _went_on(intake: Intake, reply: Answer, turn: Turn, *, broken: bool) -> Exchange:
    exchange = converse(intake, reply.call.line, reply.visit, turn, reply.given, broken=broken)
    if exchange.visit.ticket == reply.visit.ticket:
        return exchange
    return replace(exchange, writes=(*exchange.writes, _vault_note(intake, reply.call, exchange.visit)))


def _before(intake: Intake, reply: Answer) -> tuple[Write, ...]:
    """Return what the answer itself means, whatever comes next: a recording to fetch, a code that was heard."""
    line, visit = reply.call.line, reply.visit
    if reply.recorded is not None:
        return (keep_recording(intake, reply.call, line, visit, reply.recorded),)
    if visit.filed and visit.session.step == _code_step(intake.script(line)):
        return (lambda connection: _reached(connection, visit.draft),)
    return ()


def _reached(connection: Connection, report: bytes) -> None:
    reports.change(connection, report, reachable=Reachable.YES)


def _code_step(script: Script) -> str | None:
    revealing = (step for step in script.steps.values() if step.do == "reveal")
    return next((step.next("ready") for step in revealing), None)


def _sorry(script: Script, visit: Visit) -> Turn:
    """Return what the script says where a report cannot be filed."""
    filing = next(step.name for step in script.steps.values() if step.do == _FILE)
    return resume(script, Turn(replace(visit.session, step=filing), (), None, _FILE), "failed")


def _vault_note(intake: Intake, call: Call, visit: Visit) -> Write:
    """Return the write that lets the end of the call find the vault box to remove."""
    box = visit.ticket.box if visit.ticket else None
    days = intake.days()

    def write(connection: Connection) -> None:
        found = under_way(connection, days, call.digests)
        day, digest = (found[0], found[1].digest) if found else (days[0], call.digests[0])
        threads.set_draft_box(connection, day, digest, visit.draft, box)

    return write


def _logged(intake: Intake, log: CallLog, call: Call, render: Render) -> Callable[[Exchange], str]:
    def rendered(exchange: Exchange) -> str:
        note(intake, log, call, exchange.visit)
        return render(exchange)

    return rendered
