"""The URLs of one answer, all of our configured origin; `state` is the call's sealed state."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.verbs import Reports
from privacy.vault import Ticket
from provider.profiles import Profile

RETRIES = "#rc=3&amp;rp=5xx,ct,rt"
"""Asks the provider to come again when a recording could not be kept. It is neither sent nor signed."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an answer leads. Without `state` it still leads on: the call is offered the tone once more."""

    origin: str
    profile: Profile
    state: str = ""

    @property
    def step(self) -> str:
        """Return where the answer to a question goes."""
        return self._at("step")

    @property
    def dialled(self) -> str:
        """Return where the outcome of ringing a person goes."""
        return self._at("dialled")

    @property
    def whisper(self) -> str:
        """Return what a person hears on picking up."""
        return self._at("whisper")

    @property
    def accept(self) -> str:
        """Return where the person's key goes."""
        return self._at("accept")

    @property
    def reports(self) -> Reports | None:
        """Return where the provider tells of a recording; None if it does not."""
        if not self.profile.recording_callback:
            return None
        again = RETRIES if self.profile.url_overrides else ""
        events = "completed absent" if self.profile.reports_absent_recordings else "completed"
        return Reports(self._at("recording") + again, events)

    def _at(self, name: str) -> str:
        query = f"?s={self.state}" if self.state else ""
        return f"{self.origin}/ivr/{name}{query}"


def code_url(origin: str, language: str, ticket: Ticket) -> str:
    """Return where the code can be heard while its vault box is there: until it is said again, or the call ends."""
    return f"{origin}/ivr/code/{language}/{ticket.text()}.wav"


def messages_url(origin: str, language: str, ticket: Ticket) -> str:
    """Return where the desk's messages can be heard in a voice of our own."""
    return f"{origin}/ivr/message/{language}/{ticket.text()}.wav"


def prompt_url(origin: str, language: str, step: str, version: int) -> str:
    """Return where the owner's recording of a step is. Providers keep sounds by URL, so a new one needs a new URL."""
    return f"{origin}/ivr/prompt/{language}/{step}.wav?v={version}"
