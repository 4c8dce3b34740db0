"""Who may ask for what: one table of every route, and the check that stands before all of them."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from urllib.parse import urlsplit

from flask import Response, abort, g, request, url_for

from desk import cookie
from desk.door import Desk
from desk.session import Session, resume, speak, stay
from store.database import NotKept
from triage.roles import Page, Role, may
from triage.states import Move

MOST_SENT = 1024 * 1024
"""Bytes that a form of the desk may have."""

TOKEN = "token"  # nosec B105  # noqa: S105 - the name of a form's field
AUTO = "auto"


class Open(StrEnum):
    """What needs no role."""

    EVERYBODY = "everybody"  # without signing in
    OPERATORS = "operators"  # whoever signed in


MOVES = (
    Move.CLAIM, Move.HAND_BACK, Move.CHANGE_GRADE, Move.REPLY, Move.NOTE, Move.CLOSE, Move.REOPEN, Move.LIFT,
    Move.CHECK_TEXT, Move.HOLD, Move.LIFT_HOLD,
)  # fmt: skip
"""The moves that the desk offers."""

NEEDS: Mapping[str, Open | Page | Move] = {
    "desk.static": Open.EVERYBODY,
    "desk.login": Open.EVERYBODY,
    "desk.sign_out": Open.OPERATORS,
    "desk.password": Open.OPERATORS,
    "desk.duty": Page.LIVE,
    "desk.queue": Page.QUEUE,
    "desk.report": Page.REPORT,
    "desk.sound": Page.REPORT,
    "desk.attachment": Page.REPORT,
    "desk.picture": Page.REPORT,
    "desk.calls": Page.CALL_LOG,
    "desk.copies": Open.OPERATORS,
    "desk.live": Page.LIVE,
    "desk.live_call": Page.LIVE,
    "desk.read_out": Page.LIVE,
    "desk.nowhere": Open.OPERATORS,
    **{f"desk.{move}": move for move in MOVES},
}
PAGES = frozenset(
    f"desk.{name}" for name in ("login", "password", "queue", "report", "calls", "copies", "live", "live_call")
)
"""What answers a GET with a page."""

_WITH_FIRST_PASSWORD = frozenset({"desk.password", "desk.sign_out"})
_NOTHING_DONE = frozenset({"desk.sound", "desk.attachment", "desk.picture"})
_KEPT = ("show", "page", "gain")  # what an address may carry from one page to the same in another language
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Ended(Exception):
    """The session is over, or there was none."""


def admit(door: Desk) -> Response | None:
    """Let a request through, or answer it. Raises `Ended`, and 403 for what is not allowed."""
    request.max_content_length = request.max_form_memory_size = MOST_SENT
    need = NEEDS.get(request.endpoint or "")
    g.session = None
    if need is None or not _from_here():
        abort(403)
    if need is Open.EVERYBODY:
        return None
    session = resume(door, cookie.given(door))
    if session is None:
        raise Ended
    g.session = session
    if request.method not in _SAFE and not _own_form(session):
        abort(403, "expired")
    if session.who.operator.one_time and request.endpoint not in _WITH_FIRST_PASSWORD:
        return see_other(url_for("desk.password"))
    if not isinstance(need, Open) and not allowed(session, need):
        abort(403)
    return _gone_on(door, session)


def allowed(session: Session, what: Page | Move) -> bool:
    """Tell whether the operator of a session has a role for something."""
    return may([Role(role) for role in session.who.operator.roles], what)


def home(session: Session, done: str | None = None) -> str:
    """Return the address of the first page that is somebody's: the queue, or the call log for who reads nothing."""
    return url_for("desk.queue" if allowed(session, Page.QUEUE) else "desk.calls", done=done)


def here() -> Session:
    """Return the session of this request."""
    session: Session = g.session
    return session


def _gone_on(door: Desk, session: Session) -> Response | None:
    """Keep the session going, in another language if one was asked for. A page that refreshes itself does nothing."""
    wanted = request.args.get("lang", "")
    if request.method == "GET" and wanted in door.intake.words.by_language:
        g.session = speak(door, session, wanted)
        return see_other(same_page())
    if AUTO not in request.args and request.endpoint not in _NOTHING_DONE:
        with suppress(NotKept):  # a full disk must not keep anybody from reading
            stay(door, session)
    return None


def _from_here() -> bool:
    """Tell whether a form was sent from a page of ours, as far as the browser says. It sends "null" on no-referrer."""
    if request.method in _SAFE:
        return True
    origin = request.headers.get("Origin", "null")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and (origin == "null" or urlsplit(origin).netloc == request.host)


def _own_form(session: Session) -> bool:
    given = request.form.get(TOKEN, "").encode(errors="replace")
    return hmac.compare_digest(given, session.form_token.encode())


def same_page(**changed: str) -> str:
    """Return the address of this page, as it is or with something changed."""
    kept = {name: request.args[name] for name in _KEPT if name in request.args}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **kept, **changed})


def see_other(where: str) -> Response:
    """Send the browser to a page of ours, to be asked for with GET."""
    return Response(status=303, headers={"Location": where})
