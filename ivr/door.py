"""What the phone's door works with, and one request of the provider as it comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intake.call import Call, Recorded
from intake.call_log import CallLog
from intake.options import Intake
from intake.visit import Visit
from ivr import spoken
from ivr.addresses import Addresses
from ivr.speech import Speech
from ivr.state import State, opened, sealed
from privacy.alias import digests
from provider.inbound import Inbound, InboundOptions, RawRequest, read
from provider.profiles import Profile
from triage.lines import Line, line_for


@dataclass(frozen=True, slots=True)
class Calls:
    """The line's side of a call. `recorded` has an owner's own recordings of steps, by language and step."""

    intake: Intake
    log: CallLog
    inbound: InboundOptions
    recorded: Mapping[tuple[str, str], Path] = field(default_factory=dict)
    origin: str = field(init=False)
    speech: Speech = field(init=False)

    def __post_init__(self) -> None:
        origin = self.inbound.origin.rstrip("/")
        object.__setattr__(self, "origin", origin)
        object.__setattr__(self, "speech", Speech(self.intake.words, origin, self.recorded, spoken.able))

    @property
    def profile(self) -> Profile:
        """Return what our provider can do."""
        return self.inbound.profile

    def addresses(self, call: Call, visit: Visit, rung: int = 0) -> Addresses:
        """Return the URLs of an answer after which the call stands at `visit`."""
        return Addresses(
            self.origin, self.profile, sealed(self.intake, call.digests[0], State(visit, call.began, rung))
        )


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One verified webhook of a call.

    `state` is None when it is missing, altered, another call's or too old. On the leg to a person the call is that of
    the reporter who asked for one. `recorded` is a recording that can be fetched and has a sound on it.
    """

    inbound: Inbound
    token: str
    state: State | None
    call: Call
    recorded: Recorded | None

    @property
    def line(self) -> Line:
        """Return the line that the call is on."""
        return self.call.line

    @property
    def language(self) -> str:
        """Return the language the call is held in."""
        return self.state.visit.session.language if self.state else self.line.languages[0]


def received(door: Calls, raw: RawRequest) -> Request:
    """Verify a webhook and open its state. Raises `Refused`."""
    inbound = read(raw, door.inbound)
    token = raw.target.partition("?s=")[2]
    named = inbound.parent_digests or inbound.digests
    state = opened(door.intake, named, token) if token else None
    began = state.began if state else door.intake.seconds()
    call = Call(_line(door, inbound, state), inbound.sid, named, inbound.aliases, began)
    return Request(inbound, token, state, call, _recorded(door, inbound))


def _line(door: Calls, inbound: Inbound, state: State | None) -> Line:
    """Return the line of a visit, or else the one that has the number called."""
    lines = door.intake.lines
    return (lines.by_name.get(state.visit.line) if state else None) or line_for(lines, inbound.to)


def _recorded(door: Calls, inbound: Inbound) -> Recorded | None:
    found = inbound.recording
    if found is None or found.sid is None or found.status not in ("", "completed"):
        return None
    if found.seconds == 0 and not door.profile.falls_through_empty_recording:
        return None
    return Recorded(found.sid, digests("recording", found.sid, door.intake.keyring.day_keys()), found.seconds)
