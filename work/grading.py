"""The job that grades: from the answers, the words and the transcripts. A later grade can only raise an earlier one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from store import jobs, marks, reports
from store.database import Connection
from store.jobs import Job
from store.marks import Mark
from triage.clocks import Moment
from triage.grade import Grade, Graded, Known, Transcript, grade
from work.options import Work
from work.reading import Opened, keep, opened, sealed
from work.result import Done, Result
from work.speech.transcript import Status
from work.speech.transcript import Transcript as Draft

HEARING = ("fetch", "transcribe")
RULES = "rules"
_WEIGHED = frozenset({"story", "message", "transcript", "recording"})  # opening a film would only take time
VOICE = "voice"


def grade_report(work: Work, job: Job) -> Result:
    """Grade a report. A call that is still being transcribed waits for its words, unless somebody is in danger."""
    if job.report is None:
        return Done()
    report = job.report
    with work.store.read() as connection:
        row = reports.report_row(connection, report)
        hearing = jobs.waiting(connection, report, HEARING)
        lost = jobs.buried(connection, report, "fetch")
    spoken = row is not None and row.channel == VOICE
    if row is None or (hearing and spoken and not row.danger):
        return Done()
    known = _known(row.language, row.danger, row.category, opened(work, report, _WEIGHED))
    graded = grade(replace(known, recorded=known.recorded or bool(spoken and lost)), work.rules)
    reasons = sealed(work, row.line, report, "reasons", _as_json(graded))

    def write(connection: Connection) -> None:
        current = reports.report_row(connection, report)
        if current is None or (current.grade and graded.grade <= Grade(current.grade)):
            return
        after = None if current.received_at is None else max(0, work.seconds() - current.received_at)
        marks.set_mark(connection, report, Mark(Moment.GRADED, after, work.keyring.day()))
        raised = {"raised_after": after} if current.grade and after is not None else {}
        reports.change(connection, report, grade=str(graded.grade), grade_by=RULES, **raised)
        reports.destroy_kind(connection, report, "reasons")
        keep(connection, reasons)

    return Done((write,))


def _known(language: str, danger: bool | None, category: str | None, pieces: Sequence[Opened]) -> Known:  # noqa: FBT001 - a column
    theirs = [piece for piece in pieces if piece.author == "reporter"]
    words = [piece.plain.decode() for piece in theirs if piece.kind in {"story", "message"}]
    drafts = [Draft.from_bytes(piece.plain) for piece in pieces if piece.kind == "transcript"]
    recorded = sum(piece.kind == "recording" for piece in pieces)
    usable = [draft for draft in drafts if draft.status in {Status.OK, Status.LOW_CONFIDENCE}]
    sure = len(usable) == recorded and all(draft.status is Status.OK for draft in usable)
    heard = Transcript("\n".join(draft.text for draft in usable), sure) if usable else None
    return Known(language, "\n".join(words), danger, category, bool(recorded), heard)


def _as_json(graded: Graded) -> bytes:
    rows = [asdict(reason) | {"text": str(reason)} for reason in graded.reasons]
    return json.dumps({"grade": str(graded.grade), "reasons": rows}).encode()
