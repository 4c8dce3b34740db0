"""The jobs that read back what was fetched: a recording is decoded, pictured and transcribed, an attachment checked."""

from __future__ import annotations

import json

from privacy.seal import NotOpened
from store import jobs, reports
from store.database import Connection
from store.jobs import Job
from work.options import Work
from work.reading import keep, line_of, opened_one, sealed
from work.result import Dead, Done, Result, Write
from work.speech.host import Examined
from work.speech.transcript import Transcript

_UNREAD = "unread"


def transcribe(work: Work, job: Job) -> Result:
    """Read a recording back, make its picture and its draft transcript, and have the report graded by it."""
    if job.report is None or (line := line_of(work, job.report)) is None:
        return Done()
    audio = _read_back(work, job.report, job.argument)
    if audio is None:
        return Dead(_UNREAD)
    with work.store.read() as connection:
        row = reports.report_row(connection, job.report)
    language = row.language if row is not None else ""
    examined = work.speech.examine(audio)
    transcript = examined.transcript or work.speech.transcribe(examined.audio or b"", language)
    return Done((*_sound(work, job, line, examined, audio), _draft(work, job, line, transcript)))


def check(work: Work, job: Job) -> Result:
    """Read an attachment back from the disk: until it opens, the provider's copy is our backup."""
    if job.report is None or line_of(work, job.report) is None:
        return Done()
    plain = _read_back(work, job.report, job.argument)
    if plain is None:
        return Dead(_UNREAD)
    report, grade = job.report, _grade_job(work, job)

    def write(connection: Connection) -> None:
        jobs.add(connection, grade)
        row = reports.report_row(connection, report)
        urgency = jobs.file_urgency(len(plain), danger=row is not None and bool(row.danger))
        jobs.add(connection, Job(work.random(16), "clean", report, work.seconds(), job.argument, None, urgency))

    return Done((write,))


def _read_back(work: Work, report: bytes, item: bytes) -> bytes | None:
    try:
        return opened_one(work, report, item)
    except NotOpened:
        return None


def _sound(work: Work, job: Job, line: str, examined: Examined, original: bytes) -> tuple[Write, ...]:
    """Keep what is known of the sound, and a copy that any browser plays where the original is not one."""
    report = job.report or b""
    facts = {
        "of": job.argument.hex(), "seconds": examined.seconds, "level": examined.level, "quiet": examined.quiet,
        "peaks": examined.peaks, "fault": examined.fault, "cut": examined.cut,
    }  # fmt: skip
    items = [sealed(work, line, report, "sound", json.dumps(facts).encode())]
    if examined.audio and examined.audio != original:
        items.append(sealed(work, line, report, "audio", job.argument + examined.audio))

    def write(connection: Connection) -> None:
        for item in items:
            keep(connection, item)

    return (write,)


def _draft(work: Work, job: Job, line: str, transcript: Transcript) -> Write:
    report = job.report or b""
    item = sealed(work, line, report, "transcript", transcript.to_bytes(), keep=True)
    grade = _grade_job(work, job)

    def write(connection: Connection) -> None:
        keep(connection, item)
        jobs.add(connection, grade)

    return write


def _grade_job(work: Work, job: Job) -> Job:
    return Job(work.random(16), "grade", job.report, work.seconds(), priority=job.priority)
