"""The routes of the desk. What each needs stands in `access.NEEDS`; one that is not there is closed to everybody."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue as Answer

from desk import copies, entrance, lists, live, media, report
from desk.access import MOVES, admit
from desk.door import Desk
from desk.faults import answer_faults
from desk.headers import guarded
from triage.states import Move

_BOTH = ("GET", "POST")


def desk(door: Desk) -> Blueprint:
    """Return the routes of this door, under /desk."""
    routes = Blueprint(
        "desk", __name__, url_prefix="/desk", template_folder="templates", static_folder="static",
        static_url_path="/static",
    )  # fmt: skip
    routes.before_request(partial(admit, door))
    routes.after_request(guarded)
    answer_faults(routes, door)
    _coming_and_going(routes, door)
    _reading(routes, door)
    _moves(routes, door)
    _live_calls(routes, door)
    return routes


def _coming_and_going(routes: Blueprint, door: Desk) -> None:
    @routes.route("/login", methods=_BOTH)
    def login() -> Answer:
        return entrance.come_in(door) if request.method == "POST" else entrance.ask(door)

    @routes.route("/password", methods=_BOTH)
    def password() -> Answer:
        return entrance.new_password(door) if request.method == "POST" else entrance.password_page(door)

    @routes.post("/sign-out")
    def sign_out() -> Response:
        return entrance.go(door)

    @routes.post("/duty")
    def duty() -> Response:
        return entrance.set_duty(door)

    @routes.route("/<path:rest>", methods=_BOTH)
    def nowhere(rest: str) -> Answer:  # noqa: ARG001 - whatever it is
        abort(404, "nowhere")


def _reading(routes: Blueprint, door: Desk) -> None:
    @routes.get("", endpoint="queue", strict_slashes=False)
    def queue() -> Answer:
        return lists.queue(door)

    @routes.get("/calls", endpoint="calls")
    def calls() -> Answer:
        return lists.calls(door)

    @routes.get("/copies", endpoint="copies")
    def provider_copies() -> Answer:
        return copies.page(door)

    @routes.get("/reports/<id_>", endpoint="report")
    def one_report(id_: str) -> Answer:
        return report.open_page(door, id_)

    @routes.get("/reports/<id_>/sound/<item>.wav")
    def sound(id_: str, item: str) -> Response:
        return media.sound(door, id_, item)

    @routes.get("/reports/<id_>/attachment/<item>")
    def attachment(id_: str, item: str) -> Response:
        return media.attachment(door, id_, item)

    @routes.get("/reports/<id_>/picture/<item>")
    def picture(id_: str, item: str) -> Response:
        return media.picture(door, id_, item)


def _moves(routes: Blueprint, door: Desk) -> None:
    def made(id_: str, wanted: Move) -> Answer:
        return report.move(door, id_, wanted)

    for move in MOVES:
        routes.add_url_rule(f"/reports/<id_>/{move}", str(move), partial(made, wanted=move), methods=["POST"])


def _live_calls(routes: Blueprint, door: Desk) -> None:
    @routes.get("/live", endpoint="live")
    def calls_taken() -> Answer:
        return live.waiting(door)

    @routes.route("/live/<draft>", methods=_BOTH)
    def live_call(draft: str) -> Answer:
        return live.file(door, draft) if request.method == "POST" else live.form(door, draft)

    @routes.post("/live/<draft>/read-out")
    def read_out(draft: str) -> Response:
        return live.heard(door, draft)
