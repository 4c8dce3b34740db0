"""REST: messages."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from rehearsal.api.shape import Record, by_date, date, gone, known, matches, only, page, resource
from rehearsal.board import Board
from rehearsal.errors import Problem
from rehearsal.line.fields import VERSION
from rehearsal.records import Message
from rehearsal.texts.outgoing import Draft, Outgoing

CREATE = (
    "To",
    "From",
    "Body",
    "MediaUrl",
    "StatusCallback",
    "ValidityPeriod",
    "ContentRetention",
    "AddressRetention",
    "SmartEncoded",
    "ProvideFeedback",
    "Attempt",
    "RiskCheck",
    "ForceDelivery",
    "ShortenUrls",
    "SendAsMms",
)
UPDATE = ("Body", "Status")


def shown(board: Board, message: Message) -> Record:
    """Return a message as REST has it."""
    uri = f"/{VERSION}/Accounts/{board.options.account}/Messages/{message.sid}"
    files = sum(board.media.get(sid) is not None for sid in message.media)
    return {
        "sid": message.sid,
        "account_sid": board.options.account,
        "messaging_service_sid": None,
        "from": message.sender,
        "to": message.to,
        "body": "" if message.redacted else message.body,
        "direction": message.direction,
        "status": message.status,
        "num_segments": str(message.segments),
        "num_media": str(files),
        "date_created": date(message.created),
        "date_updated": date(message.sent or message.created),
        "date_sent": date(message.sent or message.created),
        "error_code": message.error,
        "error_message": None,
        "price": None,
        "price_unit": "USD",
        "api_version": VERSION,
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def messages_api(board: Board, outgoing: Outgoing) -> Blueprint:
    """Routes of messages."""
    blueprint = resource(board, "messages", "rest.messages")

    @blueprint.get("/Messages.json")
    def listed() -> Response:
        sent = by_date("DateSent")
        wanted = [one for one in board.messages if _wanted(one) and sent(one.sent or one.created)]
        return page(board, "Messages.json", "messages", (shown(board, message) for message in wanted))

    @blueprint.post("/Messages.json")
    def create() -> tuple[Response, int]:
        only(CREATE)
        if not request.form.get("To"):
            raise Problem(21604, "To")
        form = request.form
        draft = Draft(
            form.get("From", ""),
            form["To"],
            form.get("Body", ""),
            tuple(form.getlist("MediaUrl")),
            form.get("StatusCallback", ""),
        )
        return jsonify(shown(board, outgoing.send(draft))), 201

    _one_message(blueprint, board)
    return blueprint


def _one_message(blueprint: Blueprint, board: Board) -> None:
    """Routes of one message."""

    def get(sid: str) -> Message:
        return known(board.messages.get(sid))

    @blueprint.get("/Messages/<sid>.json")
    def fetch(sid: str) -> Response:
        return jsonify(shown(board, get(sid)))

    @blueprint.post("/Messages/<sid>.json")
    def redact(sid: str) -> Response:
        only(UPDATE)
        message = get(sid)
        if "Body" in request.form:
            _final(message)
            if request.form["Body"]:
                raise Problem(20001, "a body can only be emptied")
            message.redacted = True
        return jsonify(shown(board, message))

    @blueprint.delete("/Messages/<sid>.json")
    def delete(sid: str) -> Response:
        message = get(sid)
        _final(message)
        for media in message.media:
            board.media.drop(media)
        board.messages.drop(sid)
        return gone()


def _wanted(message: Message) -> bool:
    return matches(To=message.to, From=message.sender)


def _final(message: Message) -> None:
    if not message.final:
        raise Problem(20009, "the message is still on its way")
