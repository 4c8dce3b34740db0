"""REST: calls and what belongs to a call."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from rehearsal.api.shape import Record, by_date, date, gone, known, matches, only, page, resource
from rehearsal.board import Board
from rehearsal.calls.operators import Operator
from rehearsal.calls.phone import Moved
from rehearsal.calls.scripted import Plan, ScriptedPhone
from rehearsal.calls.switch import Switch
from rehearsal.errors import Problem
from rehearsal.line.fields import VERSION
from rehearsal.records import Call
from rehearsal.texts.outgoing import bare
from rehearsal.twiml.checks import NUMBER
from rehearsal.twiml.document import read
from rehearsal.twiml.grammar import VOICE_GRAMMAR

CREATE = ("To", "From", "Url", "Twiml", "StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent", "Timeout")
UPDATE = ("Status", "Url", "Twiml")


def shown(board: Board, call: Call) -> Record:
    """Return a call as REST has it."""
    uri = f"/{VERSION}/Accounts/{board.options.account}/Calls/{call.sid}"
    return {
        "sid": call.sid,
        "account_sid": board.options.account,
        "parent_call_sid": call.parent,
        "from": call.sender,
        "from_formatted": call.sender,
        "to": call.to,
        "to_formatted": call.to,
        "phone_number_sid": None,
        "status": call.status,
        "direction": call.direction,
        "date_created": date(call.created),
        "date_updated": date(call.ended or call.created),
        "start_time": date(call.created),
        "end_time": date(call.ended),
        "duration": str(round(call.seconds)) if call.final else None,
        "price": None,
        "price_unit": "USD",
        "answered_by": None,
        "api_version": VERSION,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "0",
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {"recordings": f"{uri}/Recordings.json", "events": f"{uri}/Events.json"},
    }


def calls_api(board: Board, switch: Switch) -> Blueprint:
    """Routes of calls."""
    blueprint = resource(board, "calls", "rest.calls")

    @blueprint.get("/Calls.json")
    def listed() -> Response:
        started = by_date("StartTime")
        calls = [call for call in board.calls if _wanted(call) and started(call.created)]
        return page(board, "Calls.json", "calls", (shown(board, call) for call in calls))

    @blueprint.post("/Calls.json")
    def create() -> tuple[Response, int]:
        only(CREATE)
        return jsonify(shown(board, _call_out(board, switch))), 201

    _one_call(blueprint, board, switch)
    return blueprint


def _one_call(blueprint: Blueprint, board: Board, switch: Switch) -> None:
    """Routes of one call."""

    def get(sid: str) -> Call:
        return known(board.calls.get(sid))

    @blueprint.get("/Calls/<sid>.json")
    def fetch(sid: str) -> Response:
        return jsonify(shown(board, get(sid)))

    @blueprint.post("/Calls/<sid>.json")
    def update(sid: str) -> Response:
        only(UPDATE)
        call, phone = get(sid), switch.phones.get(sid)
        if phone is not None:
            phone.interrupt(Moved(_document(board)))
        return jsonify(shown(board, call))

    @blueprint.delete("/Calls/<sid>.json")
    def delete(sid: str) -> Response:
        if not get(sid).final:
            raise Problem(20009, "the call is not over")
        board.calls.drop(sid)
        return gone()

    @blueprint.get("/Calls/<sid>/Events.json")
    def events(sid: str) -> Response:
        hooks = [event for event in board.story(get(sid)) if event["kind"] == "webhook"]
        return page(
            board,
            f"Calls/{sid}/Events.json",
            "events",
            (
                {
                    "request": {"method": hook["method"], "url": hook["url"], "parameters": hook["fields"]},
                    "response": {"response_code": hook["status"], "response_body": hook.get("body")},
                }
                for hook in hooks
            ),
        )


def _wanted(call: Call) -> bool:
    return matches(To=call.to, From=call.sender, Status=call.status, ParentCallSid=call.parent or "")


def _document(board: Board) -> str:
    """Return the URL of the document a request names or carries, empty for none. Raises Problem for bad markup."""
    markup = request.form.get("Twiml", "")
    if not markup:
        return request.form.get("Url", "")
    read(markup.encode(), "", VOICE_GRAMMAR)
    return board.put_bin(board.new_sid("BN"), markup)


def _call_out(board: Board, switch: Switch) -> Call:
    sender, to, url = request.form.get("From", ""), request.form.get("To", ""), _document(board)
    if not NUMBER.allows(to):
        raise Problem(21211, "To is not in E.164 form")
    if board.number(bare(sender)) is None:
        raise Problem(21212, "From is not a number of this account")
    if not url:
        raise Problem(21205, "neither Url nor Twiml")
    operator: Operator = board.operators.of(to)
    phone = ScriptedPhone(Plan(operator.keys if operator.does == "answer" else (), hang_up_after=operator.talks))
    return switch.call_out(sender, to, phone, url, request.form.get("StatusCallback", ""))
