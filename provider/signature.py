"""The provider's webhook signature: HMAC-SHA1 over the configured URL and every form field received.

The scheme has no separators between fields and no time, so a good signature is only the first of the checks in
`provider.inbound`. The arithmetic agrees with `twilio.request_validator.RequestValidator`, which is its oracle in the
tests, at a fifteenth of its cost.
"""

from __future__ import annotations

import hmac
from binascii import b2a_base64
from collections.abc import Iterable
from itertools import chain
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"https": 443, "http": 80}


def spellings(origin: str) -> tuple[bytes, ...]:
    """Return the ways in which the provider may have written our public origin when it signed.

    Providers are inconsistent about default ports, so the origin is accepted with and without its port.
    Raises `ValueError` for anything that is not scheme://host[:port][/prefix].
    """
    parts = urlsplit(origin)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        message = "the public origin must read scheme://host, with an optional port and path prefix"
        raise ValueError(message)
    if parts.query or parts.fragment:
        message = "the public origin must have neither query nor fragment"
        raise ValueError(message)
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    bare = parts.netloc.removesuffix(f":{port}")
    prefix = parts.path.rstrip("/")
    return tuple(f"{parts.scheme}://{host}{prefix}".encode() for host in (bare, f"{bare}:{port}"))


def signed_text(fields: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the part of the signed text that the form contributes: names in byte order, each followed by its value.

    A name that came twice contributes each different value once, in byte order, as the library does.
    """
    return b"".join(chain.from_iterable(sorted(set(fields))))


def sign(token: bytes, url: bytes, fields: bytes) -> bytes:
    """Return the signature, in base64, of one URL and the form's `signed_text`."""
    return b2a_base64(hmac.digest(token, url + fields, "sha1"), newline=False)


def is_signed(claimed: str, tokens: Iterable[bytes], urls: Iterable[bytes], fields: bytes) -> bool:
    """Return whether any token signed any spelling of the URL with these fields."""
    claim = claimed.encode("ascii", "replace")  # "?" is not in base64, so an odd header can only fail
    spelled = tuple(urls)
    return any(hmac.compare_digest(sign(token, url, fields), claim) for token in tokens for url in spelled)
