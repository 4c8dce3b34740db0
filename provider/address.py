"""Where the REST API lives, and where a recording or picture of it may be redirected to."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Address:
    """The API's configured address: `url` is scheme, host, port and path prefix, without a slash at its end."""

    url: str
    origin: tuple[str, str, int]
    loopback: bool

    def owns(self, url: str) -> bool:
        """Return whether a URL is on the API's own scheme, host and port: only there do credentials go."""
        parts = urlsplit(url)
        return parts.username is None and _origin(parts) == self.origin


def address(url: str) -> Address:
    """Read the configured API address. Raises `ValueError` if credentials would travel in the clear or go astray."""
    parts = urlsplit(url)
    origin = _origin(parts)
    if origin is None or parts.username is not None or parts.query or parts.fragment:
        message = "the API address must read https://host, with an optional port and path prefix"
        raise ValueError(message)
    loopback = is_loopback(origin[1])
    if parts.scheme != "https" and not loopback:
        message = "the API address must begin with https://, as the account's token is sent to it"
        raise ValueError(message)
    return Address(url.rstrip("/"), origin, loopback)


def _origin(parts: SplitResult) -> tuple[str, str, int] | None:
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname and port else None


def is_loopback(host: str) -> bool:
    """Return whether a host, as written, is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def may_follow(url: str, api: Address, hosts: Iterable[str]) -> bool:
    """Return whether a redirect may be followed.

    It may lead to the API itself, to a listed host by https that resolves to public addresses only, or, where the API
    is on this machine, to this machine. A name that resolves differently a moment later fails at its certificate.
    """
    parts = urlsplit(url)
    origin = _origin(parts)
    if origin is None or parts.username is not None:
        return False
    scheme, host, port = origin
    if origin == api.origin or (api.loopback and is_loopback(host)):
        return True
    return scheme == "https" and port == _PORTS["https"] and _is_listed(host, hosts) and _is_public(host)


def _is_listed(host: str, hosts: Iterable[str]) -> bool:
    if not _HOST.fullmatch(host):
        return False
    return any(host == listed or (listed.startswith(".") and host.endswith(listed)) for listed in hosts)


def _is_public(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, _PORTS["https"], type=socket.SOCK_STREAM)
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(entry[4][0]).is_global for entry in found)
