"""The settings a webhook URL may carry in its fragment, as `#rc=3&rp=4xx,5xx&ct=2000`: neither sent nor signed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag

from rehearsal.line.wire import Limits


@dataclass(frozen=True, slots=True)
class Overrides:
    """How one webhook is sent. `retry_on` holds some of ct, rt, 4xx, 5xx, all."""

    limits: Limits
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})

    def retries_after(self, what: str) -> bool:
        """Say whether this kind of failure is tried again."""
        return bool(self.retry_on & {what, "all"})


def read(url: str, patience: float) -> tuple[str, Overrides]:
    """Return the URL without its fragment, and the fragment's settings, cut to the provider's ranges."""
    bare, fragment = urldefrag(url)
    given = dict(parse_qsl(fragment))

    def seconds(name: str, default: float) -> float:
        text = given.get(name, "")
        return min(max(int(text), 100), 15000) / 1000 if text.isdigit() else default

    limits = Limits(seconds("ct", min(5.0, patience)), seconds("rt", patience), seconds("tt", patience))
    retries = given.get("rc", "1")
    kinds = frozenset(given.get("rp", "ct").split(","))
    return bare, Overrides(limits, min(int(retries), 5) if retries.isdigit() else 1, kinds)
