"""A request of a call, as the verbs of this package take it."""

from __future__ import annotations

from dataclasses import dataclass

from intake.call_log import CallLog, Event
from intake.options import Intake
from intake.visit import Given, Visit
from privacy.secret import Secret
from talk.engine import Heard, Silence
from triage.lines import Line


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """A request of a call: keyed digests of its CallSid and keyed aliases of its caller, today's key first.

    `began` is when the call did, in seconds since 1970, as far as its request says.
    """

    line: Line
    sid: Secret
    digests: tuple[bytes, ...]
    aliases: tuple[bytes, ...] = ()
    began: int = 0

    @property
    def alias(self) -> bytes | None:
        """Return the caller's keyed name of today; None when withheld."""
        return self.aliases[0] if self.aliases else None


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """A recording that waits at the provider: its id there, its keyed digests, its length in seconds."""

    sid: Secret
    digests: tuple[bytes, ...]
    seconds: int


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What came back on a question: the visit it was asked in, keys or silence heard, a recording if one was made."""

    call: Call
    visit: Visit
    given: Given
    heard: Heard = Silence()  # noqa: RUF009 - it is frozen and holds nothing
    recorded: Recorded | None = None


def note(intake: Intake, log: CallLog, call: Call, visit: Visit, outcome: str | None = None) -> None:
    """Note in the call log where a call stands; `outcome` where that says more than the visit does."""
    log.note(Event(call.digests, visit, call.alias, intake.seconds(), outcome))
