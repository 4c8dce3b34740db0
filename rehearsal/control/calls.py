"""Control API: place calls and follow them."""

from __future__ import annotations

import base64
import binascii

from flask import Blueprint, Response, abort, jsonify, request

from rehearsal.board import Board
from rehearsal.calls import wav
from rehearsal.calls.live import LivePhone
from rehearsal.calls.scripted import LONGEST_CALL, Plan, ScriptedPhone, Speech
from rehearsal.calls.switch import Switch
from rehearsal.control.forms import caller_id, number, refuse_problems, text, whole_json
from rehearsal.records import Call


def calls_control(board: Board, switch: Switch) -> Blueprint:
    """Routes under /control/calls."""
    blueprint = Blueprint("control_calls", __name__, url_prefix="/control/calls")
    refuse_problems(blueprint)

    @blueprint.get("")
    def listed() -> Response:
        return jsonify([_summary(call) for call in board.calls.all_on_phones() if call.direction == "inbound"][:100])

    @blueprint.post("")
    def place() -> tuple[Response, int]:
        wish = whole_json()
        phone = LivePhone() if wish.get("live") else ScriptedPhone(_plan(wish))
        call = switch.call_in(caller_id(text(wish, "from")), text(wish, "to"), phone)
        return jsonify(_summary(call)), 202

    @blueprint.get("/<sid>")
    def follow(sid: str) -> Response:
        call, after = board.calls.on_phone(sid) or abort(404), request.args.get("after", "0")
        place = int(after) if after.isdigit() else 0
        return jsonify(_summary(call) | {"events": board.story(call, place)})

    _held_phone(blueprint, switch)
    return blueprint


def _held_phone(blueprint: Blueprint, switch: Switch) -> None:
    """Routes for the phone that somebody holds on a page."""

    @blueprint.post("/<sid>/keys")
    def keys(sid: str) -> Response:
        pressed = text(whole_json(), "keys")
        if set(pressed) - set("0123456789*#"):
            abort(400, "keys: 0-9 * #")
        _live(switch, sid).press(pressed)
        return jsonify(ok=True)

    @blueprint.post("/<sid>/heard")
    def heard(sid: str) -> Response:
        place, phone = int(number(whole_json(), "count", 0)), _held(switch, sid)
        if phone is not None:  # a call that just ended has nobody left to tell
            phone.heard(place)
        return jsonify(ok=True)

    @blueprint.post("/<sid>/hang-up")
    def hang_up(sid: str) -> Response:
        phone = _held(switch, sid)
        if phone is not None:
            phone.hang_up()
        return jsonify(ok=True)

    _speech_routes(blueprint, switch)


def _speech_routes(blueprint: Blueprint, switch: Switch) -> None:
    """Routes for what somebody says after a tone."""

    @blueprint.post("/<sid>/talking")
    def talking(sid: str) -> Response:
        _live(switch, sid).talk()
        return jsonify(ok=True)

    @blueprint.post("/<sid>/audio")
    def audio(sid: str) -> Response:
        speech = Speech(request.get_data(), request.args.get("then", "#"), request.args.get("raw") == "1")
        _live(switch, sid).say(_checked(speech))
        return jsonify(ok=True)


def _held(switch: Switch, sid: str) -> LivePhone | None:
    phone = switch.phones.get(sid)
    return phone if isinstance(phone, LivePhone) else None


def _live(switch: Switch, sid: str) -> LivePhone:
    return _held(switch, sid) or abort(409, "this call is over, or nobody holds its phone")


def _summary(call: Call) -> dict[str, object]:
    return {
        "sid": call.sid,
        "from": call.sender,
        "to": call.to,
        "status": call.status,
        "seconds": round(call.seconds, 1),
        "done": call.final and not call.pending,
        "total": len(call.events),
    }


def _plan(wish: dict[str, object]) -> Plan:
    keys, speech = wish.get("keys", []), wish.get("speech", [])
    if not isinstance(keys, list) or not isinstance(speech, list):
        abort(400, "keys and speech are lists")
    seconds = wish.get("hang_up_after")
    return Plan(
        tuple(map(str, keys)),
        tuple(map(_speech, speech)),
        float(seconds) if isinstance(seconds, int | float) else LONGEST_CALL,
    )


def _speech(part: object) -> Speech:
    if not isinstance(part, dict):
        abort(400, "speech: a list of objects")
    try:
        audio = base64.b64decode(str(part.get("wav", "")), validate=True)
    except binascii.Error:
        abort(400, "wav: base64")
    return _checked(Speech(audio, str(part.get("then", "#")), bool(part.get("raw"))))


def _checked(speech: Speech) -> Speech:
    """Return speech that can be spoken. Raises NotSound."""
    if not speech.raw:
        wav.read(speech.audio)
    return speech
