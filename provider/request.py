"""A request as it came in, and what is needed to verify it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from privacy.secret import Secret
from provider.profiles import PROFILES, Profile
from provider.refusal import Reason, Refused
from provider.signature import spellings

MAX_BYTES = 65_536


class Headers(Protocol):
    """The one thing asked of a request's headers. A dict's are found as the profile spells them."""

    def get(self, key: str, /) -> str | None:
        """Return a header's value or None."""


@dataclass(frozen=True, slots=True, repr=False)
class RawRequest:
    """A request as it came in: `target` is the undecoded path with its query, `body` the bytes."""

    method: str
    target: str
    headers: Headers
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True, repr=False)
class InboundOptions:
    """What verification needs. `origin` is the public one from the settings, never that of a Host header.

    `alias` (of a number) and `digest` (of a kind, call or message, and an id) return one name for each living day key,
    today's first, so that this package holds no such key. Raises `ValueError` for no token or a malformed origin.
    """

    tokens: tuple[str, ...]
    origin: str
    profile: Profile
    alias: Callable[[str], tuple[bytes, ...]]
    digest: Callable[[str, Secret], tuple[bytes, ...]]
    max_bytes: int = MAX_BYTES
    keys: tuple[bytes, ...] = field(init=False)
    origins: tuple[bytes, ...] = field(init=False)

    def __post_init__(self) -> None:
        if not self.tokens or not all(self.tokens):
            message = "webhooks cannot be verified without a signing token"
            raise ValueError(message)
        object.__setattr__(self, "keys", tuple(token.encode() for token in self.tokens))
        object.__setattr__(self, "origins", spellings(self.origin))


_HEADERS = {
    header: "HTTP_" + header.upper().replace("-", "_")
    for profile in PROFILES.values()
    for header in profile.signature_headers
}


def raw_request(environ: Mapping[str, Any]) -> RawRequest:
    """Return a WSGI request as it came in; of a body too large for a webhook only so much as shows that it is.

    The undecoded target is needed because a server's decoding loses escapes that were signed. Raises `Refused` where
    the server does not hand it on (waitress, gunicorn, granian and werkzeug do).
    """
    target = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    if not target:
        raise Refused(Reason.BAD_SIGNATURE)
    headers = {name: str(environ[key]) for name, key in _HEADERS.items() if key in environ}
    content_type = str(environ.get("CONTENT_TYPE") or "")
    body = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BYTES + 1))
    return RawRequest(str(environ["REQUEST_METHOD"]), str(target), headers, body, content_type)
