"""The end of a call."""

from __future__ import annotations

from dataclasses import replace

from intake import putting
from intake.call import Call
from intake.call_log import CallLog, under_way
from intake.duty import CONNECTED
from intake.options import Intake
from intake.visit import ID_BYTES
from store import jobs, reports, threads
from store.database import Connection

_HALF_MINUTE = 30


def hung_up(intake: Intake, log: CallLog, call: Call, seconds: int) -> None:
    """Close a call: a line in the call log, its code gone from the vault, its copy at the provider to be erased.

    Safe to repeat, and before or after the last requests of the call itself. Raises `NotKept`.
    """
    intake.limiting.senders.call_over(call.digests)
    log.flush(intake)
    days = intake.days()
    rounded = (seconds + _HALF_MINUTE - 1) // _HALF_MINUTE * _HALF_MINUTE
    call_id = intake.random(ID_BYTES)

    def write(connection: Connection) -> None:
        day, ended = under_way(connection, days, call.digests) or (days[0], _unknown(intake, connection, call, days[0]))
        report = ended.draft if reports.exists(connection, ended.draft) else None
        if report and ended.outcome != CONNECTED:  # a call that a person took still waits for their form
            ended = replace(ended, outcome="reported")
        threads.close_draft(connection, day, ended, call_id, rounded)
        erase = putting.erase_job(intake, report, "call", call.sid, call.digests[0])
        if jobs.exists(connection, *call.digests):
            jobs.hasten(connection, call.digests, intake.seconds())
        else:
            jobs.add(connection, erase)
        if report:
            reports.change(connection, report, copies="pending")

    intake.store.write(write)
    intake.wake()


def _unknown(intake: Intake, connection: Connection, call: Call, day: str) -> threads.Draft:
    """Note a call of which nothing but its end is known."""
    id_ = intake.random(ID_BYTES)
    draft = threads.Draft(call.digests[0], id_, call.alias, call.line.name, "", (), "left", intake.seconds())
    threads.save_draft(connection, day, draft)
    return draft
