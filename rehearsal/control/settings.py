"""Control API: faults on command, operators' phones, hosted documents, our numbers."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, abort, jsonify, request

from rehearsal.board import Board
from rehearsal.calls.operators import DOES, Operator
from rehearsal.control.forms import number, refuse_problems, text, whole_json
from rehearsal.line.faults import Fault


def settings_control(board: Board) -> Blueprint:
    """Routes under /control for what is set up before a call or text."""
    blueprint = Blueprint("control", __name__, url_prefix="/control")
    refuse_problems(blueprint)

    @blueprint.get("/faults")
    def faults() -> Response:
        return jsonify(board.faults.listed())

    @blueprint.post("/faults")
    def order() -> tuple[Response, int]:
        wish = whole_json()
        fault = Fault(
            text(wish, "on"),
            text(wish, "how"),
            number(wish, "seconds", 0),
            int(number(wish, "status", 503)),
            int(number(wish, "times", 1)),
        )
        wrong = fault.problem()
        if wrong:
            abort(400, wrong)
        board.faults.add(fault)
        return jsonify(board.faults.listed()), 201

    @blueprint.delete("/faults")
    def clear() -> Response:
        board.faults.clear()
        return jsonify([])

    @blueprint.get("/phones")
    def phones() -> Response:
        return jsonify({phone: asdict(operator) for phone, operator in board.operators.listed().items()})

    @blueprint.put("/phones/<phone>")
    def set_phone(phone: str) -> Response:
        wish = whole_json()
        if text(wish, "does") not in DOES:
            abort(400, "does: one of " + ", ".join(DOES))
        keys = wish.get("keys", ["1"])
        operator = Operator(
            text(wish, "does"),
            tuple(map(str, keys)) if isinstance(keys, list) else (),
            number(wish, "after", 4),
            number(wish, "talks", 60),
        )
        board.operators.set(phone, operator)
        return jsonify(asdict(operator))

    @blueprint.put("/bins/<name>")
    def host(name: str) -> Response:
        return jsonify(url=board.put_bin(name, request.get_data(as_text=True)))

    @blueprint.get("/numbers")
    def numbers() -> Response:
        return jsonify(
            [
                {
                    "phone": line.phone,
                    "label": line.label,
                    "voice": bool(line.hook("voice_url")),
                    "text": bool(line.hook("sms_url")),
                }
                for line in reversed(list(board.numbers))
            ]
        )

    return blueprint
