"""What a reply may cost: whole, in short, or not at all. Whatever becomes of the reply, the text itself is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from intake.converse import Exchange
from intake.options import Intake
from intake.visit import NOWHERE
from privacy.tallies import HOUR
from store import reports
from store.database import Connection
from talk.engine import Say, Turn
from triage.lines import Line
from triage.reachable import Reachable

Cost = Callable[[Exchange], int]
"""Of the reply of an exchange, in segments."""

_CODE = "code"
_NOTE = "sms.added"


class Payment:
    """What the reply to one text takes from the budget. Worked out anew, it first gives back what it took.

    `answerable` is false for whoever is not to be written to: a premium number, a country that is not on the list.
    """

    def __init__(self, intake: Intake, line: Line, cost: Cost, *, answerable: bool) -> None:
        self._intake, self._line, self._cost = intake, line.name, cost
        self._answerable = answerable
        self._taken, self._at = 0, 0

    def afford(self, exchange: Exchange) -> Exchange:
        """Return an exchange as far as its reply can be paid for."""
        self.give_back()
        if not (exchange.turn.says or exchange.turn.asks):
            return exchange
        if self._answerable:
            short = self._intake.limiting.budget.short(self._line, self._intake.seconds())
            if not short and self._take(exchange):
                return exchange
            if self._take(brief := _brief(exchange)):
                return brief
        return _unanswered(exchange)

    def give_back(self) -> None:
        """Give back what was taken, as nothing is sent for it."""
        if self._taken and self._at // HOUR == self._intake.seconds() // HOUR:
            self._intake.limiting.budget.give_back(self._line, self._taken, self._intake.seconds())
        self._taken = 0

    def _take(self, exchange: Exchange) -> bool:
        segments, now = self._cost(exchange), self._intake.seconds()
        if not self._intake.limiting.budget.take(self._line, segments, now):
            return False
        self._taken, self._at = segments, now
        return True


def _brief(exchange: Exchange) -> Exchange:
    """Return the shortest honest reply: of a new report its code, and nothing where something only joined a thread."""
    for said in exchange.turn.says:
        if _CODE in said.facts:
            return _saying(exchange, Say("sms.short", {_CODE: said.facts[_CODE]}))
    return _saying(exchange) if any(said.step == _NOTE for said in exchange.turn.says) else exchange


def _unanswered(exchange: Exchange) -> Exchange:
    """Return an exchange without a reply. A code that is not handed out leaves its reporter out of reach."""
    silent, report = _saying(exchange), exchange.visit.report
    if not any(_CODE in said.facts for said in exchange.turn.says):
        return silent

    def write(connection: Connection) -> None:
        reports.change(connection, report, reachable=Reachable.NO)

    return replace(silent, writes=(*silent.writes, write))


def _saying(exchange: Exchange, *says: Say) -> Exchange:
    """Return an exchange that says just this. What is not asked cannot be answered: its question is closed."""
    session = replace(exchange.turn.session, step=NOWHERE)
    turn = Turn(session, says, None, None)
    return replace(exchange, turn=turn, visit=exchange.visit.at(session))
