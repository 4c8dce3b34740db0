"""One HTTP request to the provider, bounded in bytes and time. It logs nothing and keeps nothing."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy

import requests
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import HTTPError

from provider import faults
from provider.faults import Fault

_CHUNK = 65_536
_ERROR_SIZE = 65_536
_MAX_WAIT = 24 * 3600.0
_SUCCESS = range(200, 300)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {"User-Agent": "sotto", "Accept-Encoding": "identity"}


class Failed(Exception):
    """Carries a `Fault` through the library. Its text is the fault's fixed name: nothing of the request."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request: `patience` is for each step of the connection, `seconds` and `size` (bytes) for all."""

    patience: float
    seconds: float
    size: int


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A request to send: `params` go into the URL, `data` into the body as a form."""

    method: str
    url: str
    params: Mapping[str, object] | None = None
    data: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A successful answer, or a redirect (`location`) that nobody followed."""

    status: int
    body: bytes
    location: str | None


def open_session() -> requests.Session:
    """Return a session that takes no cookies, and neither proxies nor passwords from the environment or a .netrc."""
    for name in ("urllib3", "twilio"):  # both log whole URLs, urllib3 even at WARNING
        logging.getLogger(name).setLevel(logging.ERROR)
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def send(session: requests.Session, request: Request, limits: Limits, auth: HTTPBasicAuth | None = None) -> Answer:
    """Send one request and read its answer. Raises `Failed`. Redirects are handed back, never followed."""
    deadline = time.monotonic() + limits.seconds
    try:
        with session.request(
            request.method,
            request.url,
            params=request.params,  # type: ignore[arg-type]
            data=request.data,
            auth=auth,
            headers=_HEADERS,
            timeout=limits.patience,
            allow_redirects=False,
            stream=True,
        ) as response:
            return _answer(response, limits.size, deadline)
    except requests.Timeout:
        raise Failed(faults.TOO_SLOW) from None
    except (requests.RequestException, HTTPError, OSError):
        raise Failed(faults.UNREACHABLE) from None


def _answer(response: requests.Response, size: int, deadline: float) -> Answer:
    if response.status_code in _REDIRECTS:
        return Answer(response.status_code, b"", response.headers.get("Location", ""))
    if response.status_code in _SUCCESS:
        return Answer(response.status_code, _body(response, size, deadline), None)
    try:
        code = _code(_body(response, _ERROR_SIZE, deadline))
    except Failed:
        code = None
    raise Failed(faults.fault(response.status_code, code).after(_wait(response.headers)))


def _body(response: requests.Response, size: int, deadline: float) -> bytes:
    """Read as it arrives, so that a body that drips for ever ends at the deadline and a huge one at its limit."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Failed(faults.UNREADABLE)
    body = bytearray()
    while chunk := response.raw.read1(_CHUNK):
        body += chunk
        if len(body) > size:
            raise Failed(faults.TOO_LARGE)
        if time.monotonic() > deadline:
            raise Failed(faults.TOO_SLOW)
    return bytes(body)


def _code(body: bytes) -> int | None:
    """Return the provider's error code, in its older and in its newer (RFC 9457) form."""
    try:
        code = json.loads(body)["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return int(code) if str(code).isdecimal() else None


def _wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a Retry-After header, written as a number or as a date (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    try:
        seconds = float(value) if value.isdecimal() else parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), _MAX_WAIT)
