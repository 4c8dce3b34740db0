"""Handing the new code to a caller: from one vault box into the next, so that each address works for one playing."""

from __future__ import annotations

from dataclasses import replace

from intake.options import Intake
from intake.outcome import Outcome
from intake.putting import VAULT_SECONDS
from intake.visit import Given, Visit
from privacy.seal import NotOpened
from privacy.secret import Secret
from privacy.vault import Ticket, close_box, open_box
from store import reports, vault
from store.database import Connection
from triage.lines import Line
from triage.reachable import Reachable


def reveal(intake: Intake, line: Line, visit: Visit, given: Given) -> Outcome:
    """Move the code to a fresh box; the fact `code` is its ticket, which the phone's door turns into an address."""
    old = visit.ticket
    secret = None if old is None else unlocked(intake, old)
    if old is None or secret is None:
        return Outcome("gone", visit, writes=(_nothing,))
    ticket, ciphertext = close_box(secret.reveal().encode(), intake.random)
    expires = intake.seconds() + VAULT_SECONDS

    def write(connection: Connection) -> None:
        vault.remove(connection, old.box)
        vault.put(connection, ticket.box, ciphertext, expires)
        reports.change(connection, visit.draft, reachable=Reachable.PERHAPS)

    return Outcome("ready", replace(visit, ticket=ticket), {"code": ticket.text()}, (write,))


def _nothing(connection: Connection) -> None:
    """Keep nothing. A request that comes twice finds the box moved; having a write, it gets its first answer again."""


def unlocked(intake: Intake, ticket: Ticket) -> Secret | None:
    """Return what lies in a vault box, or None when it is gone."""
    with intake.store.read() as connection:
        box = vault.get(connection, ticket.box, intake.seconds())
    if box is None:
        return None
    try:
        return Secret(open_box(box, ticket).decode())
    except (NotOpened, UnicodeDecodeError):
        return None
