"""TwiML as text, verb by verb: what is said a thousand times a minute is not built from objects first.

Every verb that asks names where its answer goes; without that the provider would ask for the same document for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ivr.voices import voice_of
from triage.lines import Timeouts

MOST_KEYS = 48
"""Keys taken at a question for digits: room to start over twice, and less than a request may hold."""

HANGUP = "<Hangup/>"
_MOST_LETTERS = 3_000
# XML 1.0 has no place for these, not even escaped: one of them, and the provider ends the call.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Reports:
    """Where the provider tells what became of a recording, and of what it tells: `events`, blanks between."""

    url: str
    events: str


def document(*verbs: str) -> str:
    """Return a whole answer."""
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{"".join(verbs)}</Response>'


def say(text: str, language: str) -> str:
    """Return words for the provider to speak: nothing for nothing, several pieces for very many."""
    opening = _opening(language)
    clean = _NO_XML.sub("", text)
    return "".join(f"{opening}{escape(piece)}</Say>" for piece in _pieces(clean) if any(map(str.isalnum, piece)))


def play(url: str) -> str:
    """Return a sound for the provider to fetch and play."""
    return f"<Play>{escape(url)}</Play>"


def choice(inner: str, url: str, timeouts: Timeouts) -> str:
    """Return a question for one key; no key is an answer, too. `*`, `#` and 0 are keys like any other."""
    return _gather(f'numDigits="1" finishOnKey="" timeout="{timeouts.key}"', inner, url)


def digits(inner: str, url: str, timeouts: Timeouts) -> str:
    """Return a question for digits, ended by `#` or by waiting; what `*` means is the script's to say."""
    return _gather(f'numDigits="{MOST_KEYS}" finishOnKey="#" timeout="{timeouts.digit}"', inner, url)


def record(url: str, timeouts: Timeouts, reports: Reports | None) -> str:
    """Return a recording after a tone, ended by `#`, by silence or at its longest, with every pause kept in it.

    A recording with nothing on it goes on with the next verb at some providers, and to `url` at others.
    """
    tell = ""
    if reports:
        tell = f' recordingStatusCallback="{reports.url}" recordingStatusCallbackEvent="{reports.events}"'
    return (
        f'<Record action="{url}" finishOnKey="#" maxLength="{timeouts.recording}" timeout="{timeouts.silence}" '
        f'playBeep="true" trim="do-not-trim"{tell}/>'
    )


def dial(number: str, ours: str, whisper: str, url: str, timeouts: Timeouts) -> str:
    """Return a call to a person. `ours` is shown to them: without it they would see the number of the reporter."""
    return (
        f'<Dial callerId={quoteattr(ours)} timeout="{timeouts.ring}" action="{url}">'
        f'<Number url="{whisper}">{escape(number)}</Number></Dial>'
    )


def redirect(url: str) -> str:
    """Return the way to another document."""
    return f"<Redirect>{url}</Redirect>"


def _gather(attributes: str, inner: str, url: str) -> str:
    """Return a Gather, and after it, for a provider that does not report silence, the same way on."""
    return (
        f'<Gather input="dtmf" {attributes} actionOnEmptyResult="true" action="{url}">{inner}</Gather>{redirect(url)}'
    )


def _opening(language: str) -> str:
    spoken_as = voice_of(language)
    return "<Say>" if spoken_as is None else f'<Say voice="{spoken_as[1]}" language="{spoken_as[0]}">'


def _pieces(text: str) -> Iterator[str]:
    """Cut a very long text, at a blank where there is one: a Say takes 4096 characters."""
    while len(text) > _MOST_LETTERS:
        end = text.rfind(" ", 1, _MOST_LETTERS) + 1 or _MOST_LETTERS
        yield text[:end]
        text = text[end:]
    yield text
