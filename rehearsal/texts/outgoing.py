"""Messages of the line: checked as the provider checks them, then delivered, or not."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from rehearsal.board import Board
from rehearsal.errors import Problem
from rehearsal.line import fields
from rehearsal.line.courier import Courier
from rehearsal.line.webhooks import Webhook
from rehearsal.records import Message
from rehearsal.texts.segments import segments
from rehearsal.twiml.checks import NUMBER

LONGEST_BODY = 1600
MOST_MEDIA = 10
UNREACHABLE = 30003


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be sent. `media`: URLs. `reply_to`: the text it answers, when it is an answer."""

    sender: str
    to: str
    body: str
    media: tuple[str, ...] = ()
    callback: str = ""
    reply_to: str | None = None


class Outgoing:
    """Sends messages."""

    def __init__(self, board: Board, courier: Courier) -> None:
        self._board, self._courier = board, courier

    def send(self, draft: Draft) -> Message:
        """Accept a message and deliver it in the background. Raises Problem with the number of what is wrong."""
        self._check(draft)
        message = self.keep(draft, "queued")
        self._board.count(message, +1)
        threading.Thread(target=self._deliver, args=(message,), daemon=True).start()
        return message

    def keep(self, draft: Draft, status: str) -> Message:
        """Keep a message with this status, without delivering it."""
        direction = "outbound-reply" if draft.reply_to else "outbound-api"
        message = Message(
            self._board.new_sid("MM" if draft.media else "SM"),
            draft.sender,
            draft.to,
            draft.body,
            direction,
            self._board.options.now(),
            status,
            segments(draft.body),
            callback=draft.callback,
            reply_to=draft.reply_to,
        )
        self._board.messages.put(message.sid, message)
        self._board.change(message)
        return message

    def _check(self, draft: Draft) -> None:
        if not NUMBER.allows(bare(draft.to)):
            raise Problem(21211, "To is not in E.164 form")
        if self._board.number(bare(draft.sender)) is None:
            raise Problem(21212, "From is not a number of this account")
        if not draft.body and not draft.media:
            raise Problem(21602, "neither Body nor MediaUrl")
        if len(draft.body) > LONGEST_BODY:
            raise Problem(21617, f"{len(draft.body)} characters")
        if len(draft.media) > MOST_MEDIA:
            raise Problem(21623, f"{len(draft.media)} media")
        if (draft.sender, draft.to) in self._board.opted_out:
            raise Problem(21610, "the recipient has sent STOP")

    def _deliver(self, message: Message) -> None:
        faults = self._board.faults
        error = self._board.unreachable.get(message.to)
        failing = faults.take("delivery", "fail")
        if failing:
            error = max(failing.status, UNREACHABLE)
        late, early = faults.take("delivery", "late"), faults.take("delivery", "early")
        last = "undelivered" if error else "delivered"
        try:
            if early:
                self._report(message, last, error)
            self._report(message, "sent", None)
            if late:
                time.sleep(late.seconds)
            self._report(message, last, error, again=not early)
        finally:
            self._board.count(message, -1)

    def _report(self, message: Message, status: str, error: int | None, *, again: bool = True) -> None:
        """Change the status and tell the line, unless it knows already."""

        def change(message: Message) -> None:
            message.status, message.error = status, error
            message.sent = message.sent or self._board.options.now()

        self._board.change(message, change)
        if again:
            told = fields.of_delivery(self._board, message)
            self._courier.now(message, Webhook("delivery", message.callback, "POST", told))


def bare(address: str) -> str:
    """Return the number of an address, without its channel."""
    return address.rpartition(":")[2]
