"""What is known of the provider's copies: how many wait, which were given up and why, what was found there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from intake.options import Intake
from store import erasures, rounds
from store.rounds import Round

TRIED_DAYS = 14
UNSUPPORTED = "unsupported"
TROUBLES = frozenset({"credentials", "suspended", "not_fetched", "not_filed", "no_provider"})
"""Faults that a person must mend, though the job goes on by itself."""

LATE_DAYS = 2
"""After so many days without a look something keeps us from looking."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Counts alone: none of them says which call or text it is about.

    `failed` and `troubled` count by fault; `kept` cannot be erased at this provider; `until` is the last day on which
    what waits is tried; `last` is what the latest look at the provider's lists came to, `late` that it is long ago.
    """

    waiting: int = 0
    until: date | None = None
    kept: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    troubled: Mapping[str, int] = field(default_factory=dict)
    last: Round | None = None
    late: bool = False

    @property
    def left(self) -> int:
        """Return how many texts and recordings lie there that nobody told us of, and that were left alone."""
        return self.last.old + self.last.unsure if self.last else 0

    @property
    def alarms(self) -> int:
        """Return how much a person must look at."""
        return sum(self.failed.values()) + sum(self.troubled.values()) + self.left


def copies(intake: Intake) -> Copies:
    """Return how the erasing at the provider stands. Raises `NotKept`."""
    with intake.store.read() as connection:
        rows, last = erasures.standing(connection), rounds.last(connection)
    today = date.fromisoformat(intake.keyring.day())
    alive = [row for row in rows if not row.dead]
    days = [date.fromisoformat(row.newest) + timedelta(days=TRIED_DAYS) for row in alive if row.newest]
    return Copies(
        waiting=sum(row.count for row in alive),
        until=max(days, default=None),
        kept=sum(row.count for row in rows if row.dead and row.fault == UNSUPPORTED),
        failed={str(row.fault): row.count for row in rows if row.dead and row.fault != UNSUPPORTED},
        troubled={row.fault: row.count for row in alive if row.fault in TROUBLES},
        last=last,
        late=last is not None and (today - date.fromisoformat(last.day)).days > LATE_DAYS,
    )


def try_again(intake: Intake) -> tuple[int, int]:
    """Try once more what was given up; let go of what is older than every key. Return how many of each.

    What somebody has removed by hand turns out to be gone, and that is done. Raises `NotKept`.
    """
    alive, now, since = intake.keyring.erase_days(), intake.seconds(), intake.keyring.erase_since()
    dropped = intake.store.write(lambda connection: erasures.drop(connection, since))
    revived = intake.store.write(lambda connection: erasures.revive(connection, alive, now))
    intake.wake()
    return revived, dropped
