"""Calls and texts from a terminal or a test, over the control API."""

from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rehearsal.calls.scripted import Speech
from rehearsal.story import told

Json = dict[str, object]
Wav = Speech | Path | bytes
CALLER = "+15005550006"
PATIENCE = 120.0


class Refused(RuntimeError):
    """The rehearsal said no; the text is its reason."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A call that is over: its events in order, as the phone page shows them."""

    sid: str
    status: str
    seconds: float
    events: tuple[Json, ...]

    def of(self, kind: str) -> list[Json]:
        """Return the events of one kind, as `rehearsal.story` names them."""
        return [event for event in self.events if event["kind"] == kind]

    @property
    def said(self) -> str:
        """All words the caller heard, a line for each prompt."""
        return "\n".join(str(event["text"]) for event in self.of("said"))

    @property
    def problems(self) -> list[str]:
        """Numbered errors."""
        return _problems(self.events)

    def lines(self) -> list[str]:
        """Return the call as a person reads it."""
        return [line for event in self.events for line in told(event)]


@dataclass(frozen=True, slots=True)
class Answer:
    """A text with what came back: bodies of the replies in order, and webhook events of all of them."""

    sid: str
    replies: tuple[str, ...]
    events: tuple[Json, ...]

    @property
    def problems(self) -> list[str]:
        """Numbered errors."""
        return _problems(self.events)


def place_call(
    base: str,
    token: str,
    *,
    to: str = "",
    number: str = CALLER,
    keys: Sequence[str] = (),
    wavs: Sequence[Wav] = (),
    hang_up_after: float | None = None,
    patience: float = PATIENCE,
) -> Transcript:
    """Call the line and wait until the call, and all its callbacks, are over.

    `keys`: one entry a question, empty for silence, `hangup` to leave there. `wavs`: one a tone, each followed by `#`
    unless it is a Speech that says otherwise. `hang_up_after`: seconds on the call's own clock, which prompts and
    pauses move on without real time passing. `to`: empty for the first number. `number`: `withheld` for none.
    Raises Refused, or TimeoutError after `patience` real seconds.
    """
    wish: Json = {
        "from": number,
        "to": to or first_number(base, token),
        "keys": list(keys),
        "speech": [_speech(wav) for wav in wavs],
    }
    if hang_up_after is not None:
        wish["hang_up_after"] = hang_up_after
    placed = _ask(base, token, "POST", "/control/calls", wish)
    story = _finished(base, token, f"/control/calls/{placed['sid']}", patience)
    return Transcript(str(placed["sid"]), str(story["status"]), _number(story["seconds"]), tuple(_events(story)))


def send_text(
    base: str,
    token: str,
    body: str,
    *,
    sender: str = CALLER,
    to: str = "",
    media: Sequence[tuple[str, bytes]] = (),
    patience: float = PATIENCE,
) -> Answer:
    """Text the line and wait for its answer and for the delivery of every reply.

    `media`: claimed type and bytes. Raises Refused, or TimeoutError after `patience` real seconds.
    """
    files = [{"type": kind, "data": base64.b64encode(data).decode()} for kind, data in media]
    wish: Json = {"from": sender, "to": to or first_number(base, token), "body": body, "media": files}
    story = _ask(base, token, "POST", "/control/texts", wish)
    story = _finished(base, token, f"/control/texts/{story['sid']}", patience)
    replies = story["replies"]
    bodies = tuple(str(reply["body"]) for reply in replies) if isinstance(replies, list) else ()
    return Answer(str(story["sid"]), bodies, tuple(_events(story)))


def order_fault(
    base: str, token: str, *, on: str, how: str, seconds: float = 0, status: int = 503, times: int = 1
) -> None:
    """Let something go wrong; `rehearsal.line.faults` names what can. Raises Refused."""
    wish: Json = {"on": on, "how": how, "seconds": seconds, "status": status, "times": times}
    _ask(base, token, "POST", "/control/faults", wish)


def set_phone(
    base: str,
    token: str,
    number: str,
    does: str,
    *,
    keys: Sequence[str] = ("1",),
    after: float = 4,
    talks: float = 60,
) -> None:
    """Decide what an operator's phone does when it is dialled: answer, busy, no-answer, failed, voicemail."""
    wish: Json = {"does": does, "keys": list(keys), "after": after, "talks": talks}
    _ask(base, token, "PUT", f"/control/phones/{number}", wish)


def first_number(base: str, token: str) -> str:
    """Return the line's first number. Raises Refused."""
    numbers = _ask(base, token, "GET", "/control/numbers")["list"]
    if not isinstance(numbers, list) or not numbers:
        message = "the line has no number"
        raise Refused(message)
    return str(numbers[0]["phone"])


def _speech(wav: Wav) -> Json:
    if not isinstance(wav, Speech):
        wav = Speech(wav if isinstance(wav, bytes) else wav.read_bytes())
    return {"wav": base64.b64encode(wav.audio).decode(), "then": wav.then, "raw": wav.raw}


def _finished(base: str, token: str, path: str, patience: float) -> Json:
    end, pause = time.monotonic() + patience, 0.01
    while True:
        story = _ask(base, token, "GET", path)
        if story["done"]:
            return story
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)


def _ask(base: str, token: str, method: str, path: str, body: Json | None = None) -> Json:
    parts = urlsplit(base)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        given = json.loads(answer.read() or b"{}")
    finally:
        connection.close()
    if answer.status >= 400:
        raise Refused(str(given.get("error", answer.status)))
    return given if isinstance(given, dict) else {"list": given}


def _events(story: Json) -> Iterator[Json]:
    events = story["events"]
    if isinstance(events, list):
        yield from events


def _problems(events: Sequence[Json]) -> list[str]:
    return [f"{event['code']} {event['name']}: {event['detail']}" for event in events if event["kind"] == "problem"]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
