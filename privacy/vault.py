"""The boxes of the vault: a secret that must outlive one request, kept so that neither side alone can open it.

The server holds the ciphertext under a random id; the id and the box's random key travel with the visitor (sealed
state, cookie or one-time URL). The table is in `store`; this module only seals, opens and writes tickets.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass

from privacy.seal import KEY_BYTES, NotOpened, open_under, seal_under

ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the visitor carries: the box's id and its key."""

    box: bytes
    key: bytes

    def __repr__(self) -> str:
        return "Ticket(•••)"

    def text(self) -> str:
        """Return the ticket as URL-safe text."""
        return base64.urlsafe_b64encode(self.box + self.key).decode()


def read_ticket(text: str) -> Ticket:
    """Return the ticket written as `text`. Raises `NotOpened` when it is none."""
    try:
        raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NotOpened from error
    if len(raw) != ID_BYTES + KEY_BYTES:
        raise NotOpened
    return Ticket(raw[:ID_BYTES], raw[ID_BYTES:])


def close_box(secret: bytes, random: Callable[[int], bytes]) -> tuple[Ticket, bytes]:
    """Seal a secret into a new box; return the visitor's ticket and the server's ciphertext."""
    ticket = Ticket(random(ID_BYTES), random(KEY_BYTES))
    return ticket, refill_box(secret, ticket, random)


def refill_box(secret: bytes, ticket: Ticket, random: Callable[[int], bytes]) -> bytes:
    """Seal a changed secret for a ticket that is already out."""
    return seal_under(secret, b"sotto.vault.1" + ticket.box, ticket.key, random)


def open_box(ciphertext: bytes, ticket: Ticket) -> bytes:
    """Open a box. Raises `NotOpened`."""
    return open_under(ciphertext, b"sotto.vault.1" + ticket.box, ticket.key)
