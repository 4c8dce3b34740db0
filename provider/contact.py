"""What a verified webhook is reduced to: no number and no id in the clear."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from privacy.secret import Secret
from provider.numbers import NumberType
from provider.sender import Channel


class Event(StrEnum):
    """What a webhook tells."""

    CALL = "call"
    RECORDING = "recording"
    CALL_STATUS = "call_status"
    FALLBACK = "fallback"
    MESSAGE = "message"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True, repr=False)
class InboundMedia:
    """One attachment of a text, counted from 0."""

    index: int
    sid: Secret | None
    """None where the provider's link holds no id by which we could fetch it."""
    type: str
    """As claimed by the sender; only the bytes decide."""


@dataclass(frozen=True, slots=True, repr=False)
class InboundRecording:
    """One recording of a call."""

    sid: Secret | None
    seconds: int
    status: str
    """completed, absent, in-progress, failed; "" at the end of recording, when the audio may not be ready."""
    error: str | None
    """The provider's code: 16101 too short, 16102 silence."""


@dataclass(frozen=True, slots=True, repr=False)
class Inbound:
    """One verified webhook. Its repr shows the event alone."""

    event: Event
    channel: Channel
    to: str
    """Our own number or address as the provider calls it, whichever end it was; "" where the event does not say."""
    sid: Secret
    digests: tuple[bytes, ...]
    """The call or message under today's and yesterday's key."""
    aliases: tuple[bytes, ...] = ()
    """The sender under today's and yesterday's key; empty when withheld, odd, or not a reporter."""
    country: str | None = None
    """ISO region of the sender, for allow-lists only: of a text, and of the first request of a call."""
    number_type: NumberType | None = None
    """What the sender's number is by its country's plan, for allow-lists only; None where there is none."""
    reply_to: Secret | None = None
    """Where the sender of a text can be answered; None for calls and for names that cannot be answered."""
    body: str = ""
    media: tuple[InboundMedia, ...] = ()
    digits: str = ""
    hung_up: bool = False
    recording: InboundRecording | None = None
    status: str = ""
    """The provider's word for how the call or text stands; `faults.delivery` turns those of texts into ours."""
    seconds: int = 0
    dial_status: str | None = None
    bridged: bool = False
    error_code: str | None = None
    parent_digests: tuple[bytes, ...] = ()
    """On the leg to an operator: the reporter's call."""
    leg: Secret | None = None
    """After a dial: the leg to the operator, to be erased with the call."""

    def __repr__(self) -> str:
        return f"Inbound({self.event})"
