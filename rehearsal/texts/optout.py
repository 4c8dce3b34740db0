"""What the provider does with STOP, START and HELP before the line sees them. It forwards them all the same."""

from __future__ import annotations

from rehearsal.board import Board
from rehearsal.records import Message

STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START = frozenset({"START", "YES", "UNSTOP"})
HELP = frozenset({"HELP", "INFO"})
STOPPED = "You are unsubscribed and will get no more messages from this number. Reply START to resubscribe."
STARTED = "You are subscribed to messages from this number again. Reply STOP to unsubscribe."
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


def answered_by_provider(board: Board, message: Message) -> str | None:
    """Return the provider's own reply to a reserved word, if it has one; remembers who wants no messages."""
    word, pair = message.body.strip().upper(), (message.to, message.sender)
    if word in STOP:
        board.opted_out.add(pair)
        return STOPPED
    if word in START and pair in board.opted_out:
        board.opted_out.discard(pair)
        return STARTED
    return HELPED if word in HELP else None
