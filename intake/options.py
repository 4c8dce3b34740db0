"""What intake works with: handed in once, by `app`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.doorkeeper import Doorkeeper
from intake.limiting import Limiting
from store.database import Store
from store.keyring import Keyring
from talk.steps import Script
from talk.words import Words
from triage.clocks import Clock
from triage.lines import Line, Lines
from triage.outcomes import Outcome
from triage.retention import Retention


@dataclass(frozen=True, slots=True)
class Intake:
    """The store and keys, the desks' public keys by name, the lines with their scripts, the words, the world's ports.

    `salt` is the site's salt for codes. `scripts` has each line's script, narrowed to its languages. `wake` tells the
    pipeline that there is something to do.
    """

    store: Store
    keyring: Keyring
    desks: Mapping[str, bytes]
    lines: Lines
    outcomes: Mapping[str, Outcome]
    clocks: Sequence[Clock]
    retention: Retention
    scripts: Mapping[str, Script]
    words: Words
    salt: bytes
    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    doorkeeper: Doorkeeper
    limiting: Limiting
    wake: Callable[[], None]

    def seconds(self) -> int:
        """Return the time in whole seconds since 1970."""
        return int(self.now().timestamp())

    def days(self) -> tuple[str, str]:
        """Return today's and yesterday's UTC date: the days whose tables and keys still live."""
        return self.keyring.day(), self.keyring.yesterday()

    def script(self, line: Line) -> Script:
        """Return the script of a line."""
        return self.scripts[line.name]
