"""Who is calling or writing, as far as the provider says: a number, a chat address, or somebody without either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from provider.refusal import Reason, Refused

# Words that networks spell on a keypad in place of a withheld number: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN,
# UNAVAILABLE, PRIVATE. RESTRICTED with a leading 1 passes for a valid number of the USA in any number library.
_SPELLED_WORDS = ("266696687", "7378742833", "2562533", "8656696", "86282452253", "7748283")
_WITHHELD = frozenset(lead + word for word in _SPELLED_WORDS for lead in ("", "1", "+", "+1"))

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_BARE_NUMBER = re.compile(r"[0-9]{7,15}")
_SHORT_CODE = re.compile(r"[0-9]{3,6}")
_DIGITS = re.compile(r"\+[0-9]{0,32}")
_ADDRESS = re.compile(r"([a-z]{2,16}):([\x21-\x7e]{1,240})")
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f]{0,256}")


class Channel(StrEnum):
    """The way by which a contact came in."""

    VOICE = "voice"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    RCS = "rcs"
    MESSENGER = "messenger"


_CHAT = frozenset({"whatsapp", "rcs", "messenger"})


@dataclass(frozen=True, slots=True, repr=False)
class Sender:
    """`known_as` is what an alias may be made of (None: withheld or odd); `address` is where an answer can be sent."""

    channel: Channel
    known_as: str | None = None
    address: str | None = None


def read_sender(text: str, channel: Channel) -> Sender:
    """Tell what kind of sender `text` names; `channel` is voice or sms, by the webhook it came to.

    A chat address that carries a number is known by the bare number, so that one person is one alias on every channel.
    Words, `client:`, `sip:`, alphanumeric names and whatever is unknown are served without an alias. Raises `Refused`
    for control characters and for a number with something run into it, which only a re-cut request contains.
    """
    if not _PRINTABLE.fullmatch(text):
        raise Refused(Reason.MALFORMED_FIELD)
    if text in _WITHHELD:
        return Sender(channel)
    if _E164.fullmatch(text) or _BARE_NUMBER.fullmatch(text):
        return Sender(channel, text, text)
    if text.startswith("+") and not _DIGITS.fullmatch(text):
        raise Refused(Reason.MALFORMED_FIELD)
    return _other(text, channel)


def _other(text: str, channel: Channel) -> Sender:
    if _SHORT_CODE.fullmatch(text):
        return Sender(channel, address=text)
    found = _ADDRESS.fullmatch(text)
    if not found or found[1] not in _CHAT:
        return Sender(channel)
    chat, name = Channel(found[1]), found[2]
    if name in _WITHHELD:
        return Sender(chat)
    return Sender(chat, name if _E164.fullmatch(name) else text, text)


def own_channel(address: str, channel: Channel) -> Channel:
    """Return the channel that one of our own addresses belongs to: `whatsapp:+…` is WhatsApp, a number is `channel`."""
    chat = address.partition(":")[0]
    return Channel(chat) if chat in _CHAT else channel
