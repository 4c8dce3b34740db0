"""The job that finishes a code: one Argon2id, split into what finds the report and what opens its reporter's key."""

from __future__ import annotations

from privacy.arguments import open_argument
from privacy.codes import derive
from privacy.seal import NotOpened, seal_under
from store import codes
from store.database import Connection
from store.jobs import Job
from work.options import Work
from work.reading import PIPELINE
from work.result import Dead, Done, Result

REPORTER_BOUND = b"sotto.reporter.1"


def finish_code(work: Work, job: Job) -> Result:
    """Make a new code work. Its argument (the code, the reporter's private key) is gone with the job."""
    pair = work.keyring.pipeline((job.key or "").removeprefix(PIPELINE))
    if pair is None or job.report is None:
        return Dead("key_gone")
    try:
        argument = open_argument(job.argument, pair)
    except NotOpened:
        return Dead("altered")
    report, private = job.report, bytes.fromhex(argument["private"].reveal())
    keys = derive(argument["code"], work.salt, work.keyring.pepper())
    locked = seal_under(private, REPORTER_BOUND + keys.lookup, keys.key, work.random)

    def write(connection: Connection) -> None:
        codes.add(connection, keys.lookup, report, locked)

    return Done((write,))
