"""Calls that a person took: nothing was recorded, so the operator writes the report and reads the code out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from intake import putting
from intake.duty import CONNECTED
from intake.exchange import commit
from intake.file import first_to_file, has_code, story_items
from intake.opening import concerns
from intake.options import Intake
from intake.outcome import Overtaken
from intake.visit import Given, Visit
from privacy.codes import groups, new_code
from privacy.seal import new_pair
from privacy.secret import Secret
from store import jobs, reports, threads
from store.database import Connection
from talk.engine import Session
from triage.lines import Line
from triage.reachable import MEANS, Receipt

WINDOW = timedelta(hours=4)
"""How long after its beginning a call that nobody reported is still offered to be written down."""

_ANSWERS = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    """A call that a person took and nobody has filed; `draft` becomes the report's id, `over` once it has ended."""

    draft: bytes
    line: Line
    language: str
    lasts: timedelta
    over: bool


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What the operator was told, as they wrote it down; None for what was not asked."""

    words: str
    danger: bool | None = None
    category: str | None = None


def calls_taken(intake: Intake, keys: Mapping[str, bytes]) -> list[Taken]:
    """Return the calls that wait for their form, the newest first, of lines of the desks with these `keys`."""
    with intake.store.read() as connection:
        drafts = [each for day in intake.days() for each in threads.drafts_ended_as(connection, day, CONNECTED)]
        waiting = [each for each in drafts if not has_code(connection, each.draft)]
    found = [_taken(intake, each) for each in waiting if concerns(intake, keys, each.line)]
    return sorted((each for each in found if each.lasts < WINDOW), key=lambda each: each.lasts)


def call_taken(intake: Intake, keys: Mapping[str, bytes], draft: bytes) -> Taken | None:
    """Return one call that a person took, filed or not; None when it is unknown, too long ago, or another desk's."""
    with intake.store.read() as connection:
        drafts = [each for day in intake.days() for each in threads.drafts_ended_as(connection, day, CONNECTED)]
    mine = (each for each in drafts if each.draft == draft and concerns(intake, keys, each.line))
    return next((_taken(intake, each) for each in mine), None)


def file_live(intake: Intake, taken: Taken, told: Told) -> str:
    """File a call under its draft's id; return the code in groups, to be shown once. Raises `NotKept`.

    The same form sent twice is one report and gives the same code. A form with other words joins the report, as more
    from the reporter, and gives "": the code was handed out.
    """
    visit, given = _visit(taken, told), Given(_once(taken, told), told.words)
    code, pair = new_code(intake.random), new_pair()
    words = story_items(intake, taken.line, taken.draft, given)
    todo = (
        putting.grade_job(intake, taken.draft, danger=bool(told.danger)),
        putting.code_job(intake, taken.draft, code, pair.private),
    )

    def write(connection: Connection) -> None:
        first_to_file(connection, intake, taken.line, visit, pair.public)
        for item in words:
            reports.add_item(connection, item, "reporter")
        for job in todo:
            jobs.add(connection, job)

    try:
        return commit(intake, given, groups(code), (write,))
    except Overtaken:
        return _told_more(intake, taken, told, given)


def read_out(intake: Intake, draft: bytes) -> None:
    """Note that the caller has the code: an operator read it out. Raises `NotKept`."""
    reachable = str(MEANS[Receipt.READ_OUT])
    intake.store.write(lambda connection: reports.change(connection, draft, reachable=reachable))


def _told_more(intake: Intake, taken: Taken, told: Told, given: Given) -> str:
    items = story_items(intake, taken.line, taken.draft, given, "message")
    job = putting.grade_job(intake, taken.draft, danger=bool(told.danger))

    def write(connection: Connection) -> None:
        for item in items:
            reports.add_item(connection, item, "reporter")
        jobs.add(connection, job)

    return commit(intake, given, "", (write,))


def _taken(intake: Intake, draft: threads.Draft) -> Taken:
    line = intake.lines.by_name.get(draft.line) or intake.lines.by_name[intake.lines.default]
    language = draft.language or line.languages[0]
    return Taken(draft.draft, line, language, timedelta(seconds=intake.seconds() - draft.began), draft.closed)


def _visit(taken: Taken, told: Told) -> Visit:
    answers = {"danger": _ANSWERS.get(told.danger) if told.danger is not None else None, "category": told.category}
    saved = tuple((name, answer) for name, answer in answers.items() if answer)
    return Visit("voice", taken.line.name, taken.draft, Session("", taken.language, saved=saved))


def _once(taken: Taken, told: Told) -> Secret:
    """Return what names this very form."""
    named = hashlib.blake2b(f"{told.danger} {told.category} {told.words}".encode(errors="replace"))
    return Secret(f"live {taken.draft.hex()} {named.hexdigest()}")
