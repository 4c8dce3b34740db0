"""Reading what the control API is sent, and how it says no."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from rehearsal.calls.wav import NotSound
from rehearsal.errors import Problem
from rehearsal.line.fields import WITHHELD


def refuse_problems(blueprint: Blueprint) -> None:
    """Answer what was wrong as JSON."""

    @blueprint.errorhandler(Problem)
    def problem(error: Problem) -> tuple[Response, int]:
        return jsonify(error=f"{error.code} {error.name}: {error.detail}"), 400

    @blueprint.errorhandler(NotSound)
    def not_sound(error: NotSound) -> tuple[Response, int]:
        return jsonify(error=str(error)), 400

    @blueprint.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[Response, int]:
        return jsonify(error=error.description), error.code or 500


def whole_json() -> dict[str, object]:
    """Return the request's JSON object; anything else is a 400."""
    given = request.get_json(silent=True)
    return given if isinstance(given, dict) else abort(400, "a JSON object is wanted")


def text(given: dict[str, object], name: str) -> str:
    """Return a value as text; missing is empty."""
    value = given.get(name, "")
    return str(value) if isinstance(value, str | int) else abort(400, f"{name}: a text")


def number(given: dict[str, object], name: str, default: float) -> float:
    """Return a value as a number."""
    value = given.get(name, default)
    return float(value) if isinstance(value, int | float) else abort(400, f"{name}: a number")


def caller_id(sender: str) -> str:
    """Return the caller id that arrives: a withheld one comes as the keypad's ANONYMOUS."""
    return WITHHELD if sender == "withheld" else sender
