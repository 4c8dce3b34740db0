"""Whoever has a carrier's list, with the second of each call and text, cannot tell by our disk whose report is whose.

The same reports come in on two days, at the same seconds, each at the second of another one. Once the clocks of a day
are over, a report of the first day must look like the same report of the second, and the lists are worth nothing more
than that somebody on them reported that day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from store.database import Connection
from store.schema import calls, items, jobs, marks, reports, wraps
from tests.plugins.line import new_number
from tests.work.town import Town
from work.sweep import sweep

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
STORIES = ("There is smoke", "They sell pills behind the station", "He has a gun", "Somebody is hurt", "A theft")
SECONDS = (7_261, 21_955, 38_400, 52_719, 80_002)
HOW = (("Yes",), ("No",), ("Yes",), (), ("Every night",))
View = Counter[tuple[object, ...]]


def one_day(town: Town, day: datetime, order: Sequence[int]) -> View:
    """Have every story come in on a day, each at the second that its place in `order` gives; return what is left."""
    site = town.site
    site.clock.moment = day
    sweep(site.work())
    for second, which in sorted(zip(SECONDS, order, strict=True)):
        site.clock.moment = day + timedelta(seconds=second)
        sender = new_number()
        for words in (STORIES[which], *HOW[which]):
            town.peer.text(words, sender=sender)
            site.clock.go(seconds=40)
        town.peer.call(keys=("1", "hangup"), number=new_number())
        site.work_off()
    for _ in range(4):
        site.clock.go(hours=6)
        site.work_off()
        town.erase()
    site.clock.moment = day + timedelta(days=2, hours=1)
    sweep(site.work())
    with site.store.read() as connection:
        kinds = connection.execute(select(jobs.c.kind)).scalars()
        assert set(kinds) <= {"reconcile"}, "what waits for a report has a time"
        return view(connection, day.date().isoformat())


def view(connection: Connection, day: str) -> View:
    """Return all that the tables say of a day: random bytes by their length alone."""
    seen: View = Counter()
    for report in connection.execute(select(reports).where(reports.c.day == day)):
        of_it = [plain(row) for row in connection.execute(select(marks).where(marks.c.report == report.id))]
        for item in connection.execute(select(items).where(items.c.report == report.id).order_by(items.c.place)):
            readers = connection.execute(select(wraps.c.reader).where(wraps.c.item == item.id)).scalars()
            of_it.append((*plain(item), *sorted(readers)))
        seen[(plain(report), tuple(sorted(map(repr, of_it))).__repr__().replace(day, "that day"))] += 1
    for call in connection.execute(select(calls).where(calls.c.day == day)):
        seen[plain(call)] += 1
    return Counter({tuple(str(part).replace(day, "that day") for part in row): n for row, n in seen.items()})


def plain(row: Any) -> tuple[object, ...]:
    return tuple(len(value) if isinstance(value, bytes) else value for value in row)


@pytest.mark.threat(10)
def test_a_report_tells_its_day_and_nothing_that_a_list_of_seconds_could_be_laid_beside(town: Town) -> None:
    first = one_day(town, MONDAY, (0, 1, 2, 3, 4))
    second = one_day(town, MONDAY + timedelta(days=3), (3, 2, 4, 0, 1))
    assert sum(first.values()) == 2 * len(STORIES)
    assert len(first) >= len(STORIES), "the reports can be told apart by what they are"
    assert first == second
