"""A webhook of the provider, verified and reduced to what the doors may know. Nothing else reads the form.

The order is fixed: method, signature header, type and size, the signature over everything received, then the named
fields, each at most once and well-formed, then digests and aliases. What is not named is dropped unread: place names,
caller name, diversion, attestation, and whatever the provider adds tomorrow.
"""

from __future__ import annotations

from provider import calls, texts
from provider.contact import Event, Inbound, InboundMedia, InboundRecording
from provider.form import Form, parse
from provider.refusal import Reason, Refused
from provider.request import InboundOptions, RawRequest, raw_request
from provider.sender import Channel
from provider.signature import is_signed, signed_text

__all__ = (
    "Channel",
    "Event",
    "Inbound",
    "InboundMedia",
    "InboundOptions",
    "InboundRecording",
    "RawRequest",
    "Reason",
    "Refused",
    "raw_request",
    "read",
)

_NEW_CALL = "/ivr/call"
_FORM_TYPE = "application/x-www-form-urlencoded"

# Every other address is a further step of a call.
_EVENTS = {
    "/ivr/recording": Event.RECORDING,
    "/ivr/status": Event.CALL_STATUS,
    "/ivr/fallback": Event.FALLBACK,
    "/sms/message": Event.MESSAGE,
    "/sms/status": Event.DELIVERY,
}


def read(request: RawRequest, options: InboundOptions) -> Inbound:
    """Verify a webhook and return what the doors may know of it. Raises `Refused`."""
    form = _verified(request, options)
    path = request.target.partition("?")[0].rstrip("/")
    event = _EVENTS.get(path, Event.CALL)
    if event is Event.MESSAGE:
        return texts.message(form, options)
    if event is Event.DELIVERY:
        return texts.delivery(form, options)
    if event is Event.RECORDING:
        return calls.recorded(form, options)
    return calls.call(form, event, options, first=path == _NEW_CALL)


def _verified(request: RawRequest, options: InboundOptions) -> Form:
    if request.method != "POST":
        raise Refused(Reason.METHOD)
    claim = _signature(request, options)
    if request.content_type.partition(";")[0].strip().lower() != _FORM_TYPE:
        raise Refused(Reason.NOT_A_FORM)
    if len(request.body) > options.max_bytes:
        raise Refused(Reason.TOO_LARGE)
    fields = parse(request.body)
    target = request.target.encode("latin-1", "replace")
    if not is_signed(claim, options.keys, [origin + target for origin in options.origins], signed_text(fields)):
        raise Refused(Reason.BAD_SIGNATURE)
    return Form(fields)


def _signature(request: RawRequest, options: InboundOptions) -> str:
    for name in options.profile.signature_headers:
        if claim := request.headers.get(name):
            return claim
    raise Refused(Reason.UNSIGNED)
