"""The job that erases the provider's copy of a call, text or recording, once ours has been read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from privacy.arguments import open_argument
from privacy.seal import NotOpened
from privacy.secret import Secret
from provider.erase import delete_call, delete_message, delete_recording
from provider.faults import TOO_LARGE, Fault
from provider.rest import Rest
from store import jobs, reports
from store.database import Connection
from store.jobs import Job
from work.options import Work
from work.result import Dead, Done, Later, Result, backoff

# Until these are done for a report, the provider's copy is its backup.
BACKED_UP = ("fetch", "transcribe", "check", "grade", "code")
ERASERS: Mapping[str, Callable[[Rest, Secret], Fault | None]] = {
    "recording": delete_recording,
    "message": delete_message,
    "call": delete_call,
}
_FIRST, _MOST = 60, 6 * 3600
_GIVE_UP = 14 * 24 * 3600 // _MOST + 10  # tries: fourteen days


def erase(work: Work, job: Job) -> Result:
    """Erase one thing at the provider. It waits for the report to be read back; "not final" is asked again for days."""
    if work.rest is None:
        return Later(3600, "no_provider")
    if job.report is not None and _being_read(work, job.report):
        return Later(15)
    if job.report is not None and _only_copy(work, job.report):
        return Later(_MOST, "not_fetched")
    argument = _argument(work, job)
    if argument is None:
        return _failed(job, "key_gone")
    fault = ERASERS[argument["kind"].reveal()](work.rest, argument["sid"])
    return _erased(job) if fault is None or fault.done else _not_erased(job, fault)


def _argument(work: Work, job: Job) -> Mapping[str, Secret] | None:
    pair = work.keyring.erase((job.key or "").removeprefix("erase:"))
    try:
        return None if pair is None else open_argument(job.argument, pair)
    except NotOpened:
        return None


def _erased(job: Job) -> Done:
    if job.report is None:
        return Done()
    report = job.report
    return Done((lambda connection: _gone(connection, report),))


def _not_erased(job: Job, fault: Fault) -> Result:
    if fault.retry and job.attempts < _GIVE_UP:
        wait = backoff(job.attempts, _FIRST, _MOST) if fault.wait is None else int(fault.wait) + 1
        return Later(wait, fault.code)
    return _failed(job, fault.code)


def _being_read(work: Work, report: bytes) -> bool:
    with work.store.read() as connection:
        return jobs.waiting(connection, report, BACKED_UP) > 0


def _only_copy(work: Work, report: bytes) -> bool:
    """Return whether something of a report could not be fetched: then the provider's copy is the only one there is.

    What is too large for us does not count: we shall never have it.
    """
    with work.store.read() as connection:
        return any(fault != TOO_LARGE.code for fault in jobs.buried(connection, report, "fetch"))


def _gone(connection: Connection, report: bytes) -> None:
    """Say what is left of a report at the provider, once this was the last of it: nothing, or what was refused."""
    if jobs.waiting(connection, report, ("erase",)) <= 1:
        reports.change(connection, report, copies="failed" if jobs.buried(connection, report, "erase") else "erased")


def _failed(job: Job, fault: str) -> Dead:
    if job.report is None:
        return Dead(fault)
    report = job.report
    return Dead(fault, (lambda connection: _lasting(connection, report),))


def _lasting(connection: Connection, report: bytes) -> None:
    reports.change(connection, report, copies="failed")
