"""Filing: the actions that make a report, and those that say more about it while the conversation goes on."""

from __future__ import annotations

from dataclasses import replace

from intake import putting
from intake.options import Intake
from intake.outcome import Outcome, Overtaken
from intake.putting import Write
from intake.visit import Given, Visit
from privacy.codes import groups, new_code
from privacy.items import SealedItem
from privacy.seal import new_pair
from privacy.secret import Secret
from privacy.vault import Ticket, close_box
from store import jobs, reports, vault
from store.database import Connection
from triage.lines import Line
from triage.reachable import Reachable

SKIPPED = "skip"
_ANSWERS = {"yes": True, "no": False}
_FIRST = {"voice": Reachable.NO, "sms": Reachable.PERHAPS, "web": Reachable.YES}


def file_report(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Make the report, with a new code and a key pair for its reporter.

    A second time (somebody went back a page, or told more) the words join the report and no other code is handed out.
    """
    if _filed_before(intake, visit):
        return _told_more(intake, line, replace(visit, filed=True), given)
    code, pair = new_code(intake.random), new_pair()
    words = story_items(intake, line, visit.draft, given)
    in_danger = said(visit, "danger") == "yes"
    jobs_ = (
        putting.grade_job(intake, visit.draft, danger=in_danger),
        putting.code_job(intake, visit.draft, code, pair.private),
        *putting.clean_jobs(intake, words, danger=in_danger),
    )
    ticket, keep = _in_vault(intake, visit, code)

    def write(connection: Connection) -> None:
        fresh = first_to_file(connection, intake, line, visit, pair.public)
        for place, item in enumerate(words):
            reports.add_item(connection, item, "reporter", fresh=fresh and place == 0)
        for job in jobs_:
            jobs.add(connection, job)

    filed = replace(visit, filed=True, ticket=ticket)
    return Outcome("filed", filed, {"code": groups(code)}, (write, *keep))


def _filed_before(intake: Intake, visit: Visit) -> bool:
    """Return whether this draft has its code already; a text's first draft is always new.

    What was filed and is erased by now is filed anew: the page that says so may have stood open for a day.
    """
    if visit.door == "sms" and not visit.filed:
        return False
    with intake.store.read() as connection:
        return has_code(connection, visit.draft)


def has_code(connection: Connection, draft: bytes, *, lock: bool = False) -> bool:
    """Return whether a draft is a report whose code was handed out; with `lock` that stays so in this transaction."""
    row = reports.report_row(connection, draft, lock=lock, stays=lock)
    return row is not None and row.reporter is not None


def first_to_file(connection: Connection, intake: Intake, line: Line, visit: Visit, reporter: bytes) -> bool:
    """Make the report with its reporter's key, or give an existing row that key. Returns whether it was made.

    Raises `Overtaken` where somebody else has just filed it: of two codes only one could open the desk's messages.
    """
    if reports.add_report(connection, new_report(intake, line, visit, reporter)):
        return True
    if has_code(connection, visit.draft, lock=True):
        raise Overtaken
    reports.change(connection, visit.draft, reporter=reporter, language=visit.session.language, **answered(visit))
    return False


def _told_more(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    words = story_items(intake, line, visit.draft, given, "message")
    in_danger = said(visit, "danger") == "yes"
    jobs_ = (
        putting.grade_job(intake, visit.draft, danger=in_danger),
        *putting.clean_jobs(intake, words, danger=in_danger),
    )

    def write(connection: Connection) -> None:  # with no words it keeps nothing, but finds out a repeated request
        for item in words:
            reports.add_item(connection, item, "reporter")
        if in_danger:  # a page can be gone back to after it was sent; nobody is taken out of danger that way
            reports.change(connection, visit.draft, danger=True)
        for job in jobs_ if words else ():
            jobs.add(connection, job)

    return Outcome("kept", visit, writes=(write,))


def raise_alarm(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Commit "yes, in danger now" on a call at once, as a report without a story. A page keeps it for later."""
    if visit.door != "voice":
        return Outcome("noted", visit)
    intake.limiting.senders.in_danger(given.alias, intake.seconds())
    job = putting.grade_job(intake, visit.draft, danger=True)

    def write(connection: Connection) -> None:
        ensure(connection, intake, line, visit)
        reports.change(connection, visit.draft, danger=True)
        jobs.add(connection, job)

    return Outcome("noted", visit, writes=(write,))


def amend(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Add the answers given after filing (danger, category) to the report, and have it graded again."""
    job = putting.grade_job(intake, visit.draft, danger=said(visit, "danger") == "yes")
    answers = answered(visit)
    if said(visit, "danger") == "yes":
        intake.limiting.senders.in_danger(given.alias, intake.seconds())

    def write(connection: Connection) -> None:
        if answers and reports.change(connection, visit.draft, **answers):
            jobs.add(connection, job)

    return Outcome("noted", visit, writes=(write,))


def reported_before(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Mark the report to come: its reporter lost the code of an earlier one."""
    return Outcome("noted", replace(visit, before=True, thread=None))


def ensure(connection: Connection, intake: Intake, line: Line, visit: Visit) -> bool:
    """Make the row of a report that is only beginning, where it is missing. Returns whether it was made."""
    return reports.add_report(connection, new_report(intake, line, visit, None))


def new_report(intake: Intake, line: Line, visit: Visit, reporter: bytes | None) -> reports.NewReport:
    """Return the row of a visit's report; `reporter` is the public half of the reporter's key once there is a code."""
    return reports.NewReport(
        id=visit.draft, channel=visit.door, line=line.name, language=visit.session.language,
        day=intake.keyring.day(), received_at=intake.seconds(),
        reachable=_FIRST[visit.door] if reporter else Reachable.NO, reported_before=visit.before,
        copies=None if visit.door == "web" else "pending", reporter=reporter,
        danger=_ANSWERS.get(said(visit, "danger")), category=_category(visit),
    )  # fmt: skip


def story_items(intake: Intake, line: Line, report: bytes, given: Given, kind: str = "story") -> tuple[SealedItem, ...]:
    """Seal what came with this request: the words, and each file with the type its sender claims."""
    texts = ((kind, given.words.encode()),) if given.words else ()
    files = tuple(("file", upload.type.encode() + b"\0" + upload.content) for upload in given.files)
    return tuple(putting.sealed(intake, line, report, kind_, plain) for kind_, plain in texts + files)


def answered(visit: Visit) -> dict[str, str | bool | None]:
    """Return the answers of a visit as columns of its report."""
    found: dict[str, str | bool | None] = {}
    if (danger := said(visit, "danger")) in _ANSWERS:
        found["danger"] = _ANSWERS[danger]
    if category := _category(visit):
        found["category"] = category
    return found


def _category(visit: Visit) -> str | None:
    category = said(visit, "category")
    return None if category in ("", SKIPPED) else category


def said(visit: Visit, name: str) -> str:
    """Return the choice kept under a name, or nothing."""
    return dict(visit.session.saved).get(name, "")


def _in_vault(intake: Intake, visit: Visit, code: Secret) -> tuple[Ticket | None, tuple[Write, ...]]:
    """On a call the code waits in the vault until it has been played; elsewhere it is shown in this very answer."""
    if visit.door != "voice":
        return visit.ticket, ()
    ticket, ciphertext = close_box(code.reveal().encode(), intake.random)
    expires = intake.seconds() + putting.VAULT_SECONDS
    return ticket, (lambda connection: vault.put(connection, ticket.box, ciphertext, expires),)
