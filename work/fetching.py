"""The job that brings in what waits at the provider, a recording or an attachment: into memory, sealed, committed."""

from __future__ import annotations

from collections.abc import Mapping

from privacy.arguments import open_argument, seal_argument
from privacy.seal import NotOpened
from privacy.secret import Secret
from provider.faults import Fault
from provider.fetch import fetch_media, fetch_recording
from provider.rest import Rest
from store import jobs, reports
from store.database import Connection
from store.jobs import Job
from work.options import Work
from work.reading import PIPELINE, keep, line_of, sealed
from work.result import Dead, Done, Later, Result, backoff

RECORDING, MEDIA = "recording", "media"
_KEPT_AS = {RECORDING: "recording", MEDIA: "file"}
_NEXT = {RECORDING: "transcribe", MEDIA: "check"}
_GIVE_UP = 60  # tries; with an hour between the last ones, about two days


def fetch(work: Work, job: Job) -> Result:
    """Fetch one thing and seal it. The job that follows reads it back from the disk; only then it may be erased."""
    pair = work.keyring.pipeline((job.key or "").removeprefix(PIPELINE))
    line = line_of(work, job.report) if job.report else None
    if pair is None or line is None or job.report is None:
        return Dead("key_gone") if pair is None else Done()
    if work.rest is None:
        return Later(3600, "no_provider")
    try:
        argument = open_argument(job.argument, pair)
    except NotOpened:
        return Dead("altered")
    if "sid" not in argument:
        return Dead("no_id")
    kind = argument["kind"].reveal()
    got = _get(work.rest, kind, argument)
    if isinstance(got, Fault):
        return _not_fetched(job, got)
    return _fetched(work, job, job.report, line, kind, got, argument)


def _fetched(
    work: Work, job: Job, report: bytes, line: str, kind: str, content: bytes, argument: Mapping[str, Secret]
) -> Result:
    plain = content if kind == RECORDING else argument["type"].reveal().encode() + b"\0" + content
    item = sealed(work, line, report, _KEPT_AS[kind], plain, item=job.id, keep=True)
    follow = Job(work.random(16), _NEXT[kind], report, work.seconds(), item.id, None, job.priority)
    erase = _erase(work, job.id, report, kind, argument)

    def write(connection: Connection) -> None:
        keep(connection, item, author="reporter")
        jobs.add(connection, follow)
        if erase is not None:
            jobs.add(connection, erase)
            reports.change(connection, report, copies="pending")

    return Done((write,))


def _get(rest: Rest, kind: str, argument: Mapping[str, Secret]) -> bytes | Fault:
    if kind == RECORDING:
        return fetch_recording(rest, argument["sid"])
    return fetch_media(rest, argument["message"], argument["sid"])


def _not_fetched(job: Job, fault: Fault) -> Result:
    """Try again while that may help; what was refused for good is shown at the desk, and the words stand without it."""
    if fault.retry and job.attempts < _GIVE_UP:
        wait = backoff(job.attempts) if fault.wait is None else int(fault.wait) + 1
        return Later(wait, fault.code)
    return Dead(fault.code)


def _erase(work: Work, fetched: bytes, report: bytes, kind: str, argument: Mapping[str, Secret]) -> Job | None:
    """Return the job that erases a recording, asked for long before as a rule. An attachment goes with its message."""
    if kind != RECORDING:
        return None
    day, pair = work.keyring.erase_today()
    sealed_argument = seal_argument({"kind": RECORDING, "sid": argument["sid"]}, pair, work.random)
    return Job(jobs.eraser_of(fetched), "erase", report, work.seconds(), sealed_argument, f"erase:{day}", jobs.LATER)
