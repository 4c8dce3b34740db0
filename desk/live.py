"""Calls that a person took: a short form, and the code to read out."""

from __future__ import annotations

from flask import Response, abort, request, url_for

from desk.access import here, see_other
from desk.door import Desk
from desk.report import identified
from desk.view import OK, Answer, show
from intake.live import Taken, Told, call_taken, calls_taken, file_live, read_out
from talk.steps import Ask

MOST_WORDS = 50_000
_DANGER = {"yes": True, "no": False}


def waiting(door: Desk) -> Answer:
    """Show the calls that wait for their form."""
    return show(door, "live", calls=calls_taken(door.intake, here().who.keys))


def form(door: Desk, draft: str) -> Answer:
    """Show the form of a call."""
    return _form(door, _call(door, draft), Told(""))


def file(door: Desk, draft: str) -> Answer:
    """File the form; show the code that the caller is to hear. Sent again it is the same report and the same code."""
    call, told = _call(door, draft), _told(door)
    if not told.words.strip():
        return _form(door, call, told, "desk.error.empty", 400)
    if len(told.words) > MOST_WORDS:
        return _form(door, call, told, "desk.error.too_long", 400)
    code = file_live(door.intake, call, told)
    return show(door, "filed", code=code.split(), id=call.draft.hex())


def heard(door: Desk, draft: str) -> Response:
    """Note that the caller has the code, and go to the report."""
    call = _call(door, draft)
    read_out(door.intake, call.draft)
    return see_other(url_for("desk.report", id_=draft))


def _form(door: Desk, call: Taken, told: Told, problem: str = "", status: int = OK) -> Answer:
    return show(
        door, "live_call", status, call=call, told=told, problem=problem, most_words=MOST_WORDS,
        categories=_categories(door, call), helplines=door.helplines.get(call.line.helplines, ()),
    )  # fmt: skip


def _call(door: Desk, draft: str) -> Taken:
    return call_taken(door.intake, here().who.keys, identified(draft)) or abort(404)


def _told(door: Desk) -> Told:
    category = request.form.get("category", "")
    return Told(
        request.form.get("words", "").replace("\r\n", "\n"),
        _DANGER.get(request.form.get("danger", "")),
        category if category in door.categories else None,
    )


def _categories(door: Desk, call: Taken) -> tuple[str, ...]:
    """Return the categories: first those that the line's own callers choose from, then the owner's others."""
    asked = [
        option
        for step in door.intake.script(call.line).steps.values()
        if step.save == "category" and step.ask is Ask.CHOICE
        for option, _ in step.then
    ]
    return tuple(dict.fromkeys(each for each in (*asked, *door.categories) if each in door.categories))
