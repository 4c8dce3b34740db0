"""The pages: the start page, and the script for a new report and for news on an earlier one."""

from __future__ import annotations

from flask import Blueprint, request

from web.conversation import Answer, first_page, next_page
from web.door import FOLLOW_UP, REPORT, Pages, Place, language, place
from web.form import read_form
from web.security import security_headers
from web.uploads import request_class
from web.view import failed, home

__all__ = ["Pages", "error_page", "pages", "request_class", "security_headers"]

_FAULTS = {404: "not_found", 405: "not_allowed"}


def pages(door: Pages) -> Blueprint:
    """Return the routes of this door."""
    routes = Blueprint(
        "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static/web"
    )

    @routes.get("/")
    def start() -> str:
        return home(door, place(door))

    @routes.route("/report", methods=("GET", "POST"), endpoint="report")
    def report() -> Answer:
        return _page(door, REPORT)

    @routes.route("/follow-up", methods=("GET", "POST"), endpoint="follow_up")
    def follow_up() -> Answer:
        return _page(door, FOLLOW_UP)

    return routes


def error_page(door: Pages, status: int) -> Answer:
    """Return a page that says in the visitor's language what went wrong, for the statuses that people meet."""
    line = door.intake.lines.by_name[door.intake.lines.default]
    return failed(door, Place(line, language(line)), _FAULTS.get(status, "broken")), status


def _page(door: Pages, start: str) -> Answer:
    where = place(door, start)
    return first_page(door, where) if request.method != "POST" else next_page(door, where, read_form())
