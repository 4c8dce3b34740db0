"""The jobs that deal with a stranger's file once it is safely kept: look at it, and let go of what was hidden in it.

`clean` has a child look at the file and keeps what it made of it beside the file. `settle` reads that back from the
disk, and only then destroys the file it stands for. Killed anywhere, a file is there twice for a while, never not at
all.
"""

from __future__ import annotations

import json

from privacy.seal import NotOpened
from store import jobs, reports
from store.database import Connection
from store.jobs import Job
from work.files.gate import Examined, Stopped, Verdict
from work.files.why import Why
from work.options import Work
from work.reading import keep, line_of, opened, opened_one, sealed
from work.result import Dead, Done, Later, Result, backoff

FOUND, CLEAN, SHOWN = "found", "clean", "shown"
"""Kinds of items: what is known of a file; what stands for it; what shows what is in it."""

CLEANED = "cleaned"
"""The state of a file whose bytes were destroyed because something clean stands for it."""

_AGAIN = frozenset({Why.FAILED, Why.LATE})  # may have been the machine's fault and not the file's
_TRIES = 2
_ID_BYTES = 16


def clean(work: Work, job: Job) -> Result:
    """Look at one file, and keep what is known of it and what was made of it."""
    if job.report is None or (line := line_of(work, job.report)) is None:
        return Done()
    try:
        plain = opened_one(work, job.report, job.argument)
    except NotOpened:
        plain = None
    if plain is None:
        return Dead("unread")
    claimed, _, content = plain.partition(b"\0")
    try:
        examined = work.gate.examine(content)
    except Stopped:
        return Later(1)
    if examined.why in _AGAIN and job.attempts < _TRIES:
        return Later(backoff(job.attempts), f"file_{examined.why}")
    return _kept(work, job, line, claimed.decode("ascii", errors="replace"), examined)


def _kept(work: Work, job: Job, line: str, claimed: str, examined: Examined) -> Done:
    report, of = job.report or b"", job.argument
    kind = CLEAN if examined.replaces else SHOWN
    facts = {
        "of": of.hex(), "claimed": claimed, "type": examined.type, "verdict": str(examined.verdict),
        "why": examined.why, "more": examined.more, "parts": len(examined.parts),
    }  # fmt: skip
    items = [sealed(work, line, report, FOUND, json.dumps(facts).encode(), keep=examined.replaces)]
    plains = [part.type.encode() + b"\0" + part.content for part in examined.parts]
    items += [sealed(work, line, report, kind, of + plain, keep=examined.replaces) for plain in plains]
    if examined.words:
        items.append(sealed(work, line, report, SHOWN, of + b"text/plain\0" + examined.words.encode()))
    follow = Job(work.random(16), "settle", report, work.seconds(), of, None, job.priority)

    def write(connection: Connection) -> None:
        for item in items:
            keep(connection, item)
        if examined.replaces:
            jobs.add(connection, follow)

    return Done((write,))


def settle(work: Work, job: Job) -> Result:
    """Destroy a file once what stands for it was read back whole; what cannot be read back leaves the file as it is."""
    if job.report is None or line_of(work, job.report) is None:
        return Done()
    try:
        pieces = [piece for piece in opened(work, job.report, (FOUND, CLEAN)) if _of(piece.plain, piece.kind, job)]
    except NotOpened:
        return Dead("unread")
    expected = [json.loads(piece.plain)["parts"] for piece in pieces if piece.kind == FOUND]
    if expected != [sum(piece.kind == CLEAN for piece in pieces)]:
        return Dead("unread")
    return Done((lambda connection: reports.empty_item(connection, job.argument, CLEANED),))


def _of(plain: bytes, kind: str, job: Job) -> bool:
    if kind == CLEAN:
        return plain[:_ID_BYTES] == job.argument
    facts = json.loads(plain)
    return bool(facts["of"] == job.argument.hex() and facts["verdict"] in {Verdict.CLEANED, Verdict.STRIPPED})
