"""What the desk works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk.doorman import Doorman
from intake.options import Intake
from privacy.passwords import Cost
from triage.lines import Helpline


@dataclass(frozen=True, slots=True)
class Desk:
    """`cost` is what a password costs, `secure` says that browsers reach the desk by https.

    `categories` are all that a report can be about, in the owner's order; `helplines` are sets by name. `held` is what
    the `provider` may still have when all that can be is erased: days by name, None for no end that is known.
    """

    intake: Intake
    cost: Cost
    secure: bool
    doorman: Doorman
    categories: tuple[str, ...] = ()
    helplines: Mapping[str, tuple[Helpline, ...]] = field(default_factory=dict)
    provider: str = ""
    held: Mapping[str, int | None] = field(default_factory=dict)
