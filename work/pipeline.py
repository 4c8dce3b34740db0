"""Taking one job at a time: read by id, do, commit. The job table is the truth, and every step can be repeated."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from store import jobs, reports
from store.database import Connection, NotKept
from store.jobs import Claim, Job
from work.cleaning import clean, settle
from work.codes import finish_code
from work.erasing import BACKED_UP, erase
from work.fetching import fetch
from work.grading import HEARING, grade_report
from work.hearing import check, transcribe
from work.options import Work
from work.reading import PIPELINE
from work.reconciling import reconcile
from work.result import Dead, Done, Later, Result, backoff, blurred

Handler = Callable[[Work, Job], Result]

HANDLERS: Mapping[str, Handler] = {
    "grade": grade_report,
    "code": finish_code,
    "fetch": fetch,
    "transcribe": transcribe,
    "check": check,
    "clean": clean,
    "settle": settle,
    "erase": erase,
    "reconcile": reconcile,
}
READING = (*BACKED_UP, "clean", "settle")
"""Until these are done for a report, the pipeline can open it."""

LEASES = {"transcribe": 1800, "fetch": 300, "clean": 300, "erase": 300, "reconcile": 3600}  # in seconds
_LOG = logging.getLogger(__name__)


def run_one(work: Work, worker: bytes, kinds: tuple[str, ...] = ()) -> bool:
    """Do the most urgent job of some kinds (all, if none are named); returns whether there was one.

    Raises `NotKept` when the database is away: the caller waits and comes again.
    """
    claim = work.store.write(lambda connection: jobs.take(connection, worker, work.seconds(), LEASES, kinds))
    if claim is None:
        return False
    _finish(work, claim, _do(work, claim.job))
    return True


def _do(work: Work, job: Job) -> Result:
    """Run a job's handler. Whatever it raises puts the job back under the name of the error, and says nothing else."""
    handler = HANDLERS.get(job.kind)
    if handler is None:
        return Dead("unknown_kind")
    try:
        return handler(work, job)
    except NotKept:
        raise
    except Exception as error:  # noqa: BLE001 - one job that fails must not stop the others, nor show what it held
        _LOG.error("job failed", extra={"kind": job.kind, "error": type(error).__name__})
        return Later(backoff(job.attempts), type(error).__name__)


def _finish(work: Work, claim: Claim, result: Result) -> None:
    """Commit what a job came to, unless its lease ran out and somebody else has it: then nothing is kept twice."""

    def write(connection: Connection) -> None:
        if not jobs.holds(connection, claim):
            return
        if isinstance(result, Later):
            jobs.later(connection, claim, blurred(work.seconds(), result.seconds, work.random), result.fault)
            return
        for each in result.writes:
            each(connection)
        if isinstance(result, Done):
            jobs.done(connection, claim)
            _let_go(connection, claim.job)
        else:
            jobs.bury(connection, claim, result.fault)
            _grade_without(work, connection, claim.job)
            _let_go(connection, claim.job)

    work.store.write(write)


def _grade_without(work: Work, connection: Connection, job: Job) -> None:
    """Have a report graded that was waiting for a voice which nobody here will ever hear."""
    if job.report is not None and job.kind in HEARING:
        jobs.add(connection, Job(work.random(16), "grade", job.report, work.seconds(), priority=job.priority))


def _let_go(connection: Connection, job: Job) -> None:
    """Drop the pipeline's wraps once nothing is left for it to read: from here on only operators open the report."""
    if job.report is not None and job.kind in READING and not jobs.waiting(connection, job.report, READING):
        reports.drop_readers(connection, job.report, PIPELINE)
