"""What the provider says of our own texts: whether the one with the code arrived, and that its copy is to be erased."""

from __future__ import annotations

from intake import putting
from intake.options import Intake
from privacy.secret import Secret
from store import jobs, reports
from store.database import Connection


def delivered(intake: Intake, report: bytes | None, sid: Secret, digest: bytes, *, arrived: bool) -> None:
    """Note the last word on a text of ours, in any order and as often as it comes. Raises `NotKept`.

    `report` is given for the text that carried the code, else None.
    """
    erase = putting.erase_job(intake, report, {"kind": "message", "sid": sid}, id_=digest)

    def write(connection: Connection) -> None:
        if report and arrived:
            reports.delivered(connection, report)
        elif report:
            reports.doubted(connection, report, "undelivered")
        jobs.add(connection, erase)
        if report:
            reports.change(connection, report, copies="pending")

    intake.store.write(write)
    intake.wake()
