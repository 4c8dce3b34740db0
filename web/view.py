"""Filling the templates: what every page has around it, and the three kinds of page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import render_template
from markupsafe import Markup

from intake.converse import Exchange
from intake.visit import Visit, visit_to_wire
from privacy.state import put
from talk.words import phrase
from triage.lines import NUMBER
from web.door import FOLLOW_UP, REPORT, Pages, Place
from web.form import MOST_WORDS, Typed
from web.honest import TOLD, spans
from web.markup import dial, size
from web.page import Page, page_of
from web.uploads import MOST_EACH, MOST_FILES, MOST_TOGETHER
from work.files.answers import MOST_PARTS

BOUND = b"sotto.page"


def home(door: Pages, where: Place) -> str:
    """Return the start page."""
    line = where.line
    numbers = [number for number in line.numbers if NUMBER.fullmatch(number)]
    both = {"voice", "sms"} <= set(line.doors)
    helplines = door.helplines.get(line.helplines, ())
    return _filled(
        door, where, "start", numbers=numbers if both else (), helplines=helplines, told=TOLD, kept=spans(door)
    )


def conversation(door: Pages, where: Place, exchange: Exchange, typed: Typed, fault: str = "") -> str:
    """Return a page of the script, with what was typed before. `fault` is a key of [web.error]."""
    where = Place(where.line, exchange.turn.session.language, _start(where, exchange.visit))
    page = page_of(door.intake.words, where.line, exchange, error(door, where, fault) if fault else "")
    sent = bool(typed.words or exchange.visit.session.saved or exchange.visit.thread)
    return _filled(door, where, page.kind, page=page, state=seal(door, exchange.visit), typed=typed, sent=sent)


def failed(door: Pages, where: Place, name: str) -> str:
    """Return a page that only says what went wrong: `not_found`, `not_allowed`, `broken`."""
    return _filled(door, where, "failed", message=error(door, where, name))


def error(door: Pages, where: Place, name: str) -> str:
    """Return the words of a fault, with the limits it may speak of."""
    together = MOST_EACH if name == "too_large_each" else MOST_TOGETHER
    count = MOST_WORDS if name == "too_long" else MOST_FILES
    facts = {"count": str(count), "size": size(together), "emergency": where.line.emergency}
    return phrase(door.intake.words, where.language, f"web.error.{name}", facts)


def seal(door: Pages, visit: Visit) -> str:
    """Return where a visit stands as the hidden field of its page. It is good until the day key dies."""
    return put(visit_to_wire(visit), BOUND, door.intake.keyring.day_keys()[0], door.intake.random)


def _start(where: Place, visit: Visit) -> str:
    """Return which address the page belongs to: who lost a code and reports once more has left the follow-up."""
    return REPORT if visit.before else where.start


def _filled(door: Pages, where: Place, template: str, page: Page | None = None, **more: object) -> str:
    """Fill a template. `t` says a phrase, `to` gives an address, `dial` makes the emergency number one to tap."""
    return render_template(
        f"web/{template}.html",
        where=where,
        page=page,
        t=_phrases(door, where),
        to=partial(where.address, door),
        REPORT=REPORT,
        FOLLOW_UP=FOLLOW_UP,
        number=where.line.emergency,
        dial=partial(_dial, where),
        call=dial,
        tongues=_tongues(door, where),
        come_back=door.origin and door.origin + where.bare(door, FOLLOW_UP),
        most_words=MOST_WORDS,
        files={"count": str(MOST_FILES), "size": size(MOST_TOGETHER), "pages": str(MOST_PARTS)},
        **more,
    )


def _phrases(door: Pages, where: Place) -> Callable[..., str]:
    def say(key: str, **facts: str) -> str:
        return phrase(door.intake.words, where.language, key, facts)

    return say


def _dial(where: Place, text: str) -> Markup:
    return dial(text, where.line.emergency)


def _tongues(door: Pages, where: Place) -> list[tuple[str, str]]:
    """Return (tag, name in itself) of the line's languages; nothing where there is nothing to choose."""
    words, languages = door.intake.words, where.line.languages
    named = [(tag, phrase(words, tag, f"step.language.options.{tag}")) for tag in languages]
    return named if len(named) > 1 else []
