"""Who may do what: every move and page, and the roles allowed. Nothing else in the house decides about permissions."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from triage.states import Move


class Role(StrEnum):
    """What an operator is trusted with; one operator may have several."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"  # people, keys and jobs; never a reporter's words


class Page(StrEnum):
    """What can be seen or done at the desk without a report at hand."""

    QUEUE = "queue"
    REPORT = "report"
    CALL_LOG = "call_log"
    LIVE = "live"  # a call that a person took: its form
    OPERATORS = "operators"
    JOBS = "jobs"
    STATS = "stats"


READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMIN})
EVERYBODY = frozenset(Role)

ALLOWED: dict[Move | Page, frozenset[Role]] = {
    Move.CLAIM: READERS,
    Move.HAND_BACK: READERS,
    Move.CHANGE_GRADE: READERS,
    Move.REPLY: READERS,
    Move.NOTE: READERS,
    Move.TRANSFER: READERS,
    Move.CONFIRM_TRANSFER: READERS,
    Move.CLOSE: READERS,
    Move.REOPEN: READERS,
    Move.LIFT: READERS,
    Move.CHECK_TEXT: READERS,
    Move.HOLD: READERS,  # it can be lifted again; what was erased does not come back
    Move.LIFT_HOLD: frozenset({Role.SUPERVISOR}),
    Page.QUEUE: READERS,
    Page.REPORT: READERS,
    Page.CALL_LOG: EVERYBODY,
    Page.LIVE: READERS,
    Page.OPERATORS: KEEPERS,
    Page.JOBS: KEEPERS,
    Page.STATS: EVERYBODY,
}


def may(roles: Collection[Role], what: Move | Page) -> bool:
    """Tell whether somebody with these roles is allowed a move or a page."""
    return not ALLOWED[what].isdisjoint(roles)
