"""The call log, written behind: what happens in a call is noted in memory and put down off the caller's time.

It is the one thing that a crash may cost: at most the steps of the last second, never a report.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.options import Intake
from intake.visit import Visit
from store import threads
from store.database import Connection, NotKept

_MOST = 10_000
_RANK = ("left", "informed", "followed_up", "connected", "reported")


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One step of a call: its keyed digests, where the visit stood, the caller's alias, when (seconds since 1970)."""

    digests: tuple[bytes, ...]
    visit: Visit
    alias: bytes | None
    at: int
    outcome: str | None = None


class CallLog:
    """Events that wait to be written. Thread-safe; the oldest are let go when the database is away for long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: list[Event] = []

    def note(self, event: Event) -> None:
        """Note a step."""
        with self._lock:
            self._events.append(event)
            del self._events[:-_MOST]

    def flush(self, intake: Intake) -> None:
        """Write what waits. Steps that cannot be written now stay for the next time."""
        with self._lock:
            events, self._events = self._events, []
        if not events:
            return
        days = intake.days()
        try:
            intake.store.write(lambda connection: _write(connection, days, events))
        except NotKept:
            with self._lock:
                self._events = (events + self._events)[-_MOST:]


def under_way(
    connection: Connection, days: Sequence[str], digests: Sequence[bytes]
) -> tuple[str, threads.Draft] | None:
    """Return (day, call) of a call by its digests. One that began before midnight stays in the table of that day."""
    for day in days:
        for digest in digests:
            found = threads.draft(connection, day, digest)
            if found is not None:
                return day, found
    return None


def _write(connection: Connection, days: tuple[str, str], events: Sequence[Event]) -> None:
    for steps in _by_call(events):
        digests = tuple(dict.fromkeys(digest for event in reversed(steps) for digest in event.digests))
        day, draft = under_way(connection, days, digests) or (days[0], _fresh(digests[0], steps[0]))
        for event in steps:
            draft = _further(draft, event)
        if not draft.closed:
            threads.save_draft(connection, day, draft)


def _by_call(events: Sequence[Event]) -> list[list[Event]]:
    """Return the events of each call: those after midnight share one digest with those before."""
    calls: dict[bytes, list[Event]] = {}
    for event in events:
        steps = next((calls[digest] for digest in event.digests if digest in calls), [])
        steps.append(event)
        calls |= dict.fromkeys(event.digests, steps)
    return list({id(steps): steps for steps in calls.values()}.values())


def _fresh(digest: bytes, event: Event) -> threads.Draft:
    visit = event.visit
    return threads.Draft(digest, visit.draft, event.alias, visit.line, "", (), _RANK[0], event.at)


def _further(draft: threads.Draft, event: Event) -> threads.Draft:
    visit = event.visit
    reached = event.outcome or _outcome(visit)
    return replace(
        draft,
        line=visit.line,
        language=visit.session.language,
        alias=draft.alias or event.alias,
        steps=draft.steps if draft.steps[-1:] == (visit.session.step,) else (*draft.steps, visit.session.step),
        outcome=max(draft.outcome, reached, key=_RANK.index),
        began=draft.began or event.at,
    )


def _outcome(visit: Visit) -> str:
    if visit.filed:
        return "reported"
    if visit.thread is not None:
        return "followed_up"
    return "informed" if visit.session.step == "about" else "left"
