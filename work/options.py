"""What the pipeline works with: handed in once, by `app`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from provider.rest import Rest
from store.database import Store
from store.keyring import Keyring
from triage.clocks import Clock
from triage.lines import Lines
from triage.rules import Rules
from work.files.gate import Gate
from work.speech.host import Host


@dataclass(frozen=True, slots=True)
class Work:
    """The store and keys, the desks' public keys by name, the lines, rules, clocks, and the site's salt.

    `rest` is the provider's REST side, None where there is none; `speech` the way to the child that hears recordings,
    `gate` to those that look at files.
    """

    store: Store
    keyring: Keyring
    desks: Mapping[str, bytes]
    lines: Lines
    rules: Rules
    clocks: Sequence[Clock]
    rest: Rest | None
    speech: Host
    gate: Gate
    salt: bytes
    now: Callable[[], datetime]
    random: Callable[[int], bytes]

    def seconds(self) -> int:
        """Return the time in whole seconds since 1970."""
        return int(self.now().timestamp())
