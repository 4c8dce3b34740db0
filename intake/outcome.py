"""What an action gives back: the name of its outcome, facts for what is said next, and what is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.putting import Write
from intake.visit import Visit


class Overtaken(Exception):
    """Somebody else kept the same thing first, while this turn was being worked out: it is to be worked out anew."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An action changes nothing by itself: `writes` are committed with the whole turn, before anybody is answered."""

    name: str
    visit: Visit
    facts: Mapping[str, str] = field(default_factory=dict)
    writes: tuple[Write, ...] = ()
