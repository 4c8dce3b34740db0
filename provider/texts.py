"""A text that came in, and how one of ours fared."""

from __future__ import annotations

import re

from privacy.secret import Secret
from provider.contact import Event, Inbound, InboundMedia
from provider.form import Form
from provider.numbers import Origin, origin
from provider.profiles import Profile
from provider.request import InboundOptions
from provider.sender import Channel, own_channel, read_sender

MAX_MEDIA = 10

_CODE = re.compile(rb"[0-9]{1,6}")
_REGION = re.compile(rb"[A-Z]{2}")
_CLAIMED_TYPE = re.compile(r"[\w.+-]{1,64}/[\w.+-]{1,64}", re.ASCII)


def message(form: Form, options: InboundOptions) -> Inbound:
    """Return an incoming text. Its words are passed on to the byte."""
    sid = Secret(form.sid(b"MessageSid", options.profile.sids.message))
    sender = read_sender(form.needed(b"From"), Channel.SMS)
    to = form.needed(b"To")
    comes = came_from(sender.known_as)
    return Inbound(
        event=Event.MESSAGE,
        channel=sender.channel,
        to=to,
        sid=sid,
        digests=options.digest("message", sid),
        aliases=options.alias(sender.known_as) if sender.known_as else (),
        country=country(form, comes),
        number_type=comes.type if comes else None,
        reply_to=Secret(sender.address) if sender.address else None,
        body=form.needed(b"Body"),
        media=_media(form, options.profile),
    )


def delivery(form: Form, options: InboundOptions) -> Inbound:
    """Return how a text that we sent fared: its sender is us."""
    sid = Secret(form.sid(b"MessageSid", options.profile.sids.message))
    ours = form.text(b"From")
    return Inbound(
        event=Event.DELIVERY,
        channel=own_channel(ours, Channel.SMS),
        to=ours,
        sid=sid,
        digests=options.digest("message", sid),
        status=form.word(b"MessageStatus"),
        error_code=form.shaped(b"ErrorCode", _CODE) or None,
    )


def came_from(known_as: str | None) -> Origin | None:
    """Return where a sender's number comes from; None for one without: withheld, or a chat by another name."""
    return origin(known_as) if known_as and not known_as[0].isalpha() else None


def country(form: Form, comes: Origin | None) -> str | None:
    """Return the sender's ISO region: as the number says, else as the provider says, else None."""
    said = form.shaped(b"FromCountry", _REGION) or None
    return (comes.region if comes else None) or said


def _media(form: Form, profile: Profile) -> tuple[InboundMedia, ...]:
    count = min(form.count(b"NumMedia"), MAX_MEDIA)
    return tuple(_attachment(form, index, profile) for index in range(count))


def _attachment(form: Form, index: int, profile: Profile) -> InboundMedia:
    """Read one attachment. A link or type that we cannot use never costs the text it came with."""
    sid = sid_in_url(form.loose(f"MediaUrl{index}".encode()), profile.sids.media)
    claimed = form.loose(f"MediaContentType{index}".encode())
    return InboundMedia(index, sid, claimed if _CLAIMED_TYPE.fullmatch(claimed) else "")


def sid_in_url(url: str, pattern: re.Pattern[str]) -> Secret | None:
    """Return the id that a link of the provider ends in. The link itself is never followed."""
    last = url.partition("?")[0].rpartition("/")[2]
    return Secret(last) if pattern.fullmatch(last) else None
