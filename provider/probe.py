"""Trying the line out from outside: whether it is reached, refuses a stranger, and believes the provider."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import requests

from provider.form import parse
from provider.profiles import Profile
from provider.signature import sign, signed_text
from provider.transport import open_session

_TIMEOUT = 10.0
# How a text of ours fared: the one webhook that changes nothing when it names a text nobody sent.
_PATH = "/sms/status"
_OK = range(200, 300)
_REFUSED = 403


@dataclass(frozen=True, slots=True)
class Check:
    """One thing tried: whether it went well, and what it means in a sentence."""

    ok: bool
    words: str


def probe(public_url: str, profile: Profile, keys: tuple[str, ...]) -> tuple[Check, ...]:
    """Send our own server, by its public address, what the provider would send; `keys` are those that sign webhooks.

    Nothing is stored by it: the text it speaks of does not exist.
    """
    base = public_url.rstrip("/")
    with open_session() as session:
        reached = _ready(session, base)
        if not reached.ok:
            return (reached,)
        body = urlencode({"From": "", "MessageSid": _made_up(profile), "MessageStatus": "sent", "To": ""}).encode()
        return (reached, _stranger(session, base, body), *_believed(session, base, body, profile, keys))


def _ready(session: requests.Session, base: str) -> Check:
    status = _status(session, "GET", f"{base}/readyz")
    if status is None:
        return Check(ok=False, words="Nothing answers at the public address.")
    if status not in _OK:
        return Check(ok=False, words=f"Something answers at the public address, but not that it is ready ({status}).")
    return Check(ok=True, words="The server answers at its public address.")


def _stranger(session: requests.Session, base: str, body: bytes) -> Check:
    if _status(session, "POST", base + _PATH, body) == _REFUSED:
        return Check(ok=True, words="A request that nobody signed is refused.")
    return Check(
        ok=False, words="A request that nobody signed is not refused: this is not our server, or not all of it."
    )


def _believed(
    session: requests.Session, base: str, body: bytes, profile: Profile, keys: tuple[str, ...]
) -> list[Check]:
    url = (base + _PATH).encode()
    checks = []
    for place, key in enumerate(keys, start=1):
        signature = sign(key.encode(), url, signed_text(parse(body))).decode()
        status = _status(session, "POST", base + _PATH, body, {profile.signature_headers[0]: signature})
        which = "the token" if len(keys) == 1 else f"token {place}"
        checks.append(_verdict(status, which))
    return checks


def _verdict(status: int | None, which: str) -> Check:
    if status is not None and status in _OK:
        return Check(ok=True, words=f"A request signed with {which} is believed.")
    if status == _REFUSED:
        words = (
            f"A request signed with {which} is refused: the running server has another SOTTO_PUBLIC_URL or another "
            "TWILIO_AUTH_TOKEN, or a proxy changes the path."
        )
        return Check(ok=False, words=words)
    return Check(ok=False, words=f"A request signed with {which} got no proper answer ({status or 'none'}).")


def _status(
    session: requests.Session,
    method: str,
    url: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> int | None:
    sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})} if body is not None else {}
    try:
        with session.request(
            method, url, data=body, headers=sent, timeout=_TIMEOUT, allow_redirects=False, stream=True
        ) as response:
            return response.status_code
    except requests.RequestException:
        return None


def _made_up(profile: Profile) -> str:
    sid = f"SM{secrets.token_hex(16)}"
    return sid if profile.sids.message.fullmatch(sid) else str(uuid.uuid4())
