"""Filling the templates: what every page of the desk has around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from flask import render_template, request, url_for

from desk.access import PAGES, TOKEN, allowed, here, home, same_page
from desk.door import Desk
from desk.session import Session
from desk.spans import minutes, size, span
from desk.visible import visible
from intake.copies import copies
from intake.live import calls_taken
from store.database import NotKept
from talk.words import phrase
from triage.roles import Page

Answer = tuple[str, int]

OK = 200
_ID = re.compile("[0-9a-f]{32}")  # of a report or of a call that was taken


def show(door: Desk, template: str, status: int = OK, **facts: object) -> Answer:
    """Return a page for an operator who signed in."""
    session = here()
    around = {
        "session": session, "token": session.form_token, "TOKEN": TOKEN, "live_calls": _live_calls(door, session),
        "copies_alarms": _copies_alarms(door), "may": partial(_may, session), "on_duty": session.who.operator.on_duty,
        "home": home(session),
    }  # fmt: skip
    return _filled(door, template, session.language, {**around, **facts}), status


def show_outside(door: Desk, template: str, status: int = OK, **facts: object) -> Answer:
    """Return a page for somebody who has not signed in."""
    return _filled(door, template, language_of(door), {"session": None, **facts}), status


def language_of(door: Desk) -> str:
    """Return the language asked for in the address, else the browser's best, else the first."""
    languages = list(door.intake.words.by_language)
    asked = request.args.get("lang", "")
    return asked if asked in languages else request.accept_languages.best_match(languages) or languages[0]


def label(door: Desk, language: str, key: str, otherwise: str = "") -> str:
    """Return the words for a name that an owner may have made up; without words the name itself."""
    return door.intake.words.get(language, key) or otherwise or key.rpartition(".")[2]


def _live_calls(door: Desk, session: Session) -> int:
    """Return how many calls wait for their form; a page that says what is wrong is shown without the number."""
    with suppress(NotKept):
        return len(calls_taken(door.intake, session.who.keys)) if allowed(session, Page.LIVE) else 0
    return 0


def _copies_alarms(door: Desk) -> int:
    """Return how many of the provider's copies a person must see to; none on a page that says what is wrong."""
    with suppress(NotKept):
        return copies(door.intake).alarms
    return 0


def _filled(door: Desk, template: str, language: str, facts: Mapping[str, object]) -> str:
    words = door.intake.words
    return render_template(
        f"desk/{template}.html", language=language, t=_phrases(door, language), named=partial(label, door, language),
        span=partial(span, words, language), size=size, minutes=minutes, visible=visible, same_page=same_page,
        tongues=_tongues(door), here_in=_here_in, **facts,
    )  # fmt: skip


def _phrases(door: Desk, language: str) -> Callable[..., str]:
    def say(key: str, **facts: str) -> str:
        return phrase(door.intake.words, language, key, facts)

    return say


def _here_in(language: str) -> str:
    """Return the address of this page in another language; of the report or the queue where it came by a form.

    An address that cannot be one of ours is not repeated, whatever somebody pasted into it.
    """
    parts = request.view_args or {}
    if not all(map(_ID.fullmatch, parts.values())):
        return url_for("desk.queue", lang=language)
    if request.endpoint in PAGES:
        return same_page(lang=language)
    report = parts.get("id_")
    return url_for("desk.report", id_=report, lang=language) if report else url_for("desk.queue", lang=language)


def _may(session: Session, page: str) -> bool:
    return allowed(session, Page(page))


def _tongues(door: Desk) -> list[tuple[str, str]]:
    """Return (tag, name in itself) of the languages the desk speaks."""
    words = door.intake.words
    return [(tag, label(door, tag, f"step.language.options.{tag}")) for tag in words.by_language]
