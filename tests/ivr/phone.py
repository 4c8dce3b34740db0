"""Somebody with a telephone, and the provider between them and the line: it signs, posts and reads what comes back.

What a caller hears is read off the answer itself, held against the provider's list of verbs and attributes.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag
from xml.etree import ElementTree as ET

from flask import Flask, Response
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from intake.call_log import CallLog
from ivr.door import Calls
from ivr.routes import calls
from privacy.alias import alias, digests
from provider.inbound import InboundOptions, Refused
from provider.profiles import TWILIO, Profile
from tests.plugins.site import Site

ORIGIN = "https://hotline.example"
TOKEN = "a-token-for-tests"
OURS = "+15005550001"
CALLER = "+14155550134"
WITHHELD = "+266696687"
ORACLE = Path(__file__).parents[3] / "shared" / "data" / "twiml_attributes.json"


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer of the line, as the caller hears it."""

    xml: str
    verbs: tuple[ET.Element, ...]

    @property
    def text(self) -> str:
        """Return all that is spoken."""
        return " ".join(say.text or "" for verb in self.verbs for say in verb.iter("Say"))

    @property
    def plays(self) -> list[str]:
        """Return the sounds that are played."""
        return [play.text or "" for verb in self.verbs for play in verb.iter("Play")]

    @property
    def asks(self) -> str:
        """Return what is wanted: key, digits, voice, person, another document, or nothing more."""
        for verb in self.verbs:
            if verb.tag == "Gather":
                return "key" if verb.get("numDigits") == "1" else "digits"
            if kind := {"Record": "voice", "Dial": "person", "Redirect": "another", "Hangup": "over"}.get(verb.tag):
                return kind
        return "nothing"

    def verb(self, tag: str) -> ET.Element:
        """Return the one verb of this name, at any depth."""
        [found] = [element for verb in self.verbs for element in verb.iter(tag)]
        return found

    @property
    def action(self) -> str:
        """Return where the next request goes."""
        [found] = [verb.get("action", "") for verb in self.verbs if verb.tag in {"Gather", "Record", "Dial"}]
        return found

    @property
    def tells(self) -> str:
        """Return where the provider tells of the recording."""
        return urldefrag(self.verb("Record").get("recordingStatusCallback", ""))[0]


def door_of(site: Site, log: CallLog, profile: Profile = TWILIO, **more: Any) -> Calls:
    """Return the phone's door of a site."""
    keyring = site.intake.keyring
    inbound = InboundOptions(
        (TOKEN,), ORIGIN, profile,
        lambda number: tuple(alias(number, key) for key in keyring.day_keys()),
        lambda kind, sid: digests(kind, sid, keyring.day_keys()),
    )  # fmt: skip
    return Calls(site.intake, log, inbound, **more)


@dataclass(slots=True)
class Phone:
    """One call after another; `sid` is that of the present one, `heard` the last answer."""

    site: Site
    caller: str = CALLER
    ours: str = OURS
    profile: Profile = TWILIO
    recorded: Mapping[tuple[str, str], Path] = field(default_factory=dict)
    log: CallLog = field(default_factory=CallLog)
    sid: str = ""
    heard: Heard = Heard("", ())
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.app = Flask("line")
        self.app.register_blueprint(calls(self.door))
        self.app.register_error_handler(Refused, lambda refused: Response(status=refused.status))
        self.hang_on()

    @property
    def door(self) -> Calls:
        """Return the door that is called."""
        return door_of(self.site, self.log, self.profile, recorded=self.recorded)

    def hang_on(self) -> None:
        """Begin a call with an id of its own, without dialling yet."""
        self.sid = new_sid("CA")

    def dial(self) -> Heard:
        """Call the line."""
        self.hang_on()
        return self.listen("/ivr/call", CallStatus="ringing")

    def press(self, *keys: str) -> Heard:
        """Answer one question after another, each with these keys."""
        for each in keys:
            self.listen(self.heard.action, Digits=each)
        return self.heard

    def wait(self) -> Heard:
        """Do nothing: no key is pressed, nothing is said."""
        if self.heard.asks == "voice":
            return self.follow()
        return self.listen(self.heard.action, Digits="")

    def speak(self, seconds: int = 12, ended: str = "#", sid: str | None = None) -> Heard:
        """Say something after the tone; `ended` is the key that ends it, "" for silence or the longest."""
        return self.listen(self.heard.action, Digits=ended, **recording(sid or new_sid("RE"), seconds))

    def follow(self) -> Heard:
        """Go where the answer redirects."""
        return self.listen(self.heard.verb("Redirect").text or "")

    def do(self, what: str) -> Heard:
        """Do one thing by its name in a table of a call: calls, waits, speaks, follows, or a key."""
        deeds = {"calls": self.dial, "waits": self.wait, "speaks": self.speak, "follows": self.follow}
        return deeds[what]() if what in deeds else self.press(what)

    def waiting(self) -> list[str]:
        """Return the kinds of the jobs that wait."""
        with self.site.store.read() as connection:
            return [row[0] for row in connection.exec_driver_sql("SELECT kind FROM jobs")]

    def hang_up(self, seconds: int = 40) -> int:
        """Leave; return the status that the provider is answered with."""
        return self.post("/ivr/status", CallStatus="completed", CallDuration=str(seconds)).status_code

    def listen(self, where: str, **fields: str) -> Heard:
        """Ask for a document and read it."""
        response = self.post(where, **fields)
        assert response.status_code == 200, response.status_code
        assert response.mimetype == "text/xml"
        self.heard = read(response.get_data(as_text=True))
        return self.heard

    def post(self, where: str, **fields: str) -> TestResponse:
        """Send a signed request with all that the provider adds to it, the caller's number included."""
        url = where if where.startswith(ORIGIN) else ORIGIN + where
        form = self.form() | fields
        signature = RequestValidator(TOKEN).compute_signature(url, form)
        headers = {"X-Twilio-Signature": signature}
        return self.app.test_client().post(url.removeprefix(ORIGIN), data=form, headers=headers, base_url=ORIGIN)

    def form(self) -> dict[str, str]:
        """Return what the provider says with every request of a call."""
        return {
            "CallSid": self.sid, "AccountSid": "AC" + "0" * 32, "CallStatus": "in-progress", "Direction": "inbound",
            "From": self.caller, "Caller": self.caller, "To": self.ours, "Called": self.ours, "FromCity": "",
            "FromCountry": "US", "ApiVersion": "2010-04-01",
        }  # fmt: skip

    def tell(self, where: str, sid: str, seconds: int = 12, status: str = "completed") -> int:
        """Send what becomes of a recording, as the provider does: without a number. Return the answer's status."""
        form = {"CallSid": self.sid, "AccountSid": "AC" + "0" * 32, "RecordingStatus": status}
        form |= recording(sid, seconds)
        signature = RequestValidator(TOKEN).compute_signature(where, form)
        headers = {"X-Twilio-Signature": signature}
        path = where.removeprefix(ORIGIN)
        return self.app.test_client().post(path, data=form, headers=headers, base_url=ORIGIN).status_code

    def fetch(self, url: str) -> TestResponse:
        """Fetch a sound, as the provider does to play it."""
        return self.app.test_client().get(url.removeprefix(ORIGIN), base_url=ORIGIN)


def recording(sid: str, seconds: int) -> dict[str, str]:
    """Return how the provider names a recording."""
    url = f"https://api.example/2010-04-01/Accounts/AC{'0' * 32}/Recordings/{sid}"
    return {"RecordingSid": sid, "RecordingUrl": url, "RecordingDuration": str(seconds)}


def new_sid(kind: str) -> str:
    """Return an id as the provider makes them."""
    return kind + secrets.token_hex(16)


def read(xml: str) -> Heard:
    """Read an answer; raises AssertionError for anything the provider would stumble over."""
    root = ET.fromstring(xml)
    assert root.tag == "Response"
    assert len(xml.encode()) < 64 * 1024
    for element in root.iter():
        _allowed(element)
    return Heard(xml, tuple(root))


def _allowed(element: ET.Element) -> None:
    oracle = _oracle()
    if oracle is None or element.tag == "Response":
        return
    attributes: dict[str, str] = oracle["attributes"].get(element.tag, {})
    assert element.tag in oracle["attributes"] or element.tag in {"Hangup", "Leave"}, element.tag
    for name, value in element.attrib.items():
        kind = attributes[name].removesuffix("[]")
        for one in value.split(" ") if attributes[name].endswith("[]") else [value]:
            assert kind not in oracle["enums"] or one in oracle["enums"][kind], (element.tag, name, value)
            assert kind != "number" or one.isdigit(), (element.tag, name, value)
            assert kind != "boolean" or one in {"true", "false"}, (element.tag, name, value)


@cache
def _oracle() -> dict[str, Any] | None:
    """Return the provider's names of verbs, attributes and values, where they are at hand."""
    if not ORACLE.exists():
        return None
    voice: dict[str, Any] = json.loads(ORACLE.read_text())["voice"]
    return voice
