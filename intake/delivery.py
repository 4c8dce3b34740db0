"""What the provider says of our own texts: whether the one with the code arrived, and that its copy is to be erased."""

from __future__ import annotations

from dataclasses import dataclass

from intake import putting
from intake.options import Intake
from privacy.secret import Secret
from store import jobs, reports
from store.database import Connection

STILL_GOING = 120
"""Seconds before a text that is still on its way is first asked to be erased; its last word is told at once."""


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """A text of ours: its id at the provider, its keyed digests, the report it belongs to, whether it had the code."""

    sid: Secret
    digests: tuple[bytes, ...]
    report: bytes | None
    with_code: bool


def told_of(intake: Intake, reply: Reply, arrived: bool | None) -> None:  # noqa: FBT001 - yes, no, not yet
    """Note any word on a text of ours, in any order and as often as it comes. Raises `NotKept`.

    The first word tells its id, and with it that it is to be erased: the last one may never come. `arrived` is None
    before the last.
    """
    wait = STILL_GOING if arrived is None else 0
    erase = putting.erase_job(intake, reply.report, "message", reply.sid, reply.digests[0], wait)

    def write(connection: Connection) -> None:
        if reply.report and reply.with_code and arrived is not None:
            _reached(connection, reply.report, arrived=arrived)
        if jobs.exists(connection, *reply.digests):
            if arrived is not None:
                jobs.hasten(connection, reply.digests, intake.seconds())
        elif jobs.add(connection, erase) and reply.report:
            reports.change(connection, reply.report, copies="pending")

    intake.store.write(write)
    intake.wake()


def _reached(connection: Connection, report: bytes, *, arrived: bool) -> None:
    if arrived:
        reports.delivered(connection, report)
    else:
        reports.doubted(connection, report, "undelivered")
