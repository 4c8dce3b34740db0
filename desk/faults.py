"""What an operator sees when something is wrong: a page that says what, and nothing of what was asked."""

from __future__ import annotations

import logging

from flask import Blueprint, g
from flask.typing import ResponseReturnValue as Answer
from werkzeug.exceptions import HTTPException

from desk.access import Ended
from desk.door import Desk
from desk.entrance import ask_again
from desk.view import show, show_outside
from store.database import NotKept

_LOG = logging.getLogger(__name__)
_FAULTS = {400: "damaged_form", 403: "forbidden", 404: "not_found", 413: "too_large"}
_NAMED = ("expired", "nowhere")  # by whoever raised them


def answer_faults(routes: Blueprint, door: Desk) -> None:
    """Have every fault within the desk answered by a page."""

    @routes.errorhandler(Ended)
    def ended(_: Ended) -> Answer:
        return ask_again(door)

    @routes.errorhandler(NotKept)
    def not_kept(_: NotKept) -> Answer:
        return _page(door, "not_saved", 503)

    @routes.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Answer:
        code = error.code or 500
        if code not in _FAULTS:
            return _page(door, "broken", code)
        return _page(door, error.description if error.description in _NAMED else _FAULTS[code], code)

    @routes.errorhandler(Exception)
    def broken(error: Exception) -> Answer:
        _LOG.error("a page of the desk was not answered", extra={"error": type(error).__name__})
        return _page(door, "broken", 500)


def _page(door: Desk, name: str, status: int) -> Answer:
    shown = show if g.get("session") is not None else show_outside
    return shown(door, "fault", status, message=f"desk.error.{name}")
