"""The clocks as an owner's table: what must have happened to a report by when, and which moves make it happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from triage.grade import Grade
from triage.reading import Table, reading
from triage.roles import Page
from triage.spans import ALLOWED, Span, parse_span
from triage.states import Move


class Moment(StrEnum):
    """What a clock can wait for."""

    GRADED = "graded"
    LOOKED = "looked"
    HANDLED = "handled"
    ACKNOWLEDGED = "acknowledged"
    TRANSFERRED = "transferred"
    FEEDBACK = "feedback"
    CLOSED = "closed"


MARKS: Mapping[Move | Page, frozenset[Moment]] = {
    Page.REPORT: frozenset({Moment.LOOKED}),
    Move.CLAIM: frozenset({Moment.LOOKED}),
    Move.CHANGE_GRADE: frozenset({Moment.LOOKED, Moment.GRADED, Moment.HANDLED}),
    Move.REPLY: frozenset({Moment.LOOKED, Moment.HANDLED, Moment.ACKNOWLEDGED}),
    Move.CONFIRM_TRANSFER: frozenset({Moment.LOOKED, Moment.HANDLED, Moment.TRANSFERRED}),
    Move.CLOSE: frozenset({Moment.LOOKED, Moment.HANDLED, Moment.ACKNOWLEDGED, Moment.FEEDBACK, Moment.CLOSED}),
}
"""What a move of an operator, or opening the report, brings about; the first time counts."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise: any of the moments `until` is reached `within` a span, for `share` per cent of the reports.

    Empty `grades` mean every report, graded or not. Clocks that are `exact` (all up to 24 hours) need exact times,
    longer ones keep days. An exact clock moves its report to the top of the queue when less than `warn` is left.
    """

    name: str
    until: tuple[Moment, ...]
    within: Span
    warn: timedelta = timedelta(0)
    grades: frozenset[Grade] = frozenset()
    share: int = 100
    reachable_only: bool = False

    @property
    def exact(self) -> bool:
        """Tell whether this clock needs exact times."""
        return self.within.exact


def parse_clocks(text: str, name: str) -> Sequence[Clock]:
    """Read the table of clocks, in the owner's order. Raises RuleFaults."""
    with reading(text, name) as top:
        return tuple(_clock(key, table) for key, table in top.tables())


def _clock(name: str, table: Table) -> Clock:
    until = table.choices("until", tuple(Moment))
    if not until:
        table.fault("until", "a clock waits for at least one thing", ", ".join(Moment))
    return Clock(
        name=name,
        until=tuple(map(Moment, until)),
        within=_span(table, "within", table.text("within")),
        warn=_span(table, "warn", table.text("warn", "1 hour")).length,
        grades=frozenset(map(Grade, table.choices("grades", tuple(map(str, Grade)), ()))),
        share=table.number("share", 1, 100, 100),
        reachable_only=table.flag("reachable_only"),
    )


def _span(table: Table, key: str, text: str) -> Span:
    span = parse_span(text)
    if span is None and text:
        table.fault(key, f"{text!r} is no length of time", ALLOWED)
    return span or Span(timedelta(0))
