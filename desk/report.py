"""A report's page, and the moves made on it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from flask import Response, abort, request, url_for

from desk.access import MOVES, allowed, here, see_other
from desk.door import Desk
from desk.kept import why_kept
from desk.session import lift
from desk.sheet import sheet
from desk.sound import GAINS
from desk.spans import left
from desk.view import OK, Answer, label, show
from intake.keeping import keeping_of
from intake.moves import Refused, Wanted, Why, look, make
from intake.opening import Opened, open_report, pending
from store import history
from store.database import NotKept
from triage.clocks import Moment
from triage.deadlines import deadlines, waiting
from triage.grade import Grade
from triage.grounds import Ground
from triage.states import KEEPING, Move, Status, moves

MOST_WORDS = 20_000
"""Characters of a reply or a note."""

_WITH_WORDS = frozenset({Move.REPLY, Move.NOTE, Move.CHECK_TEXT, *KEEPING})
_MANY = 4  # digits
_STATUS = {Why.GONE: 404, Why.ROLE: 403, Why.INCOMPLETE: 400}
_CONFLICT = 409
_ID_HEX = 32


def _opened(door: Desk, report: bytes) -> Opened:
    """Open a report with the operator's keys; 404 where there is none for them."""
    return open_report(door.intake, here().who.keys, report) or abort(404)


@dataclass(frozen=True, slots=True)
class Ticking:
    """A clock of a report: how it stands (met, missed or waiting) and, while it runs, how long it has."""

    name: str
    verdict: str
    told: str


def identified(text: str) -> bytes:
    """Return the id written in an address; 404 for what is none."""
    try:
        found = bytes.fromhex(text) if len(text) == _ID_HEX and text.isascii() and text.isalnum() else b""
    except ValueError:
        found = b""
    return found or abort(404)


def open_page(door: Desk, report: str) -> Answer:
    """Show a report. That is its first look, if nobody looked before; what is on it is seen, unless it is closed."""
    opened = _opened(door, identified(report))
    seen = sum(piece.author == "reporter" for piece in opened.pieces)
    if Moment.LOOKED not in opened.facts.on or (opened.row.seen < seen and opened.row.status != Status.CLOSED):
        with suppress(NotKept):  # the report can be read all the same
            look(door.intake, opened.row.id, seen)
            opened = _opened(door, opened.row.id)
    return page(door, opened)


def move(door: Desk, report: str, wanted: Move) -> Response | Answer:
    """Make a move and go back to the report; one that is refused shows why, with the words that were typed."""
    opened = _opened(door, identified(report))
    words = request.form.get("words", "").replace("\r\n", "\n")
    if len(words) > MOST_WORDS:
        return page(door, opened, "desk.error.too_long", 400, typed={wanted: words})
    try:
        make(door.intake, here().who, opened.row.id, _wanted(wanted, words))
    except Refused as refused:
        return _refused(door, opened, wanted, words, refused.why)
    if wanted is Move.LIFT:
        lift(door, here(), report)
    return see_other(url_for("desk.report", id_=report, done=str(wanted)))


def page(
    door: Desk, opened: Opened, problem: str = "", status: int = OK, typed: dict[Move, str] | None = None
) -> Answer:
    """Return the page of a report as it stands; `problem` is a key of the words, `typed` what stands in the forms."""
    row = opened.row
    with door.intake.store.read() as connection:
        made = history.of_report(connection, row.id)
    waits = waiting(door.intake.clocks, opened.facts, door.intake.now())
    done, lifted = request.args.get("done", ""), row.id.hex() in here().lifted
    shown = sheet(opened, pending(door.intake, row.id), lifted=lifted)
    return show(
        door, "report", status, row=row, id=row.id.hex(), sheet=shown, grounds=list(Ground),
        offered=_offered(opened), typed=typed or {}, problem=problem, most_words=MOST_WORDS,
        done=done if done in MOVES else "", history=made, waits=waits, grades=list(reversed(Grade)),
        outcomes=door.intake.outcomes.values(), clocks=_clocks(door, opened), gains=GAINS, gain=gain(),
        many_lines=len(door.intake.lines.by_name) > 1, named_detail=partial(_detail, door),
        keeping=keeping_of(door.intake, row.id), retention=door.intake.retention, why_kept=partial(why_kept, door),
    )  # fmt: skip


def _clocks(door: Desk, opened: Opened) -> list[Ticking]:
    now, facts = door.intake.now(), opened.facts
    found = []
    for each in deadlines(door.intake.clocks, facts, now):
        reached = not (facts.after.keys() | facts.on.keys()).isdisjoint(each.clock.until)
        told = "" if reached else left(door.intake.words, here().language, each, now)
        found.append(Ticking(each.clock.name, str(each.verdict), told))
    return found


def gain() -> int:
    """Return the gain asked for in the address, in decibels, if it is one we offer."""
    asked = request.args.get("gain", "0")
    return next((each for each in GAINS if str(each) == asked), 0)


def _detail(door: Desk, what: str, detail: str | None) -> str:
    """Return in words what a move was about: the grade that was given, the outcome, the ground."""
    if detail is None:
        return ""
    if what == Move.CLOSE and (outcome := door.intake.outcomes.get(detail)) is not None:
        return outcome.label.get(here().language, detail)
    known = {Move.HOLD: door.intake.retention.hold, Move.LIFT_HOLD: door.intake.retention.lift}
    if (reasons := known.get(Move(what))) is not None:
        return reasons.get(detail, {}).get(here().language, detail)
    return label(door, here().language, f"desk.lift.{detail}" if what == Move.LIFT else f"grade.{detail}")


def _offered(opened: Opened) -> list[Move]:
    """Return the moves that this operator can make now: by status, by role, and by who holds the report."""
    row, session = opened.row, here()
    held_by_another = row.status == Status.CLAIMED and row.claimed_by not in (None, session.who.operator.name)
    possible = set(moves(Status(row.status))) - ({Move.REPLY} if row.reporter is None else set())
    possible -= {Move.HOLD if row.hold else Move.LIFT_HOLD}
    possible &= KEEPING if held_by_another else possible
    return [each for each in MOVES if each in possible and allowed(session, each)]


def _wanted(wanted: Move, words: str) -> Wanted:
    form = request.form
    grade, ground, heard = form.get("grade", ""), form.get("ground", ""), form.get("heard", "")
    return Wanted(
        wanted,
        words if wanted in _WITH_WORDS else "",
        Grade(grade) if wanted is Move.CHANGE_GRADE and grade in map(str, Grade) else None,
        form.get("outcome") if wanted is Move.CLOSE else None,
        Ground(ground) if wanted is Move.LIFT and ground in map(str, Ground) else None,
        form.get("reason") if wanted in KEEPING else None,
        int(heard) if wanted is Move.CHECK_TEXT and len(heard) < _MANY and heard.isdecimal() else 0,
    )


def _refused(door: Desk, opened: Opened, wanted: Move, words: str, why: Why) -> Answer:
    again = _opened(door, opened.row.id)
    return page(door, again, f"desk.refused.{why}", _STATUS.get(why, _CONFLICT), typed={wanted: words})
