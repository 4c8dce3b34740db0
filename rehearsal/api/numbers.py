"""REST: our phone numbers and where their webhooks go."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from rehearsal.api.shape import Record, date, known, only, page, resource
from rehearsal.board import Board
from rehearsal.errors import Problem
from rehearsal.line.fields import VERSION
from rehearsal.records import Number
from rehearsal.twiml.checks import METHOD, URL

HOOKS = {  # parameter: property
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "voice_fallback_url",
    "StatusCallback": "status_callback",
    "SmsUrl": "sms_url",
    "SmsFallbackUrl": "sms_fallback_url",
}
METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallbackMethod": "status_callback_method",
    "SmsMethod": "sms_method",
    "SmsFallbackMethod": "sms_fallback_method",
}
OTHERS = ("FriendlyName", "VoiceCallerIdLookup", "VoiceApplicationSid", "SmsApplicationSid", "VoiceReceiveMode")


def shown(board: Board, number: Number) -> Record:
    """Return a number as REST has it."""
    return {
        "sid": number.sid,
        "account_sid": board.options.account,
        "phone_number": number.phone,
        "friendly_name": number.label,
        "api_version": VERSION,
        "beta": False,
        "origin": "twilio",
        "status": "in-use",
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "date_created": date(number.created),
        "date_updated": date(number.created),
        **{name: number.hook(name) for name in HOOKS.values()},
        **{name: number.hook(name) or "POST" for name in METHODS.values()},
        "voice_caller_id_lookup": False,
        "voice_receive_mode": "voice",
        "voice_application_sid": "",
        "sms_application_sid": "",
        "trunk_sid": None,
        "address_sid": None,
        "address_requirements": "none",
        "identity_sid": None,
        "bundle_sid": None,
        "emergency_status": "Inactive",
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "type": "local",
        "uri": f"/{VERSION}/Accounts/{board.options.account}/IncomingPhoneNumbers/{number.sid}.json",
    }


def numbers_api(board: Board) -> Blueprint:
    """Routes of numbers. Their identifiers can be changed, but numbers neither bought nor returned."""
    blueprint = resource(board, "numbers", "rest.numbers")

    def get(sid: str) -> Number:
        return known(board.numbers.get(sid))

    @blueprint.get("/IncomingPhoneNumbers.json")
    def listed() -> Response:
        phone, label = request.args.get("PhoneNumber", ""), request.args.get("FriendlyName")
        wanted = [number for number in board.numbers if phone in number.phone and label in {None, number.label}]
        return page(
            board, "IncomingPhoneNumbers.json", "incoming_phone_numbers", (shown(board, number) for number in wanted)
        )

    @blueprint.get("/IncomingPhoneNumbers/<sid>.json")
    def fetch(sid: str) -> Response:
        return jsonify(shown(board, get(sid)))

    @blueprint.post("/IncomingPhoneNumbers/<sid>.json")
    def update(sid: str) -> Response:
        only((*HOOKS, *METHODS, *OTHERS))
        number = get(sid)
        number.hooks |= _changes()
        number.label = request.form.get("FriendlyName", number.label)
        return jsonify(shown(board, number))

    return blueprint


def _changes() -> dict[str, str]:
    for name in set(HOOKS) & set(request.form):
        if request.form[name] and not (URL.allows(request.form[name]) and "://" in request.form[name]):
            raise Problem(21205, name)
    for name in set(METHODS) & set(request.form):
        if not METHOD.allows(request.form[name]):
            raise Problem(20001, name)
    return {key: request.form[name] for name, key in (HOOKS | METHODS).items() if name in request.form}
