"""The one cookie: a ticket that opens nothing by itself, gone when the browser closes."""

from __future__ import annotations

from flask import Response, request

from desk.door import Desk
from desk.session import Session


def name(door: Desk) -> str:
    """Return the cookie's name; by https the browser holds us to the prefix: this host alone, never in the clear."""
    return "__Host-desk" if door.secure else "desk"


def given(door: Desk) -> str:
    """Return what the browser brought, or nothing."""
    return request.cookies.get(name(door), "")


def hand_out(door: Desk, response: Response, session: Session) -> Response:
    """Give the browser the ticket of a session."""
    return _set(door, response, session.ticket.text())


def take_back(door: Desk, response: Response) -> Response:
    """Have the browser forget its ticket."""
    return _set(door, response, "", max_age=0)


def _set(door: Desk, response: Response, value: str, max_age: int | None = None) -> Response:
    response.set_cookie(
        name(door), value, max_age=max_age, path="/", secure=door.secure, httponly=True, samesite="Strict"
    )
    return response
