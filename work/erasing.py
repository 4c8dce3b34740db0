"""The job that erases the provider's copy of a call, text or recording, once ours has been read back.

In the provider's order: attachments before their text, recordings and the legs to operators before their call. What is
"not final" or busy is asked again for 14 days, with longer and longer waits; what is wrong with our account, for as
long as the key that the ids are sealed to lives.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from privacy.arguments import open_argument
from privacy.seal import NotOpened
from privacy.secret import Secret
from provider import faults
from provider.erase import delete_call, delete_recording, erase_legs, erase_text
from provider.faults import TOO_LARGE, Fault
from provider.kept import Kept, number_called, recordings_of
from provider.rest import Rest
from store import erasures, jobs, reports
from store.database import Connection
from store.erasures import day_of
from store.jobs import Job
from work.ledger import Ledger, ledger
from work.options import Work
from work.orphans import file_recording
from work.result import Dead, Done, Later, Result, backoff
from work.verdicts import Times, Verdict, judge

# Until these are done for a report, the provider's copy is its backup.
BACKED_UP = ("fetch", "transcribe", "check", "grade", "code")
PATIENCE_DAYS = 14
_FIRST, _MOST = 60, 6 * 3600
_RECORDINGS_FIRST = 60


def erase(work: Work, job: Job) -> Result:
    """Erase one thing at the provider. It waits for the report to be read back; "not final" is asked again for days."""
    if work.rest is None:
        return Later(3600, "no_provider")
    waits = None if job.report is None else _waits(work, job, job.report)
    if waits is not None:
        return waits
    argument = _argument(work, job)
    if argument is None:
        return _failed(job, "key_gone")
    answer = _erase(work, work.rest, argument["kind"].reveal(), argument["sid"])
    if isinstance(answer, Later):
        return answer
    return _erased(job) if answer is None or answer.done else _not_erased(work, job, answer)


def _waits(work: Work, job: Job, report: bytes) -> Later | None:
    """Return what a job has to wait for here, before the provider is asked anything."""
    with work.store.read() as connection:
        if jobs.waiting(connection, report, BACKED_UP):
            return Later(15)
        if _only_copy(connection, report):
            return Later(_MOST, "not_fetched")
        comes_last = job.priority == jobs.LAST and erasures.before_calls(connection, report)
    return Later(_RECORDINGS_FIRST) if comes_last else None


def _erase(work: Work, rest: Rest, kind: str, sid: Secret) -> Fault | Later | None:
    if kind == "call":
        return _erase_call(work, rest, sid)
    return erase_text(rest, sid) if kind == "message" else delete_recording(rest, sid)


def _erase_call(work: Work, rest: Rest, sid: Secret) -> Fault | Later | None:
    """Erase a call's legs and, once its recordings are gone, the call: after it nobody could say whose they were."""
    held_up = erase_legs(rest, sid)
    if held_up is not None and (held_up.retry or held_up == faults.UNSUPPORTED):
        return held_up
    return _recordings_first(work, rest, sid) or delete_call(rest, sid)


def _recordings_first(work: Work, rest: Rest, call: Secret) -> Fault | Later | None:
    """Return what the call has to wait for. A recording that nobody told us of is filed on the way."""
    listed = recordings_of(rest, call)
    if isinstance(listed, Fault):
        return listed if listed.retry else None
    if not listed:
        return None
    book = ledger(work)
    waits = [_hold(work, rest, one, book) for one in listed]
    return next((each for each in waits if each is not None), None)


def _hold(work: Work, rest: Rest, kept: Kept, book: Ledger) -> Fault | Later | None:
    """Return what one recording has its call wait for: None where it was given up, or is gone now."""
    known = book.get(kept.sid)
    if known is not None:
        return None if known.dead else Later(_RECORDINGS_FIRST)
    if kept.empty:
        fault = delete_recording(rest, kept.sid)
        return fault if fault is not None and fault.retry else None
    times = Times(work.seconds(), 0, book.unreadable)  # its call has a job, so both are ours
    verdict = judge(kept.at, times, known=False, holds_words=True, erasable=True)
    if verdict is Verdict.FILE:
        file_recording(work, kept, number_called(rest, kept.call or kept.sid), book)
    return Later(_RECORDINGS_FIRST) if verdict in (Verdict.FILE, Verdict.LEAVE) else Later(_MOST, "not_filed")


def _argument(work: Work, job: Job) -> Mapping[str, Secret] | None:
    pair = work.keyring.erase(day_of(job.key))
    try:
        return None if pair is None else open_argument(job.argument, pair)
    except NotOpened:
        return None


def _erased(job: Job) -> Done:
    if job.report is None:
        return Done()
    report = job.report
    return Done((lambda connection: _gone(connection, report),))


def _not_erased(work: Work, job: Job, fault: Fault) -> Result:
    """Try again later where that may help: for 14 days, or with our account at fault for as long as there is a key."""
    if fault.retry and (fault.ours or _age(work, job) <= PATIENCE_DAYS):
        return Later(max(_wait(work, job), int(fault.wait or -1) + 1), fault.code)
    return _failed(job, fault.code)


def _wait(work: Work, job: Job) -> int:
    """Return the seconds to wait: doubling, and apart from each other, so that not all come back at once."""
    return backoff(job.attempts, _FIRST, _MOST) * (192 + work.random(1)[0] // 2) // 256


def _age(work: Work, job: Job) -> int:
    """Return for how many days a job has been trying, by the day of its key."""
    return (date.fromisoformat(work.keyring.day()) - date.fromisoformat(day_of(job.key))).days


def _only_copy(connection: Connection, report: bytes) -> bool:
    """Return whether something of a report could not be fetched: then the provider's copy is the only one there is.

    What is too large for us does not count: we shall never have it.
    """
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
