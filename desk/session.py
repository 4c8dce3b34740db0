"""Sessions: an operator's key lies sealed in the vault, and what opens it is in the browser's cookie alone."""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import dataclass, replace
from typing import Any

from desk.door import Desk
from intake.operators import SignedIn, signed_in_still
from privacy.seal import NotOpened
from privacy.vault import Ticket, close_box, open_box, read_ticket, refill_box
from store import vault

IDLE = 30 * 60
"""Seconds after which a session ends in which nothing was done."""

LONGEST = 12 * 3600
"""Seconds after which a session ends, whatever is done."""

MOST_LIFTED = 50
"""Reports whose masks stay lifted at once; the first are masked again."""


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """An operator who signed in at `began` (seconds since 1970), and the language they read the desk in.

    `lifted` are the reports whose masks they lifted, the latest last: with the session, the masks are back.
    """

    ticket: Ticket
    who: SignedIn
    language: str
    began: int
    lifted: tuple[str, ...] = ()

    @property
    def form_token(self) -> str:
        """Return what every form of this session carries, and no other page can know."""
        return base64.urlsafe_b64encode(hmac.digest(self.ticket.key, b"sotto.desk.form", "sha256")).decode()


def begin(door: Desk, who: SignedIn, language: str) -> Session:
    """Begin a session under a new ticket. Raises `NotKept`."""
    now = door.intake.seconds()
    ticket, _ = close_box(b"", door.intake.random)
    session = Session(ticket, who, language, now)
    ciphertext = refill_box(_wire(session), ticket, door.intake.random)
    door.intake.store.write(lambda connection: vault.put(connection, ticket.box, ciphertext, now + IDLE))
    return session


def resume(door: Desk, cookie: str) -> Session | None:
    """Return the session of a cookie; None when it ended, was never one, or its operator's password was changed."""
    try:
        ticket = read_ticket(cookie)
        with door.intake.store.read() as connection:
            ciphertext = vault.get(connection, ticket.box, door.intake.seconds())
        held = None if ciphertext is None else json.loads(open_box(ciphertext, ticket))
    except NotOpened:
        return None
    if held is None or door.intake.seconds() >= held["began"] + LONGEST:
        return None
    return _opened(door, ticket, held)


def stay(door: Desk, session: Session) -> None:
    """Count the idle time from now again. Raises `NotKept`."""
    until = min(door.intake.seconds() + IDLE, session.began + LONGEST)
    door.intake.store.write(lambda connection: vault.keep(connection, session.ticket.box, until))


def speak(door: Desk, session: Session, language: str) -> Session:
    """Go on in another language. Raises `NotKept`."""
    return _changed(door, replace(session, language=language))


def lift(door: Desk, session: Session, report: str) -> Session:
    """Go on with the masks of a report lifted. Raises `NotKept`."""
    lifted = (*(each for each in session.lifted if each != report), report)[-MOST_LIFTED:]
    return _changed(door, replace(session, lifted=lifted))


def _changed(door: Desk, session: Session) -> Session:
    ciphertext = refill_box(_wire(session), session.ticket, door.intake.random)
    until = min(door.intake.seconds() + IDLE, session.began + LONGEST)
    door.intake.store.write(lambda connection: vault.keep(connection, session.ticket.box, until, ciphertext))
    return session


def end(door: Desk, session: Session) -> None:
    """End a session: what its cookie opens is gone. Raises `NotKept`."""
    door.intake.store.write(lambda connection: vault.remove(connection, session.ticket.box))


def _wire(session: Session) -> bytes:
    one = session.who.operator
    held = {
        "name": one.name, "private": session.who.private.hex(), "locked": one.locked.hex(),
        "language": session.language, "began": session.began, "lifted": session.lifted,
    }  # fmt: skip
    return json.dumps(held).encode()


def _opened(door: Desk, ticket: Ticket, held: dict[str, Any]) -> Session | None:
    private, locked = bytes.fromhex(held["private"]), bytes.fromhex(held["locked"])
    who = signed_in_still(door.intake.store, held["name"], private, locked)
    spoken = door.intake.words.by_language
    language = held["language"] if held["language"] in spoken else next(iter(spoken))
    lifted = tuple(held.get("lifted", ()))
    return None if who is None else Session(ticket, who, language, held["began"], lifted)
