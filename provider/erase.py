"""Erasing what the provider keeps. Every answer is a value or a `Fault`; nothing is raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from privacy.secret import Secret
from provider import faults
from provider.faults import Fault
from provider.rest import PAGE, Rest, attempt, refusal

# Ids of the provider's texts say whether there is more than words; those of the compatible ones do not.
_WITHOUT_MEDIA = "SM"


def delete_recording(rest: Rest, sid: Secret) -> Fault | None:
    """Erase a recording's audio; its times stay at the provider for about 40 days. None: erased."""
    profile = rest.options.profile
    known = _fits(profile.sids.recording, sid)
    return _erase(lambda: rest.client.recordings(sid.reveal()).delete(), able=profile.delete_recording, known=known)


def delete_call(rest: Rest, sid: Secret) -> Fault | None:
    """Erase a call's record. Its recordings are not removed with it, so they go first. None: erased."""
    profile = rest.options.profile
    known = _fits(profile.sids.call, sid)
    return _erase(lambda: rest.client.calls(sid.reveal()).delete(), able=profile.delete_call, known=known)


def erase_text(rest: Rest, sid: Secret) -> Fault | None:
    """Erase a text in order: its attachments, then itself. None: erased.

    Where it is refused for good, its words at least are blanked, and the refusal is returned all the same.
    """
    fault = _erase_attachments(rest, sid) or delete_message(rest, sid)
    if fault is None or fault.done or fault.retry:
        return fault
    blanked = redact_message(rest, sid)
    return blanked if blanked is not None and blanked.retry else fault


def erase_legs(rest: Rest, call: Secret) -> Fault | None:
    """Erase the records of the calls to operators that a call led to. None: there are none any more."""
    if not rest.options.profile.delete_call:
        return faults.UNSUPPORTED
    legs = legs_of(rest, call)
    if isinstance(legs, Fault):
        return legs
    return _first_that_holds_up(delete_call(rest, leg) for leg in legs)


def redact_message(rest: Rest, sid: Secret) -> Fault | None:
    """Blank a text's words; its numbers stay until it is deleted. None: blanked."""
    profile = rest.options.profile
    known = _fits(profile.sids.message, sid)
    # An empty string is sent as one; None would send no Body at all, and change nothing without saying so.
    return _erase(lambda: rest.client.messages(sid.reveal()).update(body=""), able=profile.redact_message, known=known)


def delete_message(rest: Rest, sid: Secret) -> Fault | None:
    """Erase a text with its attachments. None: erased."""
    profile = rest.options.profile
    known = _fits(profile.sids.message, sid)
    return _erase(lambda: rest.client.messages(sid.reveal()).delete(), able=profile.delete_message, known=known)


def delete_media(rest: Rest, message: Secret, media: Secret) -> Fault | None:
    """Erase one attachment of a text. None: erased."""
    profile = rest.options.profile
    known = _fits(profile.sids.message, message) and _fits(profile.sids.media, media)
    return _erase(
        lambda: rest.client.messages(message.reveal()).media(media.reveal()).delete(), able=profile.mms, known=known
    )


def legs_of(rest: Rest, call: Secret) -> tuple[Secret, ...] | Fault:
    """Return the ids of the calls to operators that a call led to."""
    sids = rest.options.profile.sids
    return _ids(
        lambda: rest.client.calls.list(parent_call_sid=call.reveal(), page_size=PAGE), sids.call, call, sids.call
    )


def media_of(rest: Rest, message: Secret) -> tuple[Secret, ...] | Fault:
    """Return the ids of a text's attachments."""
    sids = rest.options.profile.sids
    return _ids(
        lambda: rest.client.messages(message.reveal()).media.list(page_size=PAGE), sids.message, message, sids.media
    )


def _erase_attachments(rest: Rest, sid: Secret) -> Fault | None:
    """Erase the attachments of a text; return only what asks for patience: the text itself takes the rest with it."""
    if not rest.options.profile.mms or sid.reveal().startswith(_WITHOUT_MEDIA):
        return None
    media = media_of(rest, sid)
    if isinstance(media, Fault):
        return media if media.retry else None
    fault = _first_that_holds_up(delete_media(rest, sid, one) for one in media)
    return fault if fault is not None and fault.retry else None


def _first_that_holds_up(answers: Iterable[Fault | None]) -> Fault | None:
    return next((fault for fault in answers if fault is not None and not fault.done), None)


def _fits(pattern: re.Pattern[str], sid: Secret) -> bool:
    return pattern.fullmatch(sid.reveal()) is not None


def _erase(request: Callable[[], object], *, able: bool, known: bool) -> Fault | None:
    if not known:
        return faults.BAD_ID  # the library pastes an id into the path as it is
    if not able:
        return faults.UNSUPPORTED  # its "not found" would otherwise pass for "erased"
    answer = attempt(request)
    return answer if isinstance(answer, Fault) else None


def _ids(
    request: Callable[[], Iterable[Any]], pattern: re.Pattern[str], sid: Secret, found: re.Pattern[str]
) -> tuple[Secret, ...] | Fault:
    if not _fits(pattern, sid):
        return faults.BAD_ID
    listed = attempt(lambda: tuple(str(entry.sid) for entry in request()))
    if isinstance(listed, Fault):
        return refusal(listed)
    return tuple(Secret(entry) for entry in listed if found.fullmatch(entry))
