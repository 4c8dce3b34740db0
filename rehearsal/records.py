"""What the provider keeps: calls, recordings, messages, media, numbers. In memory only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

Event = dict[str, object]
FINAL_CALL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
FINAL_MESSAGE = frozenset({"delivered", "undelivered", "failed", "received", "read", "canceled"})


@dataclass(slots=True)
class Call:
    """One leg. `events` is its story: what was said, asked, fetched; `pending` counts callbacks on their way."""

    sid: str
    sender: str
    to: str
    direction: str
    created: datetime
    parent: str | None = None
    status: str = "ringing"
    seconds: float = 0.0
    ended: datetime | None = None
    events: list[Event] = field(default_factory=list)
    pending: int = 0

    @property
    def final(self) -> bool:
        """Say whether the call is over."""
        return self.status in FINAL_CALL


@dataclass(slots=True)
class Recording:
    """Audio of a caller. `audio` is a whole file; empty once deleted."""

    sid: str
    call: str
    created: datetime
    seconds: int
    audio: bytes
    status: str = "completed"
    error: int | None = None


@dataclass(slots=True)
class Media:
    """A picture or other file of a message; `key` opens the short-lived address the provider redirects to."""

    sid: str
    message: str
    created: datetime
    type: str
    data: bytes
    key: str


@dataclass(slots=True)
class Message:
    """One text, in or out. `version` grows with each change, for pages; `reply_to` is the text it answers."""

    sid: str
    sender: str
    to: str
    body: str
    direction: str
    created: datetime
    status: str
    segments: int = 1
    media: list[str] = field(default_factory=list)
    redacted: bool = False
    callback: str = ""
    reply_to: str | None = None
    error: int | None = None
    sent: datetime | None = None
    version: int = 0
    events: list[Event] = field(default_factory=list)
    pending: int = 0

    @property
    def final(self) -> bool:
        """Say whether its status can no longer change."""
        return self.status in FINAL_MESSAGE


@dataclass(slots=True)
class Number:
    """A number of the line, with its webhooks under the names that REST gives them."""

    sid: str
    phone: str
    label: str
    created: datetime
    hooks: dict[str, str] = field(default_factory=dict)

    def hook(self, name: str) -> str:
        """Return a webhook setting; empty when it is not set."""
        return self.hooks.get(name, "")


@dataclass(slots=True)
class Clip:
    """Something the line had played to a caller."""

    sid: str
    type: str
    data: bytes
    seconds: float
