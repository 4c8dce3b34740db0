"""Webhooks as the provider sends them, signed beforehand: what signing costs must not count for anybody."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from rehearsal.options import credentials

ORIGIN = "https://line.example"
ACCOUNT, TOKEN = credentials(bytes)  # a rehearsal's: they open nothing, and a line with them runs anywhere
NUMBER = "+15005550001"
_FORM = "application/x-www-form-urlencoded"
_VALIDATOR = RequestValidator(TOKEN)

# What people write to a line like ours: one short, one middling, one long, one with signs outside Latin-1.
STORIES = (
    "There is a fire at the old mill on Harbor Road.",
    """My supervisor has been selling copies of the access cards at the north gate. It happens on Fridays after the late
shift, he meets a man in a grey van behind the bus stop. Please do not call my work.""",
    """Someone in our building has been taking photographs of the substation for three weeks. He keeps a notebook with
the times of the guards and of the trucks, he has asked two of us for the code of the side door, and yesterday he
brought a second man with a bag that he would not let anybody touch. They said it would be done on Monday, before the
inspection. I can describe both of them and I have the number of the car, but I am afraid of them.""",
    "En el almacén guardan productos vencidos y les cambian la fecha. El encargado lo sabe — todos lo sabemos.",
)


@dataclass(frozen=True, slots=True)
class Webhook:
    """One signed request. `said` is what a text says, for finding it again."""

    target: str
    body: bytes
    signature: str
    said: str = ""

    def environ(self) -> dict[str, Any]:
        """Return the request as a WSGI server hands it on."""
        path, _, query = self.target.partition("?")
        return {
            "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
            "REQUEST_URI": self.target, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000",
            "CONTENT_TYPE": _FORM, "CONTENT_LENGTH": str(len(self.body)), "HTTP_X_TWILIO_SIGNATURE": self.signature,
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": io.StringIO(), "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip

    def http(self) -> bytes:
        """Return the request as it goes over a connection that is kept open."""
        head = (
            f"POST {self.target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {_FORM}\r\n"
            f"X-Twilio-Signature: {self.signature}\r\nContent-Length: {len(self.body)}\r\n\r\n"
        )
        return head.encode() + self.body


def text(said: str, sender: str, sid: str, target: str = "/sms/message") -> Webhook:
    """Return an incoming text with all the fields that Twilio sends."""
    fields = {
        "ToCountry": "US", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "21201",
        "SmsSid": sid, "FromState": "MD", "SmsStatus": "received", "FromCity": "BALTIMORE", "Body": said,
        "FromCountry": "US", "To": NUMBER, "ToZip": "", "NumSegments": "1", "MessageSid": sid, "AccountSid": ACCOUNT,
        "From": sender, "ApiVersion": "2010-04-01",
    }  # fmt: skip
    return _signed(target, fields, said)


def fresh_texts(count: int) -> list[Webhook]:
    """Return texts of as many senders: each one is a report of its own, which is the most work a text can make."""
    return [text(f"{STORIES[each % len(STORIES)]} ({_mark()})", _number(), _sid("SM")) for each in range(count)]


def call(target: str, sid: str, sender: str, **more: str) -> Webhook:
    """Return a step of a call with all the fields that Twilio sends."""
    fields = {
        "Called": NUMBER, "ToState": "", "CallerCountry": "US", "Direction": "inbound", "CallerState": "MD",
        "ToZip": "", "CallSid": sid, "To": NUMBER, "CallerZip": "21201", "ToCountry": "US",
        "StirVerstat": "TN-Validation-Passed-A", "CallToken": "%7B%22parentCallInfoToken%22%3A%22" + "e" * 40,
        "CalledZip": "", "ApiVersion": "2010-04-01", "CalledCity": "", "CallStatus": "in-progress", "From": sender,
        "AccountSid": ACCOUNT, "CalledCountry": "US", "CallerCity": "BALTIMORE", "ToCity": "", "FromCountry": "US",
        "Caller": sender, "FromCity": "BALTIMORE", "CalledState": "", "FromZip": "21201", "FromState": "MD", **more,
    }  # fmt: skip
    return _signed(target, fields)


def fresh_call(target: str) -> tuple[Webhook, str, str]:
    """Return the first request of a call with its id and its caller's number."""
    sid, sender = _sid("CA"), _number()
    return call(target, sid, sender), sid, sender


def _signed(target: str, fields: Mapping[str, str], said: str = "") -> Webhook:
    signature = _VALIDATOR.compute_signature(ORIGIN + target, dict(fields))
    return Webhook(target, urlencode(fields).encode(), signature, said)


def _sid(kind: str) -> str:
    return kind + secrets.token_hex(16)


def _number() -> str:
    return f"+1410{secrets.randbelow(10**7):07d}"


def _mark() -> str:
    return secrets.token_hex(4)
