"""A text to the line: kept, sent on as a webhook, and whatever the line answers carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from rehearsal.board import Board
from rehearsal.errors import Problem
from rehearsal.line import fields
from rehearsal.line.webhooks import Line, Webhook
from rehearsal.line.wire import Reply
from rehearsal.records import Media, Message
from rehearsal.texts.optout import answered_by_provider
from rehearsal.texts.outgoing import MOST_MEDIA, Draft, Outgoing, bare
from rehearsal.texts.segments import segments
from rehearsal.twiml.document import Document, read
from rehearsal.twiml.grammar import MESSAGE_GRAMMAR

MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 10
MARKUP = frozenset({"text/xml", "application/xml"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message, with the type its sender claims."""

    type: str
    data: bytes


class Incoming:
    """Takes texts in."""

    def __init__(self, board: Board, line: Line, outgoing: Outgoing) -> None:
        self._board, self._line, self._outgoing = board, line, outgoing

    def receive(self, sender: str, to: str, body: str, attachments: Sequence[Attachment] = ()) -> Message:
        """Take a text in and wait for the line's answer. Raises Problem 21211, 21617 or 21623."""
        number = self._board.number(bare(to))
        if number is None:
            raise Problem(21211, "not a number of this account")
        message = self._keep(sender, to, body, attachments)
        said = answered_by_provider(self._board, message)
        if said is not None:
            self._outgoing.keep(Draft(to, sender, said, reply_to=message.sid), "delivered")
        common = fields.of_message(self._board, message)
        first = Webhook("message", number.hook("sms_url"), number.hook("sms_method") or "POST", common)
        try:
            self._follow(message, first)
        except Problem as problem:
            self._fall_back(message, problem, first, number.hook("sms_fallback_url"))
        return message

    def _keep(self, sender: str, to: str, body: str, attachments: Sequence[Attachment]) -> Message:
        if len(body) > 1600:
            raise Problem(21617, f"{len(body)} characters")
        if len(attachments) > MOST_MEDIA or sum(len(file.data) for file in attachments) > MOST_BYTES:
            raise Problem(21623, "at most ten files, five megabytes in all")
        now, sid = self._board.options.now(), self._board.new_sid("MM" if attachments else "SM")
        message = Message(sid, sender, to, body, "inbound", now, "received", segments(body))
        for file in attachments:
            key = self._board.options.random(24).hex()
            media = Media(self._board.new_sid("ME"), sid, now, file.type, file.data, key)
            self._board.media.put(media.sid, media)
            message.media.append(media.sid)
        self._board.messages.put(sid, message)
        self._board.change(message)
        return message

    def _fall_back(self, message: Message, problem: Problem, first: Webhook, url: str) -> None:
        self._trouble(message, problem)
        if not url:
            return
        errors = {"ErrorCode": str(problem.code), "ErrorUrl": first.url}
        try:
            self._follow(message, Webhook("fallback", url, "POST", {**first.fields, **errors}))
        except Problem as second:
            self._trouble(message, second)

    def _follow(self, message: Message, webhook: Webhook) -> None:
        """Carry out the answer, and that of each document it redirects to."""
        for _ in range(MOST_REDIRECTS):
            document = _read(self._line.ask(message, webhook), webhook.url)
            where = self._perform(message, document)
            if where is None:
                return
            webhook = Webhook("redirect", urljoin(webhook.url, where), "POST", webhook.fields)
        raise Problem(11215, "a loop of redirects")

    def _perform(self, message: Message, document: Document) -> str | None:
        for element in document.verbs:
            if element.tag == "Redirect":
                return (element.text or "").strip()
            try:
                self._outgoing.send(_draft(message, element, document))
            except Problem as problem:
                self._trouble(message, problem)
        return None

    def _trouble(self, message: Message, problem: Problem) -> None:
        self._board.tell(message, "problem", code=problem.code, name=problem.name, detail=problem.detail)


def _read(reply: Reply, url: str) -> Document:
    if reply.status == 204:
        return Document(url, ())
    if reply.type == "text/plain":
        message = ET.Element("Message")
        message.text = reply.body.decode("utf-8", "replace")
        return Document(url, (message,))
    if reply.type not in MARKUP:
        raise Problem(12300, f"the answer is {reply.type or 'of no named type'}, text/xml is wanted")
    return read(reply.body, url, MESSAGE_GRAMMAR)


def _draft(message: Message, element: ET.Element, document: Document) -> Draft:
    """Return an answer: its text stands directly in it or in Body, never in both."""
    bodies = ["".join(child.itertext()) for child in element if child.tag == "Body"]
    direct = (element.text or "").strip()
    if len(bodies) + bool(direct) > 1:
        raise Problem(14103, "the text of a message stands in one place")
    body = bodies[0] if bodies else direct
    media = tuple((child.text or "").strip() for child in element if child.tag == "Media")
    if not body and not media:
        raise Problem(14103, "an empty message")
    callback = element.get("statusCallback", "")
    return Draft(
        element.get("from", message.to),
        element.get("to", message.sender),
        body,
        media,
        urljoin(document.url, callback) if callback else "",
        message.sid,
    )
