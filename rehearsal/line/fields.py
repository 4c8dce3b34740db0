"""The parameters of each webhook, under the names and in the forms that the provider documents."""

from __future__ import annotations

import math
from email.utils import format_datetime

from rehearsal.board import Board
from rehearsal.records import Call, Message, Recording
from rehearsal.texts.segments import segments

VERSION = "2010-04-01"
WITHHELD = "+266696687"  # ANONYMOUS on a keypad
PSEUDO = frozenset({"+266696687", "+7378742833", "+17378742833", "+2562533", "+8656696", "+86282452253", "+7748283"})
_PLACES = {  # calling code: city, state, zip, country
    "+1": ("SAN FRANCISCO", "CA", "94105", "US"),
    "+34": ("", "", "", "ES"),
    "+44": ("", "", "", "GB"),
    "+49": ("", "", "", "DE"),
    "+52": ("", "", "", "MX"),
    "+86": ("", "", "", "CN"),
}


def of_call(board: Board, call: Call) -> dict[str, str]:
    """Return what every request about a call carries."""
    fields = {
        "AccountSid": board.options.account,
        "ApiVersion": VERSION,
        "CallSid": call.sid,
        "CallStatus": call.status,
        "Direction": call.direction,
        "From": call.sender,
        "Caller": call.sender,
        "To": call.to,
        "Called": call.to,
        **_place("From", call.sender),
        **_place("Caller", call.sender),
        **_place("To", call.to),
        **_place("Called", call.to),
    }
    if call.parent:
        fields["ParentCallSid"] = call.parent
    if call.direction == "inbound":
        fields["CallToken"] = f'{{"parentCallInfoToken":"{call.sid[2:]}"}}'
    if call.direction == "inbound" and call.sender.startswith("+1") and call.sender not in PSEUDO:
        fields |= {"StirVerstat": "TN-Validation-Passed-A", "StirPassportToken": f"e30.{call.sid[2:]}.e30"}
    return fields


def of_call_end(board: Board, call: Call) -> dict[str, str]:
    """Return a completed call's status callback: with its length in seconds, and in minutes begun."""
    return of_call(board, call) | {
        "CallDuration": str(round(call.seconds)),
        "Duration": str(math.ceil(call.seconds / 60)),
        "Timestamp": format_datetime(board.options.now()),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": "0",
    }


def of_leg_event(board: Board, call: Call, number: int) -> dict[str, str]:
    """Return a progress callback of a dialled leg."""
    fields = of_call(board, call) | {
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(number),
        "Timestamp": format_datetime(board.options.now()),
    }
    return fields | ({"CallDuration": str(round(call.seconds)), "Duration": "1"} if call.final else {})


def of_recording_action(board: Board, recording: Recording, ended: str) -> dict[str, str]:
    """Return what the action request of a recording adds. `ended`: the key, `hangup`, or empty."""
    return {
        "RecordingUrl": recording_url(board, recording.sid),
        "RecordingSid": recording.sid,
        "RecordingDuration": str(recording.seconds),
        "Digits": ended,
    }


def of_recording_status(board: Board, recording: Recording) -> dict[str, str]:
    """Return a recording's status callback. It knows the call, never the caller."""
    fields = {
        "AccountSid": board.options.account,
        "CallSid": recording.call,
        "RecordingSid": recording.sid,
        "RecordingUrl": recording_url(board, recording.sid),
        "RecordingStatus": recording.status,
        "RecordingChannels": "1",
        "RecordingTrack": "inbound",
        "RecordingStartTime": format_datetime(recording.created),
        "RecordingSource": "RecordVerb",
    }
    if recording.status == "completed":
        fields["RecordingDuration"] = str(recording.seconds)
    return fields | ({"ErrorCode": str(recording.error)} if recording.error else {})


def of_message(board: Board, message: Message) -> dict[str, str]:
    """Return an inbound text. Its words go out exactly as they came in."""
    fields = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsMessageSid": message.sid,
        "SmsStatus": "received",
        "AccountSid": board.options.account,
        "ApiVersion": VERSION,
        "From": message.sender,
        "To": message.to,
        "Body": message.body,
        "NumMedia": str(len(message.media)),
        "NumSegments": str(segments(message.body)),
        **_place("From", message.sender),
        **_place("To", message.to),
    }
    if message.sender.startswith("whatsapp:"):
        fields |= {"ProfileName": "Rehearsal", "WaId": message.sender.removeprefix("whatsapp:+")}
    for place, sid in enumerate(message.media):
        media = board.media.get(sid)
        fields[f"MediaUrl{place}"] = f"{_account(board)}/Messages/{message.sid}/Media/{sid}"
        fields[f"MediaContentType{place}"] = media.type if media else ""
    return fields


def of_delivery(board: Board, message: Message) -> dict[str, str]:
    """Return an outbound text's status callback."""
    fields = {
        "AccountSid": board.options.account,
        "ApiVersion": VERSION,
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageStatus": message.status,
        "SmsStatus": message.status,
        "From": message.sender,
        "To": message.to,
    }
    if message.status == "delivered":
        fields["RawDlrDoneDate"] = board.options.now().strftime("%y%m%d%H%M")
    return fields | ({"ErrorCode": str(message.error)} if message.error else {})


def recording_url(board: Board, sid: str) -> str:
    """Where a recording can be fetched, without extension."""
    return f"{_account(board)}/Recordings/{sid}"


def _account(board: Board) -> str:
    return f"{board.base}/{VERSION}/Accounts/{board.options.account}"


def _place(whose: str, number: str) -> dict[str, str]:
    code = next((code for code in _PLACES if number.startswith(code) and number not in PSEUDO), "")
    city, state, postcode, country = _PLACES.get(code, ("", "", "", ""))
    return {f"{whose}City": city, f"{whose}State": state, f"{whose}Zip": postcode, f"{whose}Country": country}
