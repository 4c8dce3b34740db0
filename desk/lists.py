"""The queue and the call log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from flask import request

from desk.access import here
from desk.door import Desk
from desk.spans import left
from desk.view import Answer, show
from intake.budget import Share
from intake.logged import logged
from intake.queue import Queued, queued
from triage.deadlines import Deadline, Verdict
from triage.queue import Band
from triage.states import Status

T = TypeVar("T")

PAGE = 50
_WAITING = (Status.NEW, Status.CLAIMED)
SHOWN = {"waiting": _WAITING, "mine": _WAITING, "transferred": (Status.TRANSFERRED,), "closed": (Status.CLOSED,)}
"""What the queue can show, and the statuses that belong to it."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a list: its rows, its number from 1, how many pages and rows there are."""

    rows: Sequence[T]
    number: int
    pages: int
    count: int


def part_of(rows: Sequence[T], wanted: str) -> Part[T]:
    """Return the page of a list that an address asks for; the nearest there is for a number beyond."""
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(int(wanted), 1), pages) if wanted.isdecimal() and len(wanted) < 7 else 1  # noqa: PLR2004 - a million pages
    return Part(rows[(number - 1) * PAGE : number * PAGE], number, pages, len(rows))


def queue(door: Desk) -> Answer:
    """Show the reports that wait, the most urgent first; or mine, those passed on, those that are closed."""
    shown = request.args.get("show", "")
    shown = shown if shown in SHOWN else "waiting"
    part = part_of(_rows(door, shown), request.args.get("page", ""))
    now, words = door.intake.now(), door.intake.words
    return show(
        door, "queue", shown=shown, shows=list(SHOWN), part=part, groups=_grouped(part.rows, shown),
        left=lambda each: left(words, here().language, each, now), is_late=_is_late,
        done="password" if request.args.get("done") == "password" else "",
        usual_line=door.intake.lines.default, replies=_replies(door),
        short_from=door.intake.limiting.limits.replies.short_from,
    )  # fmt: skip


def calls(door: Desk) -> Answer:
    """Show the call log."""
    return show(door, "calls", part=part_of(logged(door.intake, here().who.keys), request.args.get("page", "")))


def _replies(door: Desk) -> Share:
    """Return the part of the budget for replies that is nearest to its end."""
    return max(door.intake.limiting.budget.shares(door.intake.seconds()), key=lambda each: (each.full, each.used))


def _rows(door: Desk, shown: str) -> list[Queued]:
    rows = queued(door.intake, here().who.keys, SHOWN[shown])
    if shown == "mine":
        return [each for each in rows if each.row.claimed_by == here().who.operator.name]
    return rows if shown == "waiting" else sorted(rows, key=lambda each: each.row.day, reverse=True)


def _grouped(rows: Sequence[Queued], shown: str) -> list[tuple[Band | None, list[Queued]]]:
    """Return the rows under their headings; what is done with has none."""
    if SHOWN[shown] is not _WAITING:
        return [(None, list(rows))] if rows else []
    return [(band, list(group)) for band, group in groupby(rows, key=lambda each: each.band)]


def _is_late(deadline: Deadline) -> bool:
    return deadline.verdict is Verdict.MISSED
