"""Coming and going: signing in, a password of one's own, on duty or not, signing out."""

from __future__ import annotations

import logging

from flask import Response, make_response, request, url_for

from desk import cookie, session
from desk.access import here, home, see_other
from desk.door import Desk
from desk.doorman import Crowded
from desk.session import Session
from desk.view import Answer, language_of, show, show_outside
from intake.operators import SignedIn, Unfit, change_password, check_password, sign_in
from privacy.passwords import MINIMUM_LENGTH
from privacy.seal import NotOpened
from store import desks

_LOG = logging.getLogger(__name__)
_WHY = frozenset({"ended", "idle"})
_MOST_NAME, _MOST_PASSWORD = 100, 1000


def ask(door: Desk) -> Answer:
    """Show the form for signing in, and why somebody is here again."""
    why = request.args.get("why", "")
    return show_outside(door, "login", notice=f"desk.login.{why}" if why in _WHY else "")


def ask_again(door: Desk) -> Response:
    """Answer a request whose session is over. What was typed into its form stands in the page, to be copied."""
    typed = request.form.get("words", "") if request.method == "POST" else ""
    if request.method != "POST":
        was_in = bool(cookie.given(door))
        return cookie.take_back(door, see_other(url_for("desk.login", why="idle" if was_in else None)))
    return cookie.take_back(
        door, make_response(show_outside(door, "login", 401, notice="desk.login.idle", typed=typed))
    )


def come_in(door: Desk) -> Response | Answer:
    """Sign somebody in under a new ticket; a wrong name and a wrong password are answered alike."""
    name, password = request.form.get("name", "").strip()[:_MOST_NAME], request.form.get("password", "")
    try:
        who = _opened(door, name, password)
    except NotOpened:
        _LOG.warning("somebody could not sign in")
        return show_outside(door, "login", 401, problem="desk.login.failed", name=name)
    except Crowded:
        return show_outside(door, "login", 503, problem="desk.login.crowded", name=name)
    _leave_old(door)
    began = session.begin(door, who, language_of(door))
    return cookie.hand_out(door, see_other(home(began)), began)


def go(door: Desk) -> Response:
    """Sign out: the key is gone from the server, the ticket from the browser."""
    session.end(door, here())
    return cookie.take_back(door, see_other(url_for("desk.login", why="ended")))


def set_duty(door: Desk) -> Response:
    """Put the operator on duty or off."""
    name, on_duty = here().who.operator.name, request.form.get("on") == "yes"
    door.intake.store.write(lambda connection: desks.set_duty(connection, name, on_duty=on_duty))
    return see_other(home(here()))


def password_page(door: Desk, problem: str = "", status: int = 200) -> Answer:
    """Show the form for a new password."""
    return show(door, "password", status, problem=problem, shortest=str(MINIMUM_LENGTH))


def new_password(door: Desk) -> Response | Answer:
    """Set a password of one's own. Every session under the old one ends, and this one gets a new ticket."""
    one, fresh = here(), request.form.get("new", "")[:_MOST_PASSWORD]
    problem = _wrong(door, one, fresh)
    if problem:
        return password_page(door, problem, 400)
    who = change_password(door.intake.store, one.who, fresh, door.intake.random, door.cost)
    session.end(door, one)
    began = session.begin(door, who, one.language)
    return cookie.hand_out(door, see_other(home(began, done="password")), began)


def _opened(door: Desk, name: str, password: str) -> SignedIn:
    with door.doorman.admit(name):
        who = sign_in(door.intake.store, name, password[:_MOST_PASSWORD], door.cost)
    door.doorman.welcome(name)
    return who


def _leave_old(door: Desk) -> None:
    """End the session that this browser had before."""
    before: Session | None = session.resume(door, cookie.given(door))
    if before is not None:
        session.end(door, before)


def _wrong(door: Desk, one: Session, fresh: str) -> str:
    """Return what is wrong with a new password, as a key of the words, or nothing."""
    if fresh != request.form.get("again", "")[:_MOST_PASSWORD]:
        return "desk.login.first_differ"
    try:
        check_password(fresh)
        if not one.who.operator.one_time:
            _opened(door, one.who.operator.name, request.form.get("old", ""))
    except Unfit:
        return "desk.login.first_short"
    except NotOpened:
        return "desk.keys.wrong"
    except Crowded:
        return "desk.login.crowded"
    return ""
