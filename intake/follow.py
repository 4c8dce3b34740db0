"""Coming back with a code: finding the report, hearing the desk, adding to the thread, changing the code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from intake import putting
from intake.doorkeeper import Crowded
from intake.file import ensure, story_items
from intake.options import Intake
from intake.outcome import Outcome
from intake.reveal import unlocked
from intake.visit import Given, Visit
from privacy.codes import CodeKeys, checked, claims, derive, groups, new_code, without
from privacy.items import open_item
from privacy.seal import NotOpened, open_under
from privacy.secret import Secret
from privacy.vault import Ticket, close_box
from store import codes, jobs, reports, vault
from store.database import Connection
from talk.words import phrase
from triage.lines import Line

REPORTER = "reporter"
_BOUND = b"sotto.reporter.1"
_FOLLOW_SECONDS = 1800
_TRIES = 3
_PAGE = "web"
_FOUND = {_PAGE: "opened"}  # a page shows what a call reads out, and can replace the code


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """What a code opened: the report and the private key that the desk's messages are sealed to."""

    report: bytes
    private: bytes


def reporter_bound(lookup: bytes) -> bytes:
    """Return what binds a locked reporter key to its code's row."""
    return _BOUND + lookup


def find(intake: Intake, code: Secret, door: str = _PAGE) -> Found | None:
    """Find a report by its code, once the doorkeeper lets it be looked up. Raises `Crowded`.

    One Argon2id, 0.05 to 0.2 s, whatever comes of it: a code that never was, one that was replaced and one whose report
    is erased go the same way, and get the same answer.
    """
    with intake.doorkeeper.admit(code, door):
        keys = derive(code, intake.salt, intake.keyring.pepper())
        with intake.store.read() as connection:
            row = codes.find(connection, keys.lookup)
    found = None if row is None else _unlocked(keys, *row)
    if found is None:
        intake.doorkeeper.wrong()
    else:
        intake.doorkeeper.right(code)
    return found


def _unlocked(keys: CodeKeys, report: bytes, locked: bytes) -> Found | None:
    try:
        return Found(report, open_under(locked, reporter_bound(keys.lookup), keys.key))
    except NotOpened:
        return None


def claimed(intake: Intake, words: str, door: str) -> tuple[Found, str] | None:
    """Return the report whose code stands somewhere in these words, and the words without it; None where none does.

    The code's place is with the reporter alone. Sixteen digits that open nothing (the number of a bank card, say) may
    be what is reported, and stay. So do all while the doorkeeper has no seat: to keep the words comes first.
    """
    for code in claims(words):
        with suppress(Crowded):
            if (found := find(intake, code, door)) is not None:
                return found, without(code, words)
    return None


def without_code(intake: Intake, words: str) -> str:
    """Return the words of a page without the code of a report, should one stand in them."""
    found = claimed(intake, words, "web")
    return words if found is None else found[1]


def look_up(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Look for the report of the digits just given: found (a page: opened), slip, unknown, wait, enough.

    Raises `Crowded` for a page, which is shown again as it was; on a call the code can be keyed in once more.
    """
    # wait: some code is still being made, perhaps this one
    last = visit.session.tries >= _TRIES
    code = checked(given.words)
    if code is None:
        return Outcome("enough" if last else "slip", visit)
    try:
        found = find(intake, code, visit.door)
    except Crowded:
        if visit.door == _PAGE:
            raise
        return Outcome("wait", visit)
    if found is not None:
        return opened(intake, visit, found)
    with intake.store.read() as connection:
        waiting = jobs.any_waiting(connection, "code")
    return Outcome("enough" if last else "wait" if waiting else "unknown", visit)


def opened(intake: Intake, visit: Visit, found: Found) -> Outcome:
    """Go on with a report that was found: its key waits in the vault, and the ticket is with the visitor."""
    secret = json.dumps({"report": found.report.hex(), "key": found.private.hex()}).encode()
    ticket, ciphertext = close_box(secret, intake.random)
    expires = intake.seconds() + _FOLLOW_SECONDS
    inside = replace(visit, thread=found.report, ticket=ticket, session=replace(visit.session, tries=0))
    return Outcome(
        _FOUND.get(visit.door, "found"), inside, news(intake, inside, found),
        (lambda connection: vault.put(connection, ticket.box, ciphertext, expires),),
    )  # fmt: skip


def news(intake: Intake, visit: Visit, found: Found) -> Mapping[str, str]:
    """Return what a reporter is told: `status` in words, `messages` of the desk, their `count`."""
    with intake.store.read() as connection:
        row = reports.report_row(connection, found.report)
        sealed = reports.sealed_items(connection, found.report, REPORTER)
    if row is None:
        return {"status": "", "messages": "", "count": "0"}
    messages = [item for _, _, item in sealed if item.kind == "message"]
    said = [_lines(open_item(item, REPORTER, found.private).decode()) for item in messages]
    nothing = phrase(intake.words, visit.session.language, "news.no_messages")
    status = phrase(intake.words, visit.session.language, f"news.{row.status}")
    if (outcome := intake.outcomes.get(row.outcome or "")) is not None:
        status = f"{status} {outcome.says.get(visit.session.language) or next(iter(outcome.says.values()))}"
    return {"status": status, "messages": "\n\n".join(said) or nothing, "count": str(len(said))}


def _lines(message: str) -> str:
    """Return a message without empty lines, which stand between messages."""
    return "\n".join(line for line in message.splitlines() if line.strip())


def reopened(intake: Intake, ticket: Ticket | None) -> Found | None:
    """Return what a follow-up's vault box holds, or None once it has expired."""
    secret = None if ticket is None else unlocked(intake, ticket)
    if secret is None:
        return None
    try:
        held = json.loads(secret.reveal())
        return Found(bytes.fromhex(held["report"]), bytes.fromhex(held["key"]))
    except (ValueError, KeyError, TypeError):
        return None


def read_again(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Tell the news once more, while the vault still holds the key."""
    found = reopened(intake, visit.ticket)
    if found is None or not _there(intake, found.report):
        return Outcome("gone", visit)
    return Outcome(_FOUND.get(visit.door, "found"), visit, news(intake, visit, found))


def append(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Add to the thread that was opened. What was spoken comes by the recording's own way.

    What comes when its report has been erased in between becomes a report of its own: it cannot be answered, but read.
    """
    if visit.thread is None:
        return Outcome("failed", visit)
    there = _there(intake, visit.thread)
    thread = visit.thread if there else visit.draft
    items = story_items(intake, line, thread, given, "message" if there else "story")
    jobs_ = putting.grade_job(intake, thread, danger=False), *putting.clean_jobs(intake, items, danger=False)

    def write(connection: Connection) -> None:
        if items and not there:
            ensure(connection, intake, line, replace(visit, thread=None))
        for item in items:
            reports.add_item(connection, item, "reporter")
        for job in jobs_ if there or items else ():
            jobs.add(connection, job)

    return Outcome("added", visit, writes=(write,))


def _there(intake: Intake, report: bytes) -> bool:
    with intake.store.read() as connection:
        return reports.exists(connection, report)


def replace_code(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Give the report a new code; the old one dies with the commit, and so does one that was still being made.

    The key stays, so messages stay readable.
    """
    found = reopened(intake, visit.ticket)
    if found is None or not _there(intake, found.report):
        return Outcome("failed", visit)
    code = new_code(intake.random)
    job = putting.code_job(intake, found.report, code, found.private)

    def write(connection: Connection) -> None:
        reports.must_exist(connection, found.report)
        codes.forget(connection, found.report)
        jobs.cancel(connection, found.report, "code")
        jobs.add(connection, job)

    return Outcome("replaced", visit, {"code": groups(code)}, (write,))
