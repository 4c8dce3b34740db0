"""Recordings: kept once, whichever of the provider's requests tells of them first, second or alone."""

from __future__ import annotations

from dataclasses import replace

from intake import putting
from intake.call import Call, Recorded
from intake.call_log import CallLog, under_way
from intake.file import ensure
from intake.options import Intake
from intake.putting import Write
from intake.visit import NOWHERE, Visit
from privacy.secret import Secret
from store import jobs, reports, threads
from store.database import Connection
from talk.engine import Session
from triage.lines import Line

_ADDITION = "addition"


CALL_LASTS = 120
"""Seconds before a call that is still going on is first asked to be erased; its end is told at once."""


def keep_recording(intake: Intake, call: Call, line: Line, visit: Visit, recorded: Recorded) -> Write:
    """Return the write that has a recording fetched for the report it belongs to, made here if it is the first word.

    With it goes what erases the recording and its call: should nobody ever tell of the call's end, it is erased too.
    What was said to a report that has been erased since becomes one of its own.
    """
    step = intake.script(line).steps.get(visit.session.step)
    to_thread = visit.thread is not None and step is not None and step.save == _ADDITION
    report = visit.report if to_thread else visit.draft
    argument: dict[str, Secret | str | int] = {"kind": "recording", "sid": recorded.sid}
    job = putting.fetch_job(intake, report, recorded.digests[0], argument, recorded.seconds)
    erase = putting.erase_job(intake, report, "recording", recorded.sid, jobs.eraser_of(job.id))
    erase_call = putting.erase_job(intake, report, "call", call.sid, call.digests[0], CALL_LASTS)

    def write(connection: Connection) -> None:
        if reports.item_exists(connection, *recorded.digests) or jobs.exists(connection, *recorded.digests):
            return
        goes_to = report
        if not (to_thread and reports.stays(connection, report)):
            ensure(connection, intake, line, visit)
            goes_to = visit.draft
        for each in (job, erase):
            jobs.add(connection, replace(each, report=goes_to))
        if not jobs.exists(connection, *call.digests):
            jobs.add(connection, replace(erase_call, report=goes_to))
        reports.change(connection, goes_to, copies="pending")

    return write


def recording_ready(intake: Intake, log: CallLog, call: Call, visit: Visit | None, recorded: Recorded) -> None:
    """Keep a recording that the provider reports, in any order with the call's own requests, twice or late.

    Without a visit it goes to the call's draft; a call that is not known has it filed as a report of its own.
    Raises `NotKept`: the provider is to be told to come again.
    """
    owner = visit or _owner(intake, log, call)
    line = intake.lines.by_name.get(owner.line, call.line)
    keep, days = keep_recording(intake, call, line, owner, recorded), intake.days()

    def write(connection: Connection) -> None:
        keep(connection)
        for day in days:
            threads.reported_after_all(connection, day, owner.draft, "reported")

    intake.store.write(write)
    intake.wake()


def _owner(intake: Intake, log: CallLog, call: Call) -> Visit:
    log.flush(intake)
    with intake.store.read() as connection:
        found = under_way(connection, intake.days(), call.digests)
    if found is None:  # named by its digest, so that all recordings of one call come together
        return Visit("voice", call.line.name, call.digests[0], Session(NOWHERE, call.line.languages[0]))
    draft = found[1]
    language = draft.language or call.line.languages[0]
    return Visit("voice", draft.line or call.line.name, draft.draft, Session(NOWHERE, language))
