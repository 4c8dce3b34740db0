"""What an operator does to a report: allowed by its status, kept in its history, counted by its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from intake import putting
from intake.opening import concerns
from intake.operators import SignedIn
from intake.options import Intake
from intake.putting import Write
from privacy.items import seal_item
from store import history, marks, reports
from store.database import Connection, Row
from store.marks import Mark
from triage.clocks import MARKS, Moment
from triage.grade import Grade
from triage.grounds import Ground
from triage.roles import Page, Role, may
from triage.states import KEEPING, Move, NotPossible, Status, after

_KINDS = {Move.REPLY: "message", Move.NOTE: "note", Move.CHECK_TEXT: "checked"}


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """A move as somebody asks for it.

    `text` of a reply, a note, a checked text, or beside a reason; `grade` of a change, `outcome` of a close, `ground`
    of lifting the masks, `reason` of a hold or its lifting; `heard` says of how many recordings the text was checked,
    the first ones first.
    """

    move: Move
    text: str = ""
    grade: Grade | None = None
    outcome: str | None = None
    ground: Ground | None = None
    reason: str | None = None
    heard: int = 0


class Why(StrEnum):
    """Why a move is not made."""

    GONE = "gone"
    ROLE = "role"
    HELD = "held"
    STATUS = "status"
    INCOMPLETE = "incomplete"
    UNREACHABLE = "unreachable"


class Refused(Exception):
    """A move that is not to be made."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def look(intake: Intake, report: bytes, seen: int) -> None:
    """Note that an operator opened a report, its first look, and `seen` things of its reporter. It claims nothing."""

    def write(connection: Connection) -> None:
        _mark(intake, connection, report, MARKS[Page.REPORT])
        reports.seen(connection, report, seen)

    intake.store.write(write)


def make(intake: Intake, who: SignedIn, report: bytes, wanted: Wanted) -> None:
    """Make a move. Raises `Refused`; of two operators who claim one report at once, one is refused."""
    if not may([Role(role) for role in who.operator.roles], wanted.move):
        raise Refused(Why.ROLE)
    with intake.store.read() as connection:
        row = reports.report_row(connection, report)
    if row is None or not concerns(intake, who.keys, row.line):
        raise Refused(Why.GONE)
    extra = _extra(intake, row, wanted)

    def write(connection: Connection) -> None:
        current = reports.report_row(connection, report, lock=True)
        if current is None:
            raise Refused(Why.GONE)
        reports.change(connection, report, **_changed(current, who.operator.name, wanted))
        made = history.Made(who.operator.name, wanted.move, _detail(wanted), intake.keyring.day())
        history.add(connection, intake.random(16), report, made)
        _mark(intake, connection, report, MARKS.get(wanted.move, frozenset()))
        for each in extra:
            each(connection)

    intake.store.write(write)


def _changed(row: Row[Any], name: str, wanted: Wanted) -> dict[str, Any]:
    """Return the columns that a move changes. Raises `Refused` where status or holder do not allow it."""
    if row.claimed_by not in (None, name) and row.status == Status.CLAIMED and wanted.move not in KEEPING:
        raise Refused(Why.HELD)
    if wanted.move in KEEPING and (row.hold is None) is not (wanted.move is Move.HOLD):
        raise Refused(Why.STATUS)
    try:
        status = after(Status(row.status), wanted.move)
    except NotPossible:
        raise Refused(Why.STATUS) from None
    changed: dict[str, Any] = {"status": status}
    if wanted.move is Move.CLAIM:
        changed["claimed_by"] = name
    if wanted.move in (Move.HAND_BACK, Move.REOPEN):
        changed["claimed_by"] = None
    if wanted.move is Move.CHANGE_GRADE and wanted.grade:
        changed |= {"grade": str(wanted.grade), "grade_by": name}
    if wanted.move is Move.CLOSE:
        changed["outcome"] = wanted.outcome
    if wanted.move in KEEPING:
        changed["hold"] = wanted.reason if wanted.move is Move.HOLD else None
    return changed


def _extra(intake: Intake, row: Row[Any], wanted: Wanted) -> tuple[Write, ...]:
    """Return what a move adds to the report. Raises `Refused` for what is missing."""
    if wanted.move is Move.CHANGE_GRADE and wanted.grade is None:
        raise Refused(Why.INCOMPLETE)
    if wanted.move is Move.LIFT and wanted.ground is None:
        raise Refused(Why.INCOMPLETE)
    if wanted.move is Move.CLOSE and wanted.outcome not in intake.outcomes:
        raise Refused(Why.INCOMPLETE)
    if wanted.move in KEEPING:
        return _why(intake, row, wanted)
    if wanted.move not in _KINDS:
        return ()
    if not wanted.text.strip():
        raise Refused(Why.INCOMPLETE)
    if wanted.move is Move.REPLY and row.reporter is None:
        raise Refused(Why.UNREACHABLE)
    words = _words(intake, row, wanted)
    if wanted.move is not Move.CHECK_TEXT:
        return (words,)
    return words, lambda connection: reports.checked(connection, row.id, wanted.heard)


def _why(intake: Intake, row: Row[Any], wanted: Wanted) -> tuple[Write, ...]:
    """Check the reason of a hold or its lifting; what is said beside it is sealed, as a note."""
    known = intake.retention.hold if wanted.move is Move.HOLD else intake.retention.lift
    if wanted.reason not in known:
        raise Refused(Why.INCOMPLETE)
    return (_words(intake, row, wanted),) if wanted.text.strip() else ()


def _words(intake: Intake, row: Row[Any], wanted: Wanted) -> Write:
    """Seal a reply to the desks and to the reporter's own key; everything else to the desks alone."""
    line = intake.lines.by_name.get(row.line) or intake.lines.by_name[intake.lines.default]
    readers = {reader: key for reader, key in putting.readers(intake, line).items() if reader.startswith("desk:")}
    if wanted.move is Move.REPLY:
        readers["reporter"] = row.reporter
    kind, plain = _KINDS.get(wanted.move, "note"), wanted.text.strip().encode()
    item = seal_item(plain, report=row.id, kind=kind, readers=readers, random=intake.random)

    def write(connection: Connection) -> None:
        reports.add_item(connection, item, "desk")

    return write


def _detail(wanted: Wanted) -> str | None:
    detail = wanted.grade or wanted.ground or wanted.outcome or wanted.reason
    return None if detail is None else str(detail)


def _mark(intake: Intake, connection: Connection, report: bytes, moments: frozenset[Moment]) -> None:
    row = reports.report_row(connection, report)
    if row is None:
        return
    seconds = None if row.received_at is None else max(0, intake.seconds() - row.received_at)
    for moment in moments:
        marks.set_mark(connection, report, Mark(moment, seconds, intake.keyring.day()))
