"""REST: the account and its balance."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from rehearsal.api.shape import Record, date, resource
from rehearsal.board import Board
from rehearsal.line.fields import VERSION

BALANCE = "0.00"


def account_api(board: Board) -> Blueprint:
    """Routes of the account itself."""
    blueprint = resource(board, "account", "rest.account")
    born = board.options.now()

    def shown() -> Record:
        sid = board.options.account
        parts = {
            "calls": "Calls",
            "messages": "Messages",
            "recordings": "Recordings",
            "balance": "Balance",
            "incoming_phone_numbers": "IncomingPhoneNumbers",
        }
        return {
            "sid": sid,
            "owner_account_sid": sid,
            "auth_token": board.options.token,
            "friendly_name": "Rehearsal",
            "status": "active",
            "type": "Full",
            "date_created": date(born),
            "date_updated": date(born),
            "uri": f"/{VERSION}/Accounts/{sid}.json",
            "subresource_uris": {name: f"/{VERSION}/Accounts/{sid}/{path}.json" for name, path in parts.items()},
        }

    @blueprint.get("")
    def fetch() -> Response:
        return jsonify(shown())

    @blueprint.get("/Balance.json")
    def balance() -> Response:
        return jsonify(account_sid=request.environ["rehearsal.account"], balance=BALANCE, currency="USD")

    return blueprint
