"""The routes of the desk. What each needs stands in `access.NEEDS`; one that is not there is closed to everybody."""

from __future__ import annotations

import logging
from functools import partial

from flask import Blueprint, Response, make_response, url_for
from werkzeug.exceptions import HTTPException

from desk import entrance, lists, live, media, report
from desk.access import MOVES, Ended, admit, allowed, here, see_other
from desk.door import Desk
from desk.headers import guarded
from desk.view import Answer, show, show_outside
from store.database import NotKept
from triage.roles import Page

_LOG = logging.getLogger(__name__)
_FAULTS = {403: "forbidden", 404: "not_found", 413: "too_large", 503: "not_saved"}
_EXPIRED = "expired"


def desk(door: Desk) -> Blueprint:
    """Return the routes of this door, under /desk."""
    routes = Blueprint(
        "desk", __name__, url_prefix="/desk", template_folder="templates", static_folder="static",
        static_url_path="/static",
    )  # fmt: skip
    routes.before_request(partial(admit, door))
    routes.after_request(guarded)
    _coming_and_going(routes, door)
    _reading(routes, door)
    _live_calls(routes, door)
    _faults(routes, door)
    return routes


def _coming_and_going(routes: Blueprint, door: Desk) -> None:
    add = routes.add_url_rule
    add("", "start", partial(_start, door), strict_slashes=False)
    routes.get("/login", endpoint="login")(partial(entrance.ask, door))
