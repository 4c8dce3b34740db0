"""The job that brings in what waits at the provider, a recording or an attachment: into memory, sealed, committed."""

from __future__ import annotations

from provider.faults import Fault
from sqlalchemy import Connection

from privacy.arguments import open_argument
from privacy.seal import NotOpened
from store import jobs
from store.jobs import Job
from work.options import Work
from work.reading import PIPELINE, keep, line_of, sealed
from work.result import Dead, Done, Result

NEXT = {"recording": "transcribe", "media": "check"}
KEPT_AS = {"recording": "recording", "media": "file"}


def fetch(work: Work, job: Job) -> Result:
    """Fetch one thing and seal it; what reads it back from the disk is the next job, and only then it may be erased."""
    pair = work.keyring.pipeline((job.key or "").removeprefix(PIPELINE))
    if pair is None or job.report is None or work.rest is None:
        return Dead("key_gone" if pair is None else "no_provider")
    try:
        argument = open_argument(job.argument, pair)
    except NotOpened:
        return Dead("altered")
    line = line_of(work, job.report)
    if line is None:
        return Done()
    kind = argument["kind"].reveal()
    got = _get(work, kind, argument)
    if isinstance(got, Fault):
        return _refused(work, job, got, kind, line)
    content = got if kind == "recording" else got_type(got)
    item = sealed(work, line, job.report, KEPT_AS[kind], content, item=job.id, keep=True)
    follow = Job(work.random(16), NEXT[kind], job.report, work.seconds(), item.id, None, job.priority)
    erase = _erase_recording(work, job.report, argument) if kind == "recording" else None

    def write(connection: Connection) -> None:
        keep(connection, item)
        jobs.add(connection, follow)
        if erase:
            jobs.add(connection, erase)

    return Done((write,))
