"""Webhooks as a provider sends them: what stands in one, how it is signed, and what reading it gives."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from provider.inbound import Inbound, InboundOptions, RawRequest, Reason, Refused, read
from provider.profiles import TWILIO, Profile

ORIGIN = "https://hotline.example"
TOKEN = "12345"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
NUMBER = "+14155550134"
OURS = "+18005551212"
CALL_SID, LEG_SID, TEXT_SID, RECORDING_SID, MEDIA_SID = (kind + "a1" * 16 for kind in ("CA", "CA", "SM", "RE", "ME"))
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"

CALL = {"CallSid": CALL_SID, "From": NUMBER, "To": OURS, "CallStatus": "in-progress", "Direction": "inbound"}
TEXT = {"MessageSid": TEXT_SID, "From": NUMBER, "To": OURS, "Body": "hello", "NumMedia": "0"}
RECORDING = {
    "CallSid": CALL_SID,
    "RecordingSid": RECORDING_SID,
    "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/{RECORDING_SID}",
    "RecordingStatus": "completed",
    "RecordingDuration": "17",
}
# What the provider adds of its own, and what must not get any further.
IDENTIFYING = {
    "Caller": NUMBER,
    "FromCity": "SAN FRANCISCO",
    "FromState": "California",
    "FromZip": "94105",
    "CallerName": "DOE JANE",
    "ForwardedFrom": "+14155550199",
    "CallToken": "eyJhbGciOi",
    "StirVerstat": "TN-Validation-Passed-A",
    "StirPassportToken": "eyJwYXNz",
    "AddOns": '{"results": {"name": "Jane Doe"}}',
    "SipHeader_X-Name": "jane",
    "ProfileName": "Jane",
    "WaId": "14155550134",
    "Latitude": "37.78",
    "Tomorrow": "something new",
}


def names(text: str) -> tuple[bytes, ...]:
    return tuple(hmac.digest(key, text.encode(), "sha256") for key in (b"today", b"yesterday"))


def options(profile: Profile = TWILIO, tokens: tuple[str, ...] = (TOKEN,), origin: str = ORIGIN) -> InboundOptions:
    return InboundOptions(tokens, origin, profile, alias=names, digest=lambda kind, sid: names(kind + sid.reveal()))


def request(target: str, params: Mapping[str, str] | MultiDict[str, str], **other: str) -> RawRequest:
    body = urlencode(list(params.items(multi=True)) if isinstance(params, MultiDict) else params)
    signature = other.pop("signature", RequestValidator(TOKEN).compute_signature(ORIGIN + target, params))
    header = other.pop("header", "X-Twilio-Signature")
    return RawRequest(
        other.pop("method", "POST"),
        target,
        {header: signature} if signature else {},
        other.pop("body", body).encode(),
        other.pop("content_type", FORM),
    )


def received(target: str, params: Mapping[str, str], profile: Profile = TWILIO) -> Inbound:
    return read(request(target, params), options(profile))


def refusal(raw: RawRequest, chosen: InboundOptions | None = None) -> tuple[int, Reason]:
    with pytest.raises(Refused) as refused:
        read(raw, chosen or options())
    return refused.value.status, refused.value.reason
