"""A sender's conversation by text, kept for a day under an alias that dies with its key."""

from __future__ import annotations

from dataclasses import dataclass

from intake.options import Intake
from intake.outcome import Overtaken
from intake.putting import Write
from intake.visit import Visit, visit_from_wire, visit_to_wire
from privacy.seal import NotOpened, open_under, seal_under
from store import threads
from store.database import Connection

JOIN_SECONDS = 24 * 3600
_BOUND = b"sotto.talk.1"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sender: the visit under way and the time of our last reply, in seconds since 1970."""

    visit: Visit
    at: int


def standing(intake: Intake, aliases: tuple[bytes, ...]) -> tuple[Known | None, bytes | None]:
    """Return what a sender's next text joins, and today's conversation as it is kept, to be handed to `remember`.

    Joined is the last conversation, if it is less than 24 hours old. Both come from one look, before all else.
    """
    if not aliases:
        return None, None
    joins, kept = None, None
    living = intake.keyring.living()
    with intake.store.look() as connection:
        for (day, key), alias in zip(living, aliases, strict=False):
            row = threads.talk(connection, day, alias)
            if row is None:
                continue
            kept = row[0] if day == living[0][0] else kept
            if intake.seconds() - row[1] < JOIN_SECONDS:
                joins = _opened(row[0], alias, key, row[1])
                break
    return joins, kept


def remember(intake: Intake, aliases: tuple[bytes, ...], visit: Visit, before: bytes | None) -> tuple[Write, ...]:
    """Return the write that keeps a sender's conversation; a withheld sender has none.

    It raises `Overtaken` where the conversation is not as it was `before`: of two texts that came at once the later one
    is worked out again, or its state would take the place of what the first one had answered.
    """
    if not aliases:
        return ()
    (day, key), now = intake.keyring.living()[0], intake.seconds()
    state = seal_under(visit_to_wire(visit), _BOUND + aliases[0], key, intake.random)

    def write(connection: Connection) -> None:
        if not threads.move_talk(connection, day, aliases[0], before, state, now):
            raise Overtaken

    return (write,)


def _opened(state: bytes, alias: bytes, key: bytes, at: int) -> Known | None:
    try:
        return Known(visit_from_wire(open_under(state, _BOUND + alias, key)), at)
    except NotOpened:
        return None
