"""What the provider keeps on our numbers. Of each entry only what is needed goes on: no number of anybody but us."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from privacy.secret import Secret
from provider import account, faults
from provider.faults import Fault
from provider.rest import Rest, attempt, refusal

PAGE = 200
"""Entries asked for at once: a text of 1,600 letters takes 10 kB in JSON, and an answer is at most 4 MiB."""

MOST = 10_000
"""Entries looked at in one list; the newest come first."""

_INBOUND = "inbound"
_NOTHING_ON_IT = frozenset({"absent", "deleted", "failed"})


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """One entry. `at` is in seconds since 1970, 0 where the provider does not say."""

    sid: Secret
    at: int
    inbound: bool
    ours: str
    """Our number that it came to or went out from; "" for a recording, which names none."""
    call: Secret | None = None
    """The call that a recording is of."""
    empty: bool = False
    """Whether a recording has nothing on it."""
    seconds: int = 0
    """How long a recording is; 0 where the provider does not say."""


@dataclass(frozen=True, slots=True, repr=False)
class KeptText:
    """A text that came in: its words, and (id, type as claimed) of each attachment."""

    body: str
    media: tuple[tuple[Secret, str], ...] = ()


Found = tuple[Kept, ...] | Fault


def our_numbers(rest: Rest, origin: str) -> tuple[str, ...] | Fault:
    """Return the numbers of the account whose calls or texts are sent to the server at `origin`."""
    listed = account.numbers(rest)
    if isinstance(listed, Fault):
        return listed
    hooks = ("voice_url", "sms_url", "status_callback", "voice_fallback_url")
    start = f"{origin.rstrip('/')}/"
    return tuple(one.number for one in listed if any(one.settings.get(hook, "").startswith(start) for hook in hooks))


def calls_on(rest: Rest, number: str, since: datetime) -> Found:
    """Return the calls to and from one of our numbers since a day."""
    listing, pattern = rest.client.calls, rest.options.profile.sids.call

    def both() -> Iterable[Any]:
        yield from listing.stream(to=number, start_time_after=since, limit=MOST, page_size=PAGE)
        yield from listing.stream(from_=number, start_time_after=since, limit=MOST, page_size=PAGE)

    return _found(both, lambda entry: _on(number, entry, entry.start_time or entry.date_created), pattern.fullmatch)


def number_called(rest: Rest, call: Secret) -> str:
    """Return our number that a call came to; "" where the provider does not say any more."""
    if not rest.options.profile.sids.call.fullmatch(call.reveal()):
        return ""
    found = attempt(lambda: rest.client.calls(call.reveal()).fetch())
    return "" if isinstance(found, Fault) or str(found.direction) != _INBOUND else str(found.to)


def texts_on(rest: Rest, number: str, since: datetime) -> Found:
    """Return the texts to and from one of our numbers since a day."""
    listing, pattern = rest.client.messages, rest.options.profile.sids.message

    def both() -> Iterable[Any]:
        yield from listing.stream(to=number, date_sent_after=since, limit=MOST, page_size=PAGE)
        yield from listing.stream(from_=number, date_sent_after=since, limit=MOST, page_size=PAGE)

    return _found(both, lambda entry: _on(number, entry, entry.date_created), pattern.fullmatch)


def recordings_since(rest: Rest, since: datetime) -> Found:
    """Return the recordings of the whole account since a day: the list knows calls, not numbers."""
    listing, pattern = rest.client.recordings, rest.options.profile.sids.recording
    return _found(
        lambda: listing.stream(date_created_after=since, limit=MOST, page_size=PAGE), _recording, pattern.fullmatch
    )


def recordings_of(rest: Rest, call: Secret) -> Found:
    """Return the recordings of one call."""
    sids = rest.options.profile.sids
    if not sids.call.fullmatch(call.reveal()):
        return faults.BAD_ID
    return _found(
        lambda: rest.client.calls(call.reveal()).recordings.stream(limit=MOST, page_size=PAGE),
        _recording, sids.recording.fullmatch,
    )  # fmt: skip


def text_kept(rest: Rest, sid: Secret) -> KeptText | Fault:
    """Return a text that is still there. A fault that is `done` says that it is not: lists may be behind."""
    sids = rest.options.profile.sids
    if not sids.message.fullmatch(sid.reveal()):
        return faults.BAD_ID
    message = rest.client.messages(sid.reveal())

    def fetched() -> KeptText:
        found = message.fetch()
        media = message.media.list(page_size=PAGE) if _count(found.num_media) else ()
        known = [(str(one.sid), str(one.content_type or "")) for one in media]
        return KeptText(
            str(found.body or ""), tuple((Secret(one), type_) for one, type_ in known if sids.media.fullmatch(one))
        )

    return attempt(fetched)


def recording_kept(rest: Rest, sid: Secret) -> bool | Fault:
    """Return whether a recording is still there and has something on it. A fault that is `done` says that it is not."""
    if not rest.options.profile.sids.recording.fullmatch(sid.reveal()):
        return faults.BAD_ID
    return attempt(lambda: not _recording(rest.client.recordings(sid.reveal()).fetch()).empty)


def _found(entries: Callable[[], Iterable[Any]], read: Callable[[Any], Kept], fits: Callable[[str], object]) -> Found:
    listed = attempt(lambda: tuple(read(entry) for entry in entries()))
    if isinstance(listed, Fault):
        return refusal(listed)
    return tuple({one.sid: one for one in listed if fits(one.sid.reveal())}.values())


def _on(number: str, entry: Any, at: datetime | None) -> Kept:
    return Kept(Secret(str(entry.sid)), _seconds(at), str(entry.direction) == _INBOUND, number)


def _recording(entry: Any) -> Kept:
    nothing = str(entry.status) in _NOTHING_ON_IT or str(entry.duration) == "0"
    call = Secret(str(entry.call_sid)) if entry.call_sid else None
    at, length = _seconds(entry.date_created), _count(entry.duration)
    return Kept(Secret(str(entry.sid)), at, inbound=True, ours="", call=call, empty=nothing, seconds=length)


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if isinstance(at, datetime) else 0


def _count(text: object) -> int:
    return int(str(text)) if str(text).isdecimal() else 0
