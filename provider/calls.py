"""A step of a call, how a call ended, and a recording that became ready."""

from __future__ import annotations

import re

from privacy.secret import Secret
from provider.contact import Event, Inbound, InboundRecording
from provider.form import Form
from provider.profiles import Profile
from provider.request import InboundOptions
from provider.sender import Channel, Sender, read_sender
from provider.texts import came_from, country, sid_in_url

_KEYS = re.compile(rb"[0-9*#A-D]{0,64}|hangup")
_CODE = re.compile(rb"[0-9]{1,6}")
_HANG_UP = "hangup"
_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_NOBODY = Sender(Channel.VOICE)


def call(form: Form, event: Event, options: InboundOptions, *, first: bool = False) -> Inbound:
    """Return a step of a call, its end, or the request that the provider makes when another one failed.

    Only of the `first` request of a call is it asked where it comes from.
    """
    sids = options.profile.sids
    sid = Secret(form.sid(b"CallSid", sids.call))
    ours, sender = _ends(form)
    keys = form.shaped(b"Digits", _KEYS)
    status = form.word(b"CallStatus")
    comes = came_from(sender.known_as) if first else None
    parent = form.sid(b"ParentCallSid", sids.call) if b"ParentCallSid" in form else None
    leg = form.sid(b"DialCallSid", sids.call) if b"DialCallSid" in form else None
    return Inbound(
        event=event,
        channel=Channel.VOICE,
        to=ours,
        sid=sid,
        digests=options.digest("call", sid),
        aliases=options.alias(sender.known_as) if sender.known_as else (),
        country=country(form, comes),
        number_type=comes.type if comes else None,
        digits="" if keys == _HANG_UP else keys,
        hung_up=keys == _HANG_UP or status in _OVER,
        recording=_recording(form, options.profile),
        status=status,
        seconds=form.count(b"CallDuration"),
        dial_status=form.word(b"DialCallStatus") or None,
        bridged=form.word(b"DialBridged") == "true",
        error_code=form.shaped(b"ErrorCode", _CODE) or None,
        parent_digests=options.digest("call", Secret(parent)) if parent else (),
        leg=Secret(leg) if leg else None,
    )


def recorded(form: Form, options: InboundOptions) -> Inbound:
    """Return what became of a recording. This webhook names no number: it is joined to its call by the CallSid."""
    sid = Secret(form.sid(b"CallSid", options.profile.sids.call))
    return Inbound(
        event=Event.RECORDING,
        channel=Channel.VOICE,
        to="",
        sid=sid,
        digests=options.digest("call", sid),
        recording=_recording(form, options.profile),
    )


def _ends(form: Form) -> tuple[str, Sender]:
    """Return our own number and who is at the other end. On a leg that we dialled, that is an operator: nobody."""
    if form.word(b"Direction").startswith("outbound"):
        return form.needed(b"From"), _NOBODY
    return form.needed(b"To"), read_sender(form.needed(b"From"), Channel.VOICE)


def _recording(form: Form, profile: Profile) -> InboundRecording | None:
    if b"RecordingSid" not in form and b"RecordingUrl" not in form:
        return None
    found = form.sid(b"RecordingSid", profile.sids.recording) if b"RecordingSid" in form else None
    sid = Secret(found) if found else sid_in_url(form.loose(b"RecordingUrl"), profile.sids.recording)
    return InboundRecording(
        sid=sid,
        seconds=form.count(b"RecordingDuration"),
        status=form.word(b"RecordingStatus"),
        error=form.shaped(b"ErrorCode", _CODE) or None,
    )
