"""The two webhooks for texts. A text is answered once it is on the disk, and not before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from intake.converse import Exchange
from intake.delivery import Reply, told_of
from intake.options import Intake
from intake.texts import Medium, Text, receive
from intake.visit import Given
from privacy.alias import digests
from privacy.seal import NotOpened
from privacy.state import put, take
from provider.faults import Delivery, delivery
from provider.inbound import Inbound, InboundMedia, InboundOptions, raw_request, read
from sms.senders import answerable
from sms.twiml import SEGMENTS, SILENT, render, reply_text
from store.database import NotKept
from talk.engine import Turn
from talk.segments import count, split
from triage.lines import line_for

_BOUND = b"sms.status"
_CODE, _PLAIN = b"c", b"-"
_LAST_WORDS = {Delivery.DELIVERED: True, Delivery.FAILED: False}


@dataclass(frozen=True, slots=True)
class Texts:
    """What this door works with. `guess(text, languages, default)` names the language a text is in."""

    intake: Intake
    inbound: InboundOptions
    guess: Callable[[str, Sequence[str], str], str]


def texts(door: Texts) -> Blueprint:
    """Return the routes of this door."""
    routes = Blueprint("sms", __name__)

    @routes.post("/sms/message", strict_slashes=False)
    def message() -> Response:
        inbound = read(raw_request(request.environ), door.inbound)
        reply = Worded(door)
        answer, kept = receive(door.intake, _text(door, inbound), reply.rendered, reply.segments)
        return Response(answer if kept else "", 200 if kept else 503, mimetype="text/xml")

    @routes.post("/sms/status", strict_slashes=False)
    def status() -> Response:
        inbound = read(raw_request(request.environ), door.inbound)
        try:
            _delivered(door, inbound, request.args.get("s", ""))
        except NotKept:
            return Response(status=503)
        return Response(status=204)

    return routes


def _delivered(door: Texts, inbound: Inbound, token: str) -> None:
    """Note what is told of a text of ours: the first word already names what is to be erased."""
    report, with_code = _report(door, token)
    reply = Reply(inbound.sid, inbound.digests, report, with_code)
    told_of(door.intake, reply, _LAST_WORDS.get(delivery(inbound.status)))


def _text(door: Texts, inbound: Inbound) -> Text:
    line = line_for(door.intake.lines, inbound.to)
    language = door.guess(inbound.body, line.languages, line.languages[0])
    alias = inbound.aliases[0] if inbound.aliases else None
    given = Given(inbound.sid, inbound.body, alias=alias, digest=inbound.digests[0])
    media = tuple(_medium(door, inbound, each) for each in inbound.media)
    may_answer = answerable(door.intake.limiting.limits.replies, line, inbound)
    return Text(given, line, inbound.sid, inbound.digests[0], inbound.aliases, language, media, may_answer)


def _medium(door: Texts, inbound: Inbound, medium: InboundMedia) -> Medium:
    """Return an attachment under its own digest; one without an id under a digest made of its message's."""
    if medium.sid is None:
        name = hashlib.blake2b(inbound.digests[0] + bytes((medium.index,)), digest_size=16).digest()
    else:
        name = digests("media", medium.sid, door.intake.keyring.day_keys())[0]
    return Medium(medium.sid, name, medium.type)


class Worded:
    """The reply to one text: put into words once, counted, then rendered."""

    def __init__(self, door: Texts) -> None:
        self._door = door
        self._worded: tuple[Turn, tuple[str, ...]] | None = None

    def segments(self, exchange: Exchange) -> int:
        """Return what the reply costs."""
        return sum(count(part).segments for part in self._parts(exchange))

    def rendered(self, exchange: Exchange) -> str:
        """Return the reply as TwiML."""
        parts = self._parts(exchange)
        return render(parts, _status_url(self._door, exchange)) if parts else SILENT

    def _parts(self, exchange: Exchange) -> tuple[str, ...]:
        if self._worded is None or self._worded[0] is not exchange.turn:
            line = self._door.intake.lines.by_name[exchange.visit.line]
            facts = {"emergency": line.emergency}
            text = reply_text(self._door.intake.words, exchange.turn, line.languages, facts)
            self._worded = exchange.turn, split(text, SEGMENTS) if text else ()
        return self._worded[1]


def _status_url(door: Texts, exchange: Exchange) -> str:
    """Return where the provider tells what became of this reply: it names the report, sealed."""
    with_code = any("code" in say.facts for say in exchange.turn.says)
    state = (_CODE if with_code else _PLAIN) + exchange.visit.report
    key = door.intake.keyring.day_keys()[0]
    return f"{door.inbound.origin}/sms/status?s={put(state, _BOUND, key, door.intake.random)}"


def _report(door: Texts, token: str) -> tuple[bytes | None, bool]:
    """Return (report, whether the text had its code); no report for a state that does not open."""
    try:
        state = take(token, _BOUND, door.intake.keyring.day_keys())
    except NotOpened:
        return None, False
    return state[1:], state[:1] == _CODE
