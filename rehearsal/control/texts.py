"""Control API: text in, and follow a sender's messages."""

from __future__ import annotations

import base64
import binascii

from flask import Blueprint, Response, abort, jsonify, request

from rehearsal.board import Board
from rehearsal.control.forms import number, refuse_problems, text, whole_json
from rehearsal.records import Message
from rehearsal.texts.incoming import Attachment, Incoming


def texts_control(board: Board, incoming: Incoming) -> Blueprint:
    """Routes under /control/texts."""
    blueprint = Blueprint("control_texts", __name__, url_prefix="/control/texts")
    refuse_problems(blueprint)

    @blueprint.post("")
    def receive() -> tuple[Response, int]:
        wish = whole_json()
        sent = incoming.receive(text(wish, "from"), text(wish, "to"), text(wish, "body"), _attachments(wish))
        return jsonify(_story(board, sent)), 201

    @blueprint.get("/<sid>")
    def fetch(sid: str) -> Response:
        message = board.messages.on_phone(sid)
        return jsonify(_story(board, message)) if message else abort(404)

    @blueprint.get("")
    def listed() -> Response:
        after, person = request.args.get("after", "0"), request.args.get("person", "")
        seen = int(after) if after.isdigit() else 0
        everything = board.messages.all_on_phones()
        wanted = [message for message in everything if message.version > seen and person in _ends(message)]
        return jsonify([_bubble(board, message) for message in sorted(wanted, key=lambda one: one.created)])

    @blueprint.put("/senders/<phone>")
    def reachable(phone: str) -> Response:
        error = int(number(whole_json(), "error", 0))
        if error:
            board.unreachable[phone] = error
        else:
            board.unreachable.pop(phone, None)
        return jsonify(ok=True)

    return blueprint


def _ends(message: Message) -> tuple[str, ...]:
    return message.sender, message.to, ""


def _bubble(board: Board, message: Message) -> dict[str, object]:
    files = [media for sid in message.media if (media := board.media.on_phone(sid))]
    return {
        "sid": message.sid,
        "from": message.sender,
        "to": message.to,
        "body": message.body,
        "status": message.status,
        "direction": message.direction,
        "segments": message.segments,
        "error": message.error,
        "version": message.version,
        "at": message.created.isoformat(),
        "reply_to": message.reply_to,
        "media": [{"type": media.type, "url": f"/media/{media.key}"} for media in files],
    }


def _story(board: Board, message: Message) -> dict[str, object]:
    """Return a text with its webhooks and errors and the messages that answered it."""
    replies = [reply for reply in board.messages.all_on_phones() if reply.reply_to == message.sid]
    everything = [message, *replies]
    return _bubble(board, message) | {
        "replies": [_bubble(board, reply) for reply in reversed(replies)],
        "events": [event for one in everything for event in board.story(one)],
        "done": all(one.final and not one.pending for one in everything),
    }


def _attachments(wish: dict[str, object]) -> list[Attachment]:
    given = wish.get("media", [])
    if not isinstance(given, list) or not all(isinstance(part, dict) for part in given):
        abort(400, "media: a list of objects")
    try:
        return [Attachment(str(part["type"]), base64.b64decode(str(part["data"]), validate=True)) for part in given]
    except (KeyError, binascii.Error):
        abort(400, "media: type and base64 data")
