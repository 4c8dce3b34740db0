"""What a rehearsal is told, and what it refuses: real-looking credentials, and anything but this machine."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

MARK = "5077005077"  # credentials of a rehearsal carry it, so that no real account can be taken for one
Random = Callable[[int], bytes]


class Refused(ValueError):
    """The rehearsal will not start like this; the text says why and names no secret."""


def credentials(random: Random = secrets.token_bytes) -> tuple[str, str]:
    """Return a new account identifier and token that only a rehearsal takes."""
    return "AC" + MARK + random(11).hex(), MARK + random(11).hex()


def are_rehearsed(account: str, token: str) -> bool:
    """Say whether both were made by `credentials`."""
    return account.startswith("AC" + MARK) and token.startswith(MARK) and (len(account), len(token)) == (34, 32)


@dataclass(frozen=True, slots=True)
class Options:
    """All that a provider needs to know.

    `origin` is the line's public origin: what is signed. `reach` is where it really listens, by http on this machine;
    empty when that is the same. `webhooks` are set on every number: names as in REST (`voice_url`, `sms_url` …).
    `patience` is the longest wait for an answer in seconds; the real provider's is 15.
    """

    account: str
    token: str = field(repr=False)
    control_token: str = field(repr=False)
    origin: str
    numbers: tuple[tuple[str, str], ...]
    reach: str = ""
    bind: str = "127.0.0.1:8001"
    webhooks: Mapping[str, str] = field(default_factory=dict)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    random: Random = secrets.token_bytes
    patience: float = 15.0
    kept: int = 5000
    lines: int = 256

    def host(self) -> str:
        """Return the address to listen on."""
        name = self.bind.rpartition(":")[0]
        return "127.0.0.1" if name == "localhost" else name

    def port(self) -> int:
        """Return the port to listen on; 0 lets the system choose."""
        return int(self.bind.rpartition(":")[2])

    def refuse(self) -> None:
        """Raise Refused when these options could reach, or be reached from, anything but this machine."""
        if not are_rehearsed(self.account, self.token):
            message = "these credentials were not made for a rehearsal"
            raise Refused(message)
        if len(self.control_token) < 16:
            message = "the control token is too short"
            raise Refused(message)
        if not is_loopback(self.host()):
            message = "a rehearsal listens on this machine alone"
            raise Refused(message)
        reach = urlsplit(self.reach or self.origin)
        if reach.scheme != "http" or not is_loopback(reach.hostname or ""):
            message = "a rehearsal speaks only to a line on this machine, by http"
            raise Refused(message)


def is_loopback(host: str) -> bool:
    """Say whether a host name can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
