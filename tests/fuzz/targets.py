"""What is fuzzed: each target takes anything at all, and fails on any end but the ones that are foreseen."""

from __future__ import annotations

import contextlib
import re
import struct
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ivr import verbs
from ivr.voices import VOICES
from provider.form import parse
from provider.inbound import RawRequest, Reason, Refused, read
from provider.numbers import NotANumber, normalise
from provider.sender import Channel, read_sender
from provider.signature import is_signed, sign, signed_text
from sms.twiml import render
from tests.provider.webhooks import CALL, FORM, ORIGIN, RECORDING, TEXT, TOKEN, options
from triage.lines import Timeouts
from work.speech.audio import CAPS, decode
from work.speech.riff import Unreadable

WEBHOOKS: Mapping[str, Mapping[str, str]] = {
    "/sms/message": TEXT, "/ivr/call": CALL, "/ivr/step?s=abc": CALL | {"Digits": "1"}, "/ivr/recording": RECORDING,
}  # fmt: skip
_TIMES = Timeouts(key=6, digit=10, silence=10, recording=300, ring=20)
_KINDS = {"PCM": 1, "float": 3, "A-law": 6, "mu-law": 7, "extensible": 0xFFFE}
_ODD = st.sampled_from([
    "</Say><Dial>+19005550100</Dial>", "]]>", "<![CDATA[", "&lt;Redirect&gt;", "&#60;Dial&#62;", "\0", "\ufffe",
    "\ud800",
    '"/><Redirect>https://evil.example</Redirect>', "{{From}}", "<!--", "-->", "<?xml?>", "<!ENTITY x SYSTEM 'file:///'>",
])  # fmt: skip
HOSTILE = st.lists(st.text() | _ODD, max_size=6).map("".join)
_PIECES = ("+", "1", "415", "555", "0134", " ", "-", "(", ")", "٣", "sip:", "@", "client:", "whatsapp:", "ext", ";")
_NUMBERS = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=10).map("".join)
_CODINGS = st.sampled_from(sorted(_KINDS.values())) | st.integers(0, 0xFFFF)
_CHUNKS = st.lists(st.tuples(st.binary(min_size=4, max_size=4), st.binary(max_size=30)), max_size=3)


Test = Callable[[], None]
TARGETS: dict[str, Callable[[], Test]] = {}
"""By name, what makes the test anew: a test can be given its bounds once."""


def target(*given_by: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a target with what chooses its arguments."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        TARGETS[function.__name__] = lambda: given(*given_by)(function)  # type: ignore[no-untyped-call]
        return function

    return register


@target(st.sampled_from(sorted(WEBHOOKS)), st.binary(max_size=40), st.integers(0, 400), st.integers(0, 40))
def signature(target: str, junk: bytes, at: int, cut: int) -> None:
    """Alter a signed webhook anywhere: it is the same one or refused, by 403, or by 400 where only borders moved."""
    params = WEBHOOKS[target]
    whole = urlencode(params).encode()
    claim = RequestValidator(TOKEN).compute_signature(ORIGIN + target, params)
    body = whole[:at] + junk + whole[at + cut :]
    same = sorted(parse(body)) == sorted(parse(whole)) if body.count(b"&") < 400 else False
    assert _status(target, claim, body) in ({200} if same else {400, 403})


@target(st.binary(max_size=300), st.text(max_size=60), st.sampled_from(sorted(WEBHOOKS)), st.text(max_size=30))
def claims(body: bytes, claim: str, target: str, content_type: str) -> None:
    """Believe nothing that merely claims to be signed, and take no error of ours from it."""
    assert not is_signed(claim, (TOKEN.encode(),), (ORIGIN.encode(),), signed_text(parse(body)))
    assert _status(target, claim, body, content_type) == 403


@target(st.binary(max_size=300), st.sampled_from(sorted(WEBHOOKS)), st.integers(0, 400), st.integers(0, 40))
def behind_the_signature(junk: bytes, target: str, at: int, cut: int) -> None:
    """Sign anything rightly, by itself or inside a webhook that is in order: what is odd is a bad request."""
    whole = urlencode(WEBHOOKS[target]).encode()
    for body in (junk, whole[:at] + junk + whole[at + cut :]):
        _signed_rightly(body, target)


def _signed_rightly(body: bytes, target: str) -> None:
    claim = sign(TOKEN.encode(), (ORIGIN + target).encode(), signed_text(parse(body))).decode()
    assert _status(target, claim, body) in {200, 400}


@target(_NUMBERS | st.text(max_size=40), st.sampled_from(Channel))
def number(text: str, channel: Channel) -> None:
    """Take whatever calls or is typed for somebody, nobody, or refuse it in fixed words; a number becomes E.164."""
    with contextlib.suppress(Refused):
        assert text not in repr(read_sender(text, channel)) or len(text) < len("+1415")
    found = _outcome(normalise, text)
    if isinstance(found, NotANumber):
        assert len(text) < len("+1415") or text not in str(found)
    else:
        assert re.fullmatch(r"\+[0-9]{7,15}", found)


@target(
    _CODINGS, st.integers(0, 0xFFFF), st.integers(0, 2**32 - 1), st.integers(0, 64), st.binary(max_size=600), _CHUNKS,
    st.integers(-20, 20), st.integers(0, 9),
)  # fmt: skip
def audio(
    coding: int, channels: int, rate: int, bits: int, data: bytes, more: list[tuple[bytes, bytes]], off: int, side: int
) -> None:
    """Give a sound file anything in its head: it is sound or a named fault."""
    head = struct.pack("<HHIIHH", coding, channels, rate, 0, 0, bits)
    chunks = [(b"fmt ", head), *more, (b"data", data)]
    body = b"".join(name + struct.pack("<I", max(0, len(each) + off)) + each for name, each in chunks)
    for raw in (b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body, data, b"RIFF" + data):
        with contextlib.suppress(Unreadable):
            assert len(decode(raw, CAPS, side).pcm) % 2 == 0


@target(HOSTILE, HOSTILE, st.sampled_from([*VOICES, "xx"]))
def twiml(words: str, other: str, language: str) -> None:
    """Say anything: the verbs are those that were meant, text stays text, attributes stay whole."""
    said = verbs.say(words, language)
    for inner in (said, said + verbs.play("https://a.example/x.wav?a=1&b=2")):
        asked = verbs.document(verbs.choice(inner, "/ivr/step?s=x", _TIMES), verbs.record("/ivr/step", _TIMES, None))
        assert _verbs(asked) - {"Say", "Play"} == {"Response", "Gather", "Redirect", "Record"}
    clean = "".join(sign for sign in other if sign.isprintable() and not "\ud800" <= sign <= "\udfff")
    dialled = verbs.document(verbs.dial(clean, clean, "/ivr/whisper", "/ivr/dialled", _TIMES))
    assert [each.tag for each in ET.fromstring(dialled.encode()).iter()] == ["Response", "Dial", "Number"]
    assert "evil.example" not in "".join(each.text or "" for each in ET.fromstring(dialled.encode()).iter("Redirect"))


@target(HOSTILE)
def reply(words: str) -> None:
    """Text anything: it is messages and nothing else."""
    assert _verbs(render([words], "https://hotline.example/sms/status")) <= {"Response", "Message"}


def _verbs(document: str) -> set[str]:
    return {each.tag for each in ET.fromstring(document.encode()).iter()}


def _status(target: str, claim: str, body: bytes, content_type: str = FORM) -> int:
    """Return what a webhook is answered with, 200 for one that is believed."""
    try:
        read(RawRequest("POST", target, {"X-Twilio-Signature": claim}, body, content_type), options())
    except Refused as refused:
        if str(refused) in {reason.value for reason in Reason}:
            return refused.status
        raise
    return 200


def _outcome(normal: Callable[[str], str], text: str) -> str | NotANumber:
    try:
        return normal(text)
    except NotANumber as refused:
        return refused
