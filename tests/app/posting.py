"""Webhooks made by hand, to be sent as they are: the provider of the rehearsal never sends what these do."""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator

from tests.plugins.line import NUMBER, Line

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Post:
    """A request as it goes out."""

    line: Line
    target: str
    body: bytes
    headers: Mapping[str, str]
    method: str = "POST"

    def with_headers(self, **headers: str | None) -> Post:
        """Return it with other headers; None takes one away."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in self.headers.items() if name not in named}
        return replace(self, headers=kept | {name: value for name, value in named.items() if value is not None})

    def send(self) -> tuple[int, str]:
        """Send it; return status and body of the answer."""
        parts = urlsplit(self.line.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            connection.request(self.method, self.target, self.body, dict(self.headers))
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def post(line: Line, target: str, fields: Mapping[str, str], *, token: str = "", url: str = "") -> Post:
    """Return a webhook, signed for `url` (its own) with `token` (the line's)."""
    validator = RequestValidator(token or line.env["TWILIO_AUTH_TOKEN"])
    signature = validator.compute_signature(url or line.url + target, fields)
    body = urlencode(fields).encode()
    return Post(line, target, body, {"Content-Type": FORM, "X-Twilio-Signature": signature})


def signed_bytes(line: Line, target: str, body: bytes, text: str) -> Post:
    """Return a webhook with a body that no form library would write; `text` is what its signature covers."""
    validator = RequestValidator(line.env["TWILIO_AUTH_TOKEN"])
    signature = validator.compute_signature(line.url + target + text, {})
    return Post(line, target, body, {"Content-Type": FORM, "X-Twilio-Signature": signature})


def message(body: str = "There is smoke", sender: str = "+14155550142", **more: str) -> dict[str, str]:
    """Return the form of a text."""
    return {
        "MessageSid": sid("SM"), "From": sender, "To": NUMBER, "Body": body, "NumMedia": "0", "FromCountry": "US",
        **more,
    }  # fmt: skip


def call(sender: str = "+14155550142", **more: str) -> dict[str, str]:
    """Return the form of a step of a call."""
    return {
        "CallSid": sid("CA"), "From": sender, "To": NUMBER, "CallStatus": "in-progress", "Direction": "inbound",
        "FromCountry": "US", **more,
    }  # fmt: skip


def sid(kind: str) -> str:
    """Return an id as the provider makes them."""
    return kind + secrets.token_hex(16)
