"""What a webhook looks like on the wire: form, signature, headers."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

from twilio.request_validator import RequestValidator

from rehearsal.line.wire import Letter

FORM = "application/x-www-form-urlencoded; charset=UTF-8"


def sign(method: str, url: str, fields: Mapping[str, str], token: str, mark: str) -> Letter:
    """Sign and encode a webhook. `mark` is the idempotency token, equal in every repeat of the same event."""
    body = urlencode(fields).encode("ascii") if method == "POST" else None
    if method == "GET":
        url = with_query(url, fields)
    signature = RequestValidator(token).compute_signature(url, fields if method == "POST" else {})
    headers = {
        "X-Twilio-Signature": signature,
        "I-Twilio-Idempotency-Token": mark,
        "X-Home-Region": "us1",
        "Accept": "*/*",
        "User-Agent": "TwilioProxy/1.1",
        "Connection": "close",
    }
    if body is not None:
        headers |= {"Content-Type": FORM, "Content-Length": str(len(body))}
    return Letter(method, url, body, headers)


def spoil(letter: Letter, how: str) -> Letter:
    """Return the same request as somebody else, or a broken network, would send it: unsigned, forged or truncated."""
    headers = dict(letter.headers)
    if how == "unsigned":
        del headers["X-Twilio-Signature"]
    if how == "forged":
        headers["X-Twilio-Signature"] = headers["X-Twilio-Signature"][::-1]
    if how == "truncated" and letter.body:
        body = letter.body[: len(letter.body) // 2]
        return Letter(letter.method, letter.url, body, headers | {"Content-Length": str(len(body))})
    return Letter(letter.method, letter.url, letter.body, headers)


def with_query(url: str, fields: Mapping[str, str]) -> str:
    """Return the URL with fields added to its query."""
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(fields)) if part)
    return urlunsplit(parts._replace(query=query))
