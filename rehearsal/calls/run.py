"""A leg of a call as it runs: documents are fetched, their verbs performed, and the next document asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from rehearsal.board import Board
from rehearsal.calls.phone import Moved, Phone, Prompt, spoken_seconds
from rehearsal.errors import Problem
from rehearsal.line import fields
from rehearsal.line.courier import Courier
from rehearsal.line.webhooks import Line, Webhook
from rehearsal.line.wire import Reply
from rehearsal.records import Call
from rehearsal.twiml.document import Document, read
from rehearsal.twiml.grammar import VOICE_GRAMMAR

MOST_DOCUMENTS = 500
MOST_WITHOUT_TIME = 25
INSTANT = 0.025  # seconds: nobody heard anything in between
MARKUP = frozenset({"text/xml", "application/xml"})


@dataclass(frozen=True, slots=True)
class Target:
    """The next document: where, and what its request says beyond the common fields."""

    url: str
    method: str = "POST"
    fields: Mapping[str, str] = field(default_factory=dict)
    what: str = "call"


class End(Exception):
    """The line ended the call. `status` is the call's last one."""

    def __init__(self, status: str = "completed") -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class Run:
    """One leg. Its story is told on `story`: for a dialled leg the call that dialled it.

    `soon` holds callbacks that go out once the line has answered the next request.
    """

    board: Board
    line: Line
    courier: Courier
    call: Call
    story: Call
    phone: Phone
    verbs: Mapping[str, Verb]
    fallback: Target | None = None
    soon: list[Webhook] = field(default_factory=list)
    documents: int = 0
    still: int = 0
    still_since: float = -1.0

    def tell(self, kind: str, **facts: object) -> int:
        """Add to the story of the call; return the place of the event."""
        leg = {} if self.story is self.call else {"leg": self.call.to}
        event = self.board.tell(self.story, kind, at=round(self.phone.elapsed(), 1), **leg, **facts)
        return int(str(event["count"]))

    def trouble(self, problem: Problem) -> None:
        """Write an error down on the call."""
        self.tell("problem", code=problem.code, name=problem.name, detail=problem.detail)

    def common(self) -> dict[str, str]:
        """Return what every request of this leg carries."""
        return fields.of_call(self.board, self.call)

    def ask(self, target: Target) -> Reply:
        """Request a document. Raises Problem."""
        try:
            webhook = Webhook(target.what, target.url, target.method, self.common() | dict(target.fields))
            return self.line.ask(self.story, webhook)
        finally:
            self.send_soon()

    def send_soon(self) -> None:
        """Let the waiting callbacks go."""
        waiting, self.soon = self.soon, []
        self.courier.later(self.story, waiting)

    def target(self, element: ET.Element, document: Document, extra: Mapping[str, str]) -> Target:
        """Return the action of a verb; without one, the document's own URL again."""
        url = urljoin(document.url, element.get("action", ""))
        return Target(url, element.get("method", "POST"), extra, "action")

    def fetch(self, target: Target) -> Document:
        """Return a document, checked. Raises Problem with the number of whatever is wrong."""
        self._detect_loop()
        reply = self.ask(target)
        if reply.type in MARKUP:
            if not reply.body.strip():
                raise Problem(11770, "nothing in the answer")
            return read(reply.body, target.url, VOICE_GRAMMAR)
        if reply.type == "text/plain":
            words = reply.body.decode("utf-8", "replace")
            return read(f"<Response><Say>{_escaped(words)}</Say></Response>".encode(), target.url, VOICE_GRAMMAR)
        raise Problem(12300, f"the answer is {reply.type or 'of no named type'}, text/xml is wanted")

    def _detect_loop(self) -> None:
        now = self.phone.elapsed()
        self.still = self.still + 1 if now - self.still_since < INSTANT else 0
        self.still_since = now
        self.documents += 1
        if self.documents > MOST_DOCUMENTS or self.still > MOST_WITHOUT_TIME:
            raise Problem(11215, f"a loop: {self.documents} documents, and nothing that the caller could hear or do")


Verb = Callable[[Run, ET.Element, Document], Target | None]


def follow(run: Run, first: Target) -> None:
    """Run document after document to the end of the last one. Raises End, HungUp or, with no way on, Problem."""
    target: Target | None = first
    while target is not None:
        target = _next(run, target)


def _next(run: Run, target: Target) -> Target | None:
    """One document; a fault in it leads to the fallback URL, a fault in that one to nowhere."""
    try:
        return perform(run, run.fetch(target))
    except Problem as problem:
        run.trouble(problem)
        if run.fallback is None or target.what == "fallback":
            raise
        errors = {"ErrorCode": str(problem.code), "ErrorUrl": target.url}
        return Target(run.fallback.url, run.fallback.method, errors, "fallback")
    except Moved as moved:
        if not moved.url:
            raise End from None
        return Target(moved.url)


def perform(run: Run, document: Document) -> Target | None:
    """Perform the verbs of a document in order, until one of them leads elsewhere."""
    for element in document.verbs:
        if element.tag != "Reject" and run.call.status == "ringing":
            run.call.status = "in-progress"
        target = run.verbs[element.tag](run, element, document)
        if target is not None:
            return target
    return None


def say_aloud(run: Run, words: str, *, listening: bool = False, **facts: object) -> str | None:
    """Speak words to the caller; return the key that cut them short."""
    seconds = spoken_seconds(words)
    place = run.tell("said", text=words, length=round(seconds, 1), **facts)
    return run.phone.hear(Prompt(seconds, place), listening=listening)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
