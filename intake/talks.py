"""A sender's conversation by text, kept for a day under an alias that dies with its key."""

from __future__ import annotations

from dataclasses import dataclass

from intake.options import Intake
from intake.putting import Write
from intake.visit import Visit, visit_from_wire, visit_to_wire
from privacy.seal import NotOpened, open_under, seal_under
from store import threads

JOIN_SECONDS = 24 * 3600
_BOUND = b"sotto.talk.1"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sender: the visit under way and the time of our last reply, in seconds since 1970."""

    visit: Visit
    at: int


def known(intake: Intake, aliases: tuple[bytes, ...]) -> Known | None:
    """Return the conversation that a sender's next text joins: the last one, if it is less than 24 hours old."""
    days = (intake.keyring.day(), intake.keyring.yesterday())
    with intake.store.look() as connection:
        for day, key, alias in zip(days, intake.keyring.day_keys(), aliases, strict=False):
            row = threads.talk(connection, day, alias)
            if row is not None and intake.seconds() - row[1] < JOIN_SECONDS:
                return _opened(row[0], alias, key, row[1])
    return None


def remember(intake: Intake, aliases: tuple[bytes, ...], visit: Visit) -> tuple[Write, ...]:
    """Return the write that keeps a sender's conversation; a withheld sender has none."""
    if not aliases:
        return ()
    day, key, now = intake.keyring.day(), intake.keyring.day_keys()[0], intake.seconds()
    state = seal_under(visit_to_wire(visit), _BOUND + aliases[0], key, intake.random)
    return (lambda connection: threads.set_talk(connection, day, aliases[0], state, now),)


def _opened(state: bytes, alias: bytes, key: bytes, at: int) -> Known | None:
    try:
        return Known(visit_from_wire(open_under(state, _BOUND + alias, key)), at)
    except NotOpened:
        return None
