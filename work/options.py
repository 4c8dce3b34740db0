"""What the pipeline works with: handed in once, by `app`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from provider.rest import Rest
from store.database import Store
from store.keyring import Keyring
from triage.clocks import Clock
from triage.deadlines import utc_day
from triage.lines import Lines
from triage.retention import Retention
from triage.rules import Rules
from work.files.gate import Gate
from work.speech.host import Host


def tell_nobody(reports: Sequence[bytes]) -> None:
    """Do nothing with the ids of reports that were erased."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What retention works with.

    `erased` is told the id of each report after the commit that destroyed its keys and before its row is gone, in that
    order, at least once: what must not bring a report back (a backup) learns of it there. If it raises, the rows stay
    and it is told again.
    """

    store: Store
    rules: Retention
    now: Callable[[], datetime]
    erased: Callable[[Sequence[bytes]], None] = tell_nobody

    def today(self) -> date:
        """Return today's UTC date."""
        return utc_day(self.now())


@dataclass(frozen=True, slots=True)
class Work:
    """The store and keys, the desks' public keys by name, the lines, rules, clocks, and the site's salt.

    `rest` is the provider's REST side, None where there is none; `speech` the way to the child that hears recordings,
    `gate` to those that look at files. `origin` is where the provider finds us; `guess(text, languages, default)` names
    the language that a text is in.
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
    forgetting: Forgetting
    origin: str = ""
    guess: Callable[[str, Sequence[str], str], str] = lambda _text, _languages, default: default

    def seconds(self) -> int:
        """Return the time in whole seconds since 1970."""
        return int(self.now().timestamp())
