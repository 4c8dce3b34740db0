"""One conversation under way, and how it travels sealed between two requests."""

from __future__ import annotations

from dataclasses import dataclass, replace

from privacy.seal import KEY_BYTES, NotOpened
from privacy.secret import Secret
from privacy.vault import ID_BYTES as BOX_BYTES
from privacy.vault import Ticket
from talk.engine import Session
from talk.wire import from_wire, to_wire

ID_BYTES = 16
NOWHERE = "-"  # a session that stands at no step: nothing is asked
_FILED, _BEFORE, _THREAD, _TICKET = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a conversation stands. It holds no word of the reporter and nothing that says who they are.

    `draft` is random and becomes the report's id; `thread` is the earlier report that is followed up on; `ticket` opens
    a vault box: with the new code until the call ends, or with the reporter's key in a follow-up. `before` is set once
    somebody who lost the code said that they had reported before.
    """

    door: str
    line: str
    draft: bytes
    session: Session
    filed: bool = False
    before: bool = False
    thread: bytes | None = None
    ticket: Ticket | None = None

    def at(self, session: Session) -> Visit:
        """Return the visit at another step."""
        return self if session == self.session else replace(self, session=session)

    @property
    def report(self) -> bytes:
        """Return the report that what is said now belongs to."""
        return self.thread or self.draft


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a page: its bytes and the type its sender claims. Names are dropped at the door."""

    content: bytes
    type: str


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """What came with one request and goes no further than this turn.

    `once` names the request: the same again gets the same answer. `alias` and `digest` are keyed names under today's
    key (see `privacy.alias`), None for a withheld sender and for a page.
    """

    once: Secret
    words: str = ""
    files: tuple[Upload, ...] = ()
    alias: bytes | None = None
    digest: bytes | None = None


def visit_to_wire(visit: Visit) -> bytes:
    """Write a visit as bytes, to be sealed."""
    flags = (
        _FILED * visit.filed
        + _BEFORE * visit.before
        + _THREAD * (visit.thread is not None)
        + _TICKET * (visit.ticket is not None)
    )
    names = f"{visit.door} {visit.line}".encode()
    return b"".join(
        (
            bytes((flags, len(names))), names, visit.draft, visit.thread or b"",
            visit.ticket.box + visit.ticket.key if visit.ticket else b"", to_wire(visit.session),
        )
    )  # fmt: skip


def visit_from_wire(wire: bytes) -> Visit:
    """Read a visit. Raises `NotOpened` when the bytes are none."""
    try:
        flags, length = wire[0], wire[1]
        door, line = wire[2 : 2 + length].decode().split(" ", 1)
        rest = wire[2 + length :]
        draft, rest = _cut(rest, ID_BYTES)
        thread, rest = _cut(rest, ID_BYTES) if flags & _THREAD else (None, rest)
        box, rest = _cut(rest, BOX_BYTES + KEY_BYTES) if flags & _TICKET else (b"", rest)
        session = from_wire(rest)
    except (IndexError, ValueError) as error:  # a WireError is a ValueError
        raise NotOpened from error
    ticket = Ticket(box[:BOX_BYTES], box[BOX_BYTES:]) if box else None
    return Visit(door, line, draft, session, bool(flags & _FILED), bool(flags & _BEFORE), thread, ticket)


def _cut(wire: bytes, length: int) -> tuple[bytes, bytes]:
    if len(wire) < length:
        message = "too short"
        raise ValueError(message)
    return wire[:length], wire[length:]
