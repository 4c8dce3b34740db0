"""What the phone's door works with, and one request of the provider as it comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
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
    speech: Speech = field(init=False)

    def __post_init__(self) -> None:
        speech = Speech(self.intake.words, self.origin, self.recorded, spoken.able)
        object.__setattr__(self, "speech", speech)

    @property
    def origin(self) -> str:
        """Return what our URLs begin with."""
        return self.inbound.origin.rstrip("/")

    @property
    def profile(self) -> Profile:
        """Return what our provider can do."""
        return self.inbound.profile

    def addresses(self, call: Call, visit: Visit, rung: int = 0) -> Addresses:
        """Return the URLs of an answer after which the call stands at `visit`."""
        return Addresses(self.origin, self.profile, sealed(self.intake, call.digests[0], State(visit, rung)))


class Request:
    """One verified webhook of a call, with its state: None when that is missing, altered, another call's or too old.

    On the leg to a person the call is that of the reporter who asked for one.
    """

    def __init__(self, door: Calls, raw: RawRequest) -> None:
        self.inbound: Inbound = read(raw, door.inbound)
        self.token = raw.target.partition("?s=")[2]
        self._door = door

    @cached_property
    def state(self) -> State | None:
        """Return where the call stands."""
        return opened(self._door.intake, self._digests, self.token) if self.token else None

    @cached_property
    def line(self) -> Line:
        """Return the line that the call is on: that of its visit, or the one that has the number called."""
        lines = self._door.intake.lines
        known = lines.by_name.get(self.state.visit.line) if self.state else None
        return known or line_for(lines, self.inbound.to)

    @property
    def language(self) -> str:
        """Return the language the call is held in."""
        return self.state.visit.session.language if self.state else self.line.languages[0]

    @cached_property
    def call(self) -> Call:
        """Return the call."""
        return Call(self.line, self.inbound.sid, self._digests, self.inbound.aliases)

    @cached_property
    def recorded(self) -> Recorded | None:
        """Return the recording that came with this request, if it is one that can be fetched and has a sound on it."""
        found = self.inbound.recording
        if found is None or found.sid is None or found.status not in ("", "completed"):
            return None
        if found.seconds == 0 and not self._door.profile.falls_through_empty_recording:
            return None
        return Recorded(found.sid, digests("recording", found.sid, self._door.intake.keyring.day_keys()), found.seconds)

    @property
    def _digests(self) -> tuple[bytes, ...]:
        return self.inbound.parent_digests or self.inbound.digests
