"""Retention: what is due is erased, a little at a time, so that nobody who calls meanwhile waits for it.

Each step is a transaction of its own and can be repeated; whoever is killed in the middle, or comes second, finds what
is left to do in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from store import counts, keeping, reports, shredding
from store.database import Connection
from store.remnants import wash
from triage.retention import Due, Kept, Retention, attachments_due, last_call_day, recordings_due, report_due
from work.options import Forgetting
from work.pipeline import READING

BATCH = 100
"""Reports that are erased in one go, and hundreds of lines of the call log: seconds of work, between two sweeps."""

_CALLS = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """A report, or a part of it (`what`: report, recordings, attachments), and when it is to be erased."""

    report: bytes
    what: str
    due: Due


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased: reports, recordings and attachments of others, lines of the call log. `more` is still due."""

    reports: int = 0
    items: int = 0
    calls: int = 0
    more: bool = False


REPORT, RECORDINGS, ATTACHMENTS = "report", "recordings", "attachments"
_PARTS = {RECORDINGS: keeping.SOUND, ATTACHMENTS: keeping.FILES}


def schedule(forgetting: Forgetting) -> list[Standing]:
    """Return when everything there is will be erased, the first first; parts that go with their report are left out."""
    with forgetting.store.read() as connection:
        known = keeping.kept(connection, READING)
    found = (each for report, kept in known.items() for each in _standing(forgetting.rules, report, kept))
    return sorted(found, key=lambda each: (each.due.day, each.report))


def _standing(rules: Retention, report: bytes, kept: Kept) -> Iterator[Standing]:
    whole = report_due(rules, kept)
    yield Standing(report, REPORT, whole)
    for what, due in ((RECORDINGS, recordings_due(rules, kept)), (ATTACHMENTS, attachments_due(rules, kept))):
        if due is not None and due.day < whole.day:
            yield Standing(report, what, due)


def daily(forgetting: Forgetting) -> None:
    """Erase what is due, once a day: each sweep does a part of it until nothing is left, then the files are washed."""
    finish(forgetting)
    with forgetting.store.read() as connection:
        done = shredding.last_day(connection) >= forgetting.today().isoformat()
        dirty = shredding.remnants(connection)
    if not done and not forget(forgetting).more:
        day = forgetting.today().isoformat()
        forgetting.store.write(lambda connection: shredding.all_done(connection, day))
    elif done and dirty:
        wash(forgetting.store)


def forget(forgetting: Forgetting, most: int = BATCH) -> Forgotten:
    """Erase what is due today, at most so many reports; the wash comes later."""
    today = forgetting.today()
    _empty(forgetting)
    due = [each for each in schedule(forgetting) if each.due.come(today)]
    now, gone, parts = due[:most], 0, 0
    for each in now:
        if each.what == REPORT:
            gone += _erase(forgetting, each.report, partial(_whole_is_due, forgetting.rules, today))
        else:
            parts += _erase_part(forgetting, each)
    first = last_call_day(forgetting.rules, today).isoformat()
    calls = forgetting.store.write(lambda connection: shredding.drop_calls(connection, first, _CALLS))
    return Forgotten(gone, parts, calls, more=len(due) > len(now) or calls == _CALLS)


def erase(forgetting: Forgetting, ids: Iterable[bytes]) -> int:
    """Erase reports whatever their day and whatever holds them; return how many were there.

    For what was erased before, and came back with a copy of the database.
    """
    return sum(_erase(forgetting, report, lambda _: True) for report in ids)


def finish(forgetting: Forgetting) -> None:
    """Go on with whatever was begun and not ended."""
    with forgetting.store.read() as connection:
        begun = shredding.begun(connection)
    for report in begun:
        _finish(forgetting, report)


def _erase(forgetting: Forgetting, report: bytes, due: Callable[[Kept], bool]) -> bool:
    """Destroy a report's keys if it is `due` still, count it, and go on to the end."""

    def write(connection: Connection) -> bool:
        if reports.report_row(connection, report, lock=True) is None:
            return False
        kept = keeping.kept(connection, READING, report).get(report)
        if kept is None or not due(kept):
            return False
        counts.count(connection, report)
        return shredding.shred(connection, report)

    if not forgetting.store.write(write):
        return False
    _finish(forgetting, report)
    return True


def _finish(forgetting: Forgetting, report: bytes) -> None:
    forgetting.erased((report,))
    _empty(forgetting, report)
    forgetting.store.write(lambda connection: shredding.drop(connection, report))


def _erase_part(forgetting: Forgetting, part: Standing) -> int:
    """Destroy the keys of a report's recordings or attachments if they are due still, then their bytes."""

    def write(connection: Connection) -> int:
        if reports.report_row(connection, part.report, lock=True) is None:
            return 0
        kept = keeping.kept(connection, READING, part.report).get(part.report)
        if kept is None or not _part_is_due(forgetting, part.what, kept):
            return 0
        return shredding.shred_items(connection, part.report, _PARTS[part.what])

    count = forgetting.store.write(write)
    _empty(forgetting, part.report)
    return count


def _empty(forgetting: Forgetting, report: bytes | None = None) -> None:
    """Destroy the bytes of items without keys, each in a transaction of its own: a recording can be megabytes."""
    with forgetting.store.read() as connection:
        items = shredding.full(connection, report)
    for item in items:
        forgetting.store.write(partial(shredding.empty, item=item))


def _whole_is_due(rules: Retention, today: date, kept: Kept) -> bool:
    return report_due(rules, kept).come(today)


def _part_is_due(forgetting: Forgetting, what: str, kept: Kept) -> bool:
    find = recordings_due if what == RECORDINGS else attachments_due
    due = find(forgetting.rules, kept)
    return due is not None and due.come(forgetting.today())
