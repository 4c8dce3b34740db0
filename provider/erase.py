"""Erasing what the provider keeps. Every answer is a value or a `Fault`; nothing is raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from privacy.secret import Secret
from provider import faults
from provider.faults import Fault
from provider.rest import PAGE, Rest, attempt, refusal


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


def recordings_of(rest: Rest, call: Secret) -> tuple[Secret, ...] | Fault:
    """Return the ids of a call's recordings."""
    sids = rest.options.profile.sids
    return _ids(
        lambda: rest.client.calls(call.reveal()).recordings.list(page_size=PAGE), sids.call, call, sids.recording
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
