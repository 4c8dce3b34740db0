"""The script, a page at a time. Whatever goes wrong on the way, the reporter's words stand in the page again."""

from __future__ import annotations

import logging
from dataclasses import replace

from intake.converse import Exchange
from intake.doorkeeper import Crowded
from intake.follow import without_code
from intake.pages import WEB, ask_again_for_story, hear_page, open_page, page_before, same_page
from intake.visit import ID_BYTES, Given, Visit, visit_from_wire
from privacy.seal import NotOpened
from privacy.secret import Secret
from privacy.state import take
from talk.steps import Ask
from web.door import FOLLOW_UP, Pages, Place
from web.form import Form, Typed
from web.view import BOUND, conversation

log = logging.getLogger(__name__)
Answer = tuple[str, int]

OK, BAD_REQUEST, TOO_LARGE, NOT_KEPT = 200, 400, 413, 503
_STATUS = dict.fromkeys(("too_large", "too_large_each", "too_many"), TOO_LARGE) | {
    "not_saved": NOT_KEPT,
    "broken": NOT_KEPT,
    "crowded": NOT_KEPT,
}


def first_page(door: Pages, where: Place) -> Answer:
    """Show the first page of a script."""
    exchange = open_page(door.intake, where.line, where.start, where.language)
    return conversation(door, where, exchange, Typed()), OK


def next_page(door: Pages, where: Place, form: Form) -> Answer:
    """Go on from a page that was sent."""
    visit = _opened(door, form.state)
    if visit is None:
        return _begin_again(door, where, form)
    where = replace(where, line=door.intake.lines.by_name[visit.line])
    try:
        return _turned(door, where, visit, form) or _gone_on(door, where, visit, form)
    except Crowded:
        return _once_more(door, where, visit, form, "crowded")
    except Exception as error:  # noqa: BLE001 - whatever broke, the words must come back to who wrote them
        log.error("page not answered", extra={"error": type(error).__name__})  # noqa: TRY400 - a traceback could quote them
        return _once_more(door, where, visit, form, "not_saved" if form.words else "broken")


def _opened(door: Pages, state: str) -> Visit | None:
    """Return the visit of a page; None when it is too old, was altered, or belongs to a line that is no more."""
    try:
        visit = visit_from_wire(take(state, BOUND, door.intake.keyring.day_keys()))
    except NotOpened:
        return None
    line = door.intake.lines.by_name.get(visit.line)
    return visit if visit.door == WEB and line and visit.session.language in line.languages else None


def _begin_again(door: Pages, where: Place, form: Form) -> Answer:
    """Begin afresh for a page that cannot be gone on from: at the story, if it is written already."""
    fault = form.fault or ("damaged" if form.nothing else "expired" if form.state else "")
    if form.words and where.start != FOLLOW_UP:
        exchange = ask_again_for_story(door.intake, where.line, where.language)
    else:
        exchange = open_page(door.intake, where.line, where.start, where.language)
    return conversation(door, where, exchange, form.typed, fault), _STATUS.get(fault, BAD_REQUEST) if fault else OK


def _turned(door: Pages, where: Place, visit: Visit, form: Form) -> Answer | None:
    """Turn to another page without an answer: one back, this one in another language, or with its fault named."""
    if form.back:
        exchange = page_before(door.intake, visit)
    elif form.language in where.line.languages:
        spoken = visit.at(replace(visit.session, language=form.language))
        exchange = same_page(door.intake, spoken)
    elif form.fault:
        return _once_more(door, where, visit, form, form.fault)
    else:
        return None
    return conversation(door, where, exchange, form.typed, "files_again" if form.files else ""), OK


def _gone_on(door: Pages, where: Place, visit: Visit, form: Form) -> Answer:
    """Hear what the page answers. A page that had to be kept and was not is shown once more."""
    step = door.intake.script(where.line).steps.get(visit.session.step)
    ask = step.ask if step else Ask.NOTHING
    told = replace(form, words=without_code(door.intake, form.words)) if ask is Ask.STORY else form
    fault = "" if told.words == form.words else "code_in_words"
    if ask is Ask.STORY and not told.said(ask).text:
        return _once_more(door, where, visit, told, fault or "empty")

    def render(exchange: Exchange) -> str:
        return conversation(door, where, exchange, _left_over(told, visit, ask, exchange), fault)

    page, kept = hear_page(door.intake, visit, told.said(ask), _given(door, form.once(), told, ask), render)
    if kept or ask is not Ask.STORY:
        return page, OK if kept else NOT_KEPT
    return _once_more(door, where, visit, form, "not_saved")


def _given(door: Pages, once: Secret, told: Form, ask: Ask) -> Given:
    """Return what came with a page. The same page sent twice is one, but a code that is entered twice looks twice."""
    if ask is Ask.DIGITS:
        return Given(Secret(door.intake.random(ID_BYTES).hex()), told.digits)
    return Given(once, told.words, told.files)


def _left_over(form: Form, before: Visit, ask: Ask, exchange: Exchange) -> Typed:
    """Return what goes along to the next page: the words, until they are kept; digits, while they are asked for."""
    kept = exchange.writes and (ask is Ask.STORY or (exchange.visit.filed and not before.filed))
    asks = exchange.turn.asks
    digits = form.digits if asks and asks.ask is Ask.DIGITS else ""
    return Typed("" if kept else form.words, digits)


def _once_more(door: Pages, where: Place, visit: Visit, form: Form, fault: str) -> Answer:
    """Show the page as it was sent, with what was wrong."""
    exchange = same_page(door.intake, visit)
    return conversation(door, where, exchange, form.typed, fault), _STATUS.get(fault, BAD_REQUEST)
