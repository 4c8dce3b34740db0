"""The status of a report: one table of what an operator may do to it and what it is afterwards."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a report stands with the desk."""

    NEW = "new"
    CLAIMED = "claimed"
    TRANSFERRED = "transferred"
    CLOSED = "closed"


class Move(StrEnum):
    """What an operator does to a report."""

    CLAIM = "claim"
    HAND_BACK = "hand_back"
    CHANGE_GRADE = "change_grade"
    REPLY = "reply"
    NOTE = "note"
    TRANSFER = "transfer"
    CONFIRM_TRANSFER = "confirm_transfer"
    CLOSE = "close"
    REOPEN = "reopen"
    LIFT = "lift"  # read what is masked because it may tell who reported
    CHECK_TEXT = "check_text"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"


KEEPING = frozenset({Move.HOLD, Move.LIFT_HOLD})
"""Moves about how long a report is kept. Whoever holds it, and however it stands, they can be made."""

AFTER = {
    (Status.NEW, Move.CLAIM): Status.CLAIMED,
    (Status.NEW, Move.CHANGE_GRADE): Status.NEW,
    (Status.NEW, Move.NOTE): Status.NEW,
    (Status.NEW, Move.CLOSE): Status.CLOSED,
    (Status.NEW, Move.LIFT): Status.NEW,
    (Status.CLAIMED, Move.REPLY): Status.CLAIMED,
    (Status.CLAIMED, Move.CHANGE_GRADE): Status.CLAIMED,
    (Status.CLAIMED, Move.NOTE): Status.CLAIMED,
    (Status.CLAIMED, Move.TRANSFER): Status.TRANSFERRED,
    (Status.CLAIMED, Move.CLOSE): Status.CLOSED,
    (Status.CLAIMED, Move.HAND_BACK): Status.NEW,
    (Status.CLAIMED, Move.LIFT): Status.CLAIMED,
    (Status.TRANSFERRED, Move.CONFIRM_TRANSFER): Status.TRANSFERRED,
    (Status.TRANSFERRED, Move.REPLY): Status.TRANSFERRED,
    (Status.TRANSFERRED, Move.CHANGE_GRADE): Status.TRANSFERRED,
    (Status.TRANSFERRED, Move.NOTE): Status.TRANSFERRED,
    (Status.TRANSFERRED, Move.CLAIM): Status.CLAIMED,  # the receiver would not have it
    (Status.TRANSFERRED, Move.CLOSE): Status.CLOSED,
    (Status.TRANSFERRED, Move.LIFT): Status.TRANSFERRED,
    (Status.CLOSED, Move.REPLY): Status.CLOSED,
    (Status.CLOSED, Move.NOTE): Status.CLOSED,
    (Status.CLOSED, Move.REOPEN): Status.NEW,
    (Status.CLOSED, Move.LIFT): Status.CLOSED,
    (Status.CLAIMED, Move.CHECK_TEXT): Status.CLAIMED,
    (Status.TRANSFERRED, Move.CHECK_TEXT): Status.TRANSFERRED,
    (Status.CLOSED, Move.CHECK_TEXT): Status.CLOSED,
    **{(status, move): status for status in Status for move in (Move.HOLD, Move.LIFT_HOLD)},
}


class NotPossible(Exception):
    """Raised for a move that a report's status does not allow."""

    def __init__(self, status: Status, move: Move) -> None:
        super().__init__(f"a report that is {status} allows no {move}")
        self.status = status
        self.move = move


def after(status: Status, move: Move) -> Status:
    """Return the status after a move. Raises NotPossible."""
    try:
        return AFTER[status, move]
    except KeyError:
        raise NotPossible(status, move) from None


def moves(status: Status) -> tuple[Move, ...]:
    """Return the moves a status allows, in the order in which a page offers them."""
    return tuple(move for known, move in AFTER if known == status)
