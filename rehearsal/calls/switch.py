"""Places calls: each runs in a thread of its own, from ringing to its status callback."""

from __future__ import annotations

import threading

from rehearsal.board import Board
from rehearsal.calls.phone import HungUp, Moved, Phone
from rehearsal.calls.run import End, Run, Target, follow, say_aloud
from rehearsal.calls.verbs import VERBS
from rehearsal.errors import Problem
from rehearsal.line import fields
from rehearsal.line.courier import Courier
from rehearsal.line.webhooks import Line, Webhook
from rehearsal.records import Call

APOLOGY = "We are sorry, an application error has occurred. Goodbye."


class Switch:
    """Connects phones with the line."""

    def __init__(self, board: Board, line: Line, courier: Courier) -> None:
        self._board, self._line, self._courier = board, line, courier
        self._free = threading.BoundedSemaphore(board.options.lines)
        self.phones: dict[str, Phone] = {}

    def call_in(self, sender: str, to: str, phone: Phone) -> Call:
        """Somebody calls one of our numbers. Raises Problem 21211 for another number, 20429 when all lines are busy."""
        number = self._board.number(to)
        if number is None:
            raise Problem(21211, "not a number of this account")
        spare = number.hook("voice_fallback_url")
        fallback = Target(spare, number.hook("voice_fallback_method") or "POST") if spare else None
        first = Target(number.hook("voice_url"), number.hook("voice_method") or "POST")
        call = self._new_call(sender, to, "inbound")
        done = Webhook("call_status", number.hook("status_callback"), number.hook("status_callback_method") or "POST")
        self._start(self._run(call, phone, fallback), first, done)
        return call

    def call_out(self, sender: str, to: str, phone: Phone, url: str, callback: str) -> Call:
        """Call somebody for the account. Raises Problem 20429 when all lines are busy."""
        call = self._new_call(sender, to, "outbound-api")
        self._start(self._run(call, phone, None), Target(url), Webhook("call_status", callback))
        return call

    def _new_call(self, sender: str, to: str, direction: str) -> Call:
        if not self._free.acquire(blocking=False):
            raise Problem(20429, "all lines are busy")
        call = Call(self._board.new_sid("CA"), sender, to, direction, self._board.options.now())
        return self._board.calls.put(call.sid, call)

    def _run(self, call: Call, phone: Phone, fallback: Target | None) -> Run:
        self.phones[call.sid] = phone
        self._board.count(call, +1)
        return Run(self._board, self._line, self._courier, call, call, phone, VERBS, fallback)

    def _start(self, run: Run, first: Target, done: Webhook) -> None:
        threading.Thread(target=self._through, args=(run, first, done), daemon=True).start()

    def _through(self, run: Run, first: Target, done: Webhook) -> None:
        try:
            status, why = _talk(run, first)
            self._end(run, status, why, done)
        finally:
            run.call.status = run.call.status if run.call.final else "failed"
            self.phones.pop(run.call.sid, None)
            self._board.count(run.call, -1)
            self._free.release()

    def _end(self, run: Run, status: str, why: str, done: Webhook) -> None:
        call = run.call
        call.seconds, call.ended = run.phone.elapsed(), self._board.options.now()
        call.status = status
        run.tell("ended", by=why, status=status)
        last = Webhook(done.what, done.url, done.method, fields.of_call_end(self._board, call))
        early = self._board.faults.take("call_status", "early") is not None
        self._courier.later(call, [last, *run.soon] if early else [*run.soon, last])


def _talk(run: Run, first: Target) -> tuple[str, str]:
    """Run a call; its last status and who ended it: line, caller or error."""
    try:
        follow(run, first)
    except HungUp:
        return "completed", "caller"
    except End as end:
        return end.status, "line"
    except Problem:
        return _apologise(run)
    return "completed", "line"


def _apologise(run: Run) -> tuple[str, str]:
    """Say what a caller hears when neither the line nor its fallback could be followed."""
    try:
        say_aloud(run, APOLOGY)
    except (HungUp, Moved):
        return "completed", "caller"
    return "completed", "error"
