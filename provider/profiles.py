"""What differs between the providers that speak this API, as data: the line degrades by these flags alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_HEX = "[0-9a-fA-F]"
_UUID = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"


@dataclass(frozen=True, slots=True)
class SidPatterns:
    """How the provider writes its ids. Each pattern is matched against the whole id before the id goes anywhere."""

    account: re.Pattern[str]
    call: re.Pattern[str]
    message: re.Pattern[str]
    recording: re.Pattern[str]
    media: re.Pattern[str]
    number: re.Pattern[str]


def _prefixed() -> SidPatterns:
    kinds = ("AC", "CA", "(?:SM|MM)", "RE", "ME", "PN")
    return SidPatterns(*(re.compile(f"{kind}{_HEX}{{32}}") for kind in kinds))


def _uuids() -> SidPatterns:
    return SidPatterns(*(re.compile(_UUID) for _ in range(6)))


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider. Times are in seconds; a flag that is False means the line does without."""

    name: str
    title: str
    api_url: str | None
    """The usual REST address; None where every customer has one of their own."""
    sids: SidPatterns
    signature_headers: tuple[str, ...]
    signing_key_prefix: str
    """"" where the auth token signs webhooks; else what the separate signing key begins with."""
    media_hosts: tuple[str, ...]
    """Hosts a recording or picture may be redirected to; a leading dot means "and everything under it"."""
    read_timeout: float
    pause: bool
    queue: bool
    delete_recording: bool
    delete_call: bool
    delete_message: bool
    redact_message: bool
    mms: bool
    reply_by_twiml: bool
    url_overrides: bool
    """Whether `#rc=3` and the like in a webhook's URL ask for more attempts."""
    recording_callback: bool
    reports_absent_recordings: bool
    falls_through_empty_recording: bool
    """Whether an empty recording goes on to the next verb (otherwise the action is requested for it, too)."""
    held: Mapping[str, int | None]
    """What it may hold when we have erased all we can, by name (see `HELD`): for how many days; None: no end known."""


TWILIO = Profile(
    name="twilio",
    title="Twilio",
    api_url="https://api.twilio.com",
    sids=_prefixed(),
    signature_headers=("X-Twilio-Signature",),
    signing_key_prefix="",
    media_hosts=(".twilio.com", ".twiliocdn.com", ".amazonaws.com"),
    read_timeout=15.0,
    pause=True,
    queue=True,
    delete_recording=True,
    delete_call=True,
    delete_message=True,
    redact_message=True,
    mms=True,
    reply_by_twiml=True,
    url_overrides=True,
    recording_callback=True,
    reports_absent_recordings=True,
    falls_through_empty_recording=True,
    held={"webhook_log": 30, "recording_times": 40, "call_listing": 30, "text_record": 400, "billing": None},
)

SIGNALWIRE = Profile(
    name="signalwire",
    title="SignalWire",
    api_url=None,
    sids=_uuids(),
    signature_headers=("X-SignalWire-Signature", "X-Twilio-Signature"),
    signing_key_prefix="PSK",
    media_hosts=(".signalwire.com", ".amazonaws.com"),
    read_timeout=5.0,
    pause=True,
    queue=True,
    delete_recording=True,
    delete_call=False,
    delete_message=True,
    redact_message=True,
    mms=True,
    reply_by_twiml=True,
    url_overrides=False,
    recording_callback=True,
    reports_absent_recordings=False,
    falls_through_empty_recording=False,
    held={"calls": None, "webhook_log": None, "billing": None},
)

SOMLENG = Profile(
    name="somleng",
    title="Somleng",
    api_url="https://api.somleng.org",
    sids=_uuids(),
    signature_headers=("X-Twilio-Signature",),
    signing_key_prefix="",
    media_hosts=(".somleng.org", ".amazonaws.com"),
    read_timeout=15.0,
    pause=False,
    queue=False,
    delete_recording=False,
    delete_call=False,
    delete_message=False,
    redact_message=True,
    mms=False,
    reply_by_twiml=True,
    url_overrides=False,
    recording_callback=True,
    reports_absent_recordings=False,
    falls_through_empty_recording=False,
    held={"recordings": None, "calls": None, "texts": None, "webhook_log": None, "billing": None},
)

PROFILES = {profile.name: profile for profile in (TWILIO, SIGNALWIRE, SOMLENG)}

_MISSING = (
    ("pause", "It has no Pause: silences between spoken parts are left out."),
    (
        "queue",
        "It has no waiting queue: a caller who asks for a person is connected directly or goes to the recording.",
    ),
    (
        "delete_recording",
        "It cannot delete recordings by API: every recording stays there until you remove it by hand.",
    ),
    ("delete_call", "We do not know that it deletes call records by API: they may stay there until they expire."),
    ("delete_message", "It cannot delete text messages by API: they stay there until they expire."),
    ("redact_message", "It cannot blank the words of a text message by API."),
    ("mms", "It delivers no pictures or files with texts: reporters need the web page for these."),
    ("reply_by_twiml", "It takes no reply in the webhook's answer: each text is answered by a request of our own."),
    ("url_overrides", "It does not try again what we could not keep: a text that meets a full disk is lost."),
    ("recording_callback", "It does not say when a recording is ready: we ask for it until it is."),
    ("reports_absent_recordings", "It does not report empty recordings: they are noticed at the end of the call."),
    ("falls_through_empty_recording", "After an empty recording it asks us how to go on, as after a full one."),
)


HELD = {
    "recordings": "recordings, with the voice: it has no way to delete them",
    "calls": "records of calls, with the caller's number: it has no way to delete them that we know of",
    "texts": "texts, with the sender's number; their words are blanked",
    "webhook_log": "its log of what it told us: the number, keys pressed, words of a text, words its own voice spoke",
    "recording_times": "when a deleted recording was made and how long it was, without the sound",
    "call_listing": "a deleted call in its lists, for a while",
    "text_record": "its own record that a text passed",
    "billing": "what it needs for its bills, and what the law has it keep",
}


def held(profile: Profile) -> list[str]:
    """Return, in plain sentences, what this provider may still hold of a call or text, and for how long."""
    return [f"{profile.title} may hold {HELD[name]}: {_for(days)}." for name, days in profile.held.items()]


def _for(days: int | None) -> str:
    return "no end that we know of" if days is None else f"about {days} days"


def missing(profile: Profile) -> list[str]:
    """Return, in plain sentences, what this provider lacks and how the line does without."""
    sentences = [sentence for flag, sentence in _MISSING if not getattr(profile, flag)]
    if profile.read_timeout < TWILIO.read_timeout:
        sentences.append(f"It waits only {profile.read_timeout:.0f} seconds for an answer, so a slow disk loses calls.")
    if profile.api_url is None:
        sentences.append("TWILIO_API_URL must be set: every customer has an address of their own.")
    return sentences


def webhook_keys(profile: Profile, tokens: Sequence[str]) -> tuple[str, ...]:
    """Return those of the configured tokens that sign webhooks.

    Where signing keys are separate they are listed beside the API token in TWILIO_AUTH_TOKEN and told by their prefix.
    """
    return tuple(token for token in tokens if token.startswith(profile.signing_key_prefix))


def api_secrets(profile: Profile, tokens: Sequence[str]) -> tuple[str, ...]:
    """Return those of the configured tokens that open the REST API."""
    if not profile.signing_key_prefix:
        return tuple(tokens)
    return tuple(token for token in tokens if not token.startswith(profile.signing_key_prefix))
