"""Filing what the provider keeps and nobody told us of: as a report, in one transaction with the job that erases it.

A webhook that comes after all finds what it would have kept: its recording's job, or an answer to its text.
"""

from __future__ import annotations

from collections.abc import Mapping

from privacy.alias import digests
from privacy.arguments import seal_argument
from privacy.repeats import reply_names, seal_reply
from privacy.secret import Secret
from provider.kept import Kept, KeptText
from store import jobs, reports, threads
from store.database import Connection
from store.erasures import Erasure
from store.jobs import Job
from store.reports import NewReport
from triage.lines import Line, line_for
from triage.reachable import Reachable
from work.ledger import Ledger
from work.options import Work
from work.reading import PIPELINE, sealed

_SILENCE = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
_SHORT_SECONDS = 60


def file_text(work: Work, kept: Kept, text: KeptText) -> bool:
    """File a text as a report of its own; returns False where its webhook was faster. Raises `NotKept`."""
    line, report, keys = line_for(work.lines, kept.ours), work.random(16), work.keyring.day_keys()
    language = work.guess(text.body, line.languages, line.languages[0])
    names = list(zip(_days(work), reply_names(kept.sid, keys), strict=False))
    silence = seal_reply(_SILENCE, kept.sid, keys[0], work.random)
    ids = digests("message", kept.sid, keys)
    story = sealed(work, line.name, report, "story", text.body.encode(), keep=True) if text.body else None
    todo = [
        *_fetches(work, report, kept.sid, text),
        Job(work.random(16), "grade", report, work.seconds()),
        erase_job(work, report, "message", kept.sid, ids[0]),
    ]  # fmt: skip

    def write(connection: Connection) -> bool:
        answered = any(threads.reply_given(connection, day, name) for day, name in names)
        if answered or jobs.exists(connection, *ids):
            return False
        if not threads.remember_reply(connection, *names[0], silence):
            return False
        reports.add_report(connection, _row(work, report, "sms", line, language))
        if story is not None:
            reports.add_item(connection, story, "reporter", fresh=True)
        for job in todo:
            jobs.add(connection, job)
        return True

    return work.store.write(write)


def file_recording(work: Work, kept: Kept, ours: str, book: Ledger) -> bool:
    """Have a recording fetched for the report of its call, made here if there is none; the call is erased after it.

    Returns False where its webhook was faster. Raises `NotKept`.
    """
    keys, call = work.keyring.day_keys(), kept.call or kept.sid
    ids, call_ids = digests("recording", kept.sid, keys), digests("call", call, keys)
    line, language, report = _owner(work, ours, call_ids, book.get(call))
    fetch = _fetch(work, report, ids[0], {"kind": "recording", "sid": kept.sid}, kept.seconds)
    erase = erase_job(work, report, "recording", kept.sid, jobs.eraser_of(ids[0]))
    erase_call = erase_job(work, report, "call", call, call_ids[0])
    days, with_call = _days(work), kept.call is not None and book.get(call) is None

    def write(connection: Connection) -> bool:
        if reports.item_exists(connection, *ids) or jobs.exists(connection, *ids):
            return False
        reports.add_report(connection, _row(work, report, "voice", line, language))
        reports.change(connection, report, copies="pending")
        for job in (fetch, erase):
            jobs.add(connection, job)
        if with_call and not jobs.exists(connection, *call_ids):
            jobs.add(connection, erase_call)
        for day in days:
            threads.reported_after_all(connection, day, report, "reported")
        return True

    return work.store.write(write)


def draft_of(work: Work, call_ids: tuple[bytes, ...]) -> threads.Draft | None:
    """Return a call of today or yesterday by the digests of its id, under way or over."""
    with work.store.read() as connection:
        found = (threads.draft(connection, day, id_) for day in _days(work) for id_ in call_ids)
        return next((draft for draft in found if draft is not None), None)


def erase_job(work: Work, report: bytes | None, kind: str, sid: Secret, id_: bytes) -> Job:
    """Return the job that erases something at the provider; a call goes after everything it led to."""
    day, pair = work.keyring.erase_today()
    argument = seal_argument({"kind": kind, "sid": sid}, pair, work.random)
    priority = jobs.LAST if kind == "call" else jobs.LATER
    return Job(id_, "erase", report, work.seconds(), argument, f"erase:{day}", priority)


def _owner(work: Work, ours: str, call_ids: tuple[bytes, ...], known: Erasure | None) -> tuple[Line, str, bytes]:
    """Return (line, language, report) of a call: the report it has, the draft it had, or a new one by its digest."""
    draft = draft_of(work, call_ids)
    line = work.lines.by_name.get(draft.line if draft else "") or line_for(work.lines, ours)
    language = (draft.language if draft else "") or line.languages[0]
    report = known.report if known else None
    if report is not None and _is_there(work, report):
        return line, language, report
    return line, language, draft.draft if draft else call_ids[0]


def _is_there(work: Work, report: bytes) -> bool:
    with work.store.read() as connection:
        return reports.exists(connection, report)


def _days(work: Work) -> tuple[str, str]:
    return work.keyring.day(), work.keyring.yesterday()


def _fetch(work: Work, report: bytes, id_: bytes, argument: Mapping[str, Secret | str | int], seconds: int = 0) -> Job:
    day, pair = work.keyring.pipeline_today()
    priority = jobs.SHORT if seconds <= _SHORT_SECONDS else jobs.LONG
    return Job(
        id_, "fetch", report, work.seconds(), seal_argument(argument, pair, work.random), PIPELINE + day, priority
    )


def _fetches(work: Work, report: bytes, message: Secret, text: KeptText) -> list[Job]:
    """Return the jobs that fetch what is attached to a text."""
    keys = work.keyring.day_keys()
    return [
        _fetch(
            work, report, digests("media", sid, keys)[0],
            {"kind": "media", "message": message, "sid": sid, "type": type_},
        )
        for sid, type_ in text.media
    ]  # fmt: skip


def _row(work: Work, report: bytes, channel: str, line: Line, language: str) -> NewReport:
    return NewReport(
        id=report, channel=channel, line=line.name, language=language, day=work.keyring.day(),
        received_at=work.seconds(), reachable=str(Reachable.NO), copies="pending",
    )  # fmt: skip
