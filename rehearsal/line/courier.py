"""Callbacks: sent from the background, one after the other, each on time, late, twice or never."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from rehearsal.board import Board
from rehearsal.errors import Problem
from rehearsal.line.webhooks import Line, Webhook
from rehearsal.records import Call, Message


class Courier:
    """Carries callbacks to the line. A call or message counts what is still on its way to it."""

    def __init__(self, board: Board, line: Line) -> None:
        self._board = board
        self._line = line

    def later(self, owner: Call | Message, webhooks: Sequence[Webhook]) -> None:
        """Send these in order without waiting; one that is to be late goes alone."""
        if webhooks:
            self._board.count(owner, +1)
            threading.Thread(target=self._round, args=(owner, webhooks), daemon=True).start()

    def _round(self, owner: Call | Message, webhooks: Sequence[Webhook]) -> None:
        try:
            for webhook in webhooks:
                late = self._board.faults.take(webhook.what, "late")
                if late:
                    self._board.count(owner, +1)
                    timer = threading.Timer(late.seconds, self._delayed, (owner, webhook))
                    timer.daemon = True
                    timer.start()
                else:
                    self.now(owner, webhook)
        finally:
            self._board.count(owner, -1)

    def _delayed(self, owner: Call | Message, webhook: Webhook) -> None:
        try:
            self.now(owner, webhook)
        finally:
            self._board.count(owner, -1)

    def now(self, owner: Call | Message, webhook: Webhook) -> None:
        """Send one and wait. A callback that fails is written down and not tried again."""
        if not webhook.url or self._board.faults.take(webhook.what, "lost"):
            return
        try:
            self._line.ask(owner, webhook)
        except Problem as problem:
            self._board.tell(owner, "problem", code=problem.code, name=problem.name, detail=problem.detail)
