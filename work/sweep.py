"""What is done by the clock: keys, tables, boxes and reports whose time is over."""

from __future__ import annotations

from datetime import date

from provider.faults import UNSUPPORTED
from store import days, erased, erasures, file_times, jobs, marks, queries, reports, vault
from store.database import Connection
from store.facts import facts_of
from triage.deadlines import settled
from work.forgetting import daily
from work.options import Work
from work.reading import PIPELINE
from work.reconciling import plan_look


def sweep(work: Work) -> None:
    """Let everything go whose time is over. Safe to run at any time, by anybody, any number of times."""
    today, yesterday, tomorrow = work.keyring.day(), work.keyring.yesterday(), work.keyring.tomorrow()

    def write(connection: Connection) -> None:
        days.ready(connection, yesterday, today, tomorrow)
        days.drop_before(connection, yesterday)
        vault.expire(connection, work.seconds())

    work.store.write(write)
    _forget_times(work)
    work.keyring.make_ahead()
    work.keyring.forget_old()
    _pipeline_keys(work, today)
    plan_look(work)
    _what_no_key_opens(work)
    daily(work.forgetting)
    erased.tell(work.store)
    erased.expire(work.store, date.fromisoformat(today))
    work.store.settle()
    file_times.blur([*work.keyring.files(), *work.store.files()], work.now())


def _what_no_key_opens(work: Work) -> None:
    """Let go of what this provider could not erase once its key is dead: it was kept so that nothing is filed twice."""
    since = work.keyring.erase_since()
    with work.store.read() as connection:
        dead = any(each.dead and each.fault == UNSUPPORTED.code for each in erasures.standing(connection))
    if dead:
        work.store.write(lambda connection: erasures.drop(connection, since, (UNSUPPORTED.code,)))


def _forget_times(work: Work) -> None:
    """Forget the exact time of receipt of every report whose exact clocks are all met or missed."""
    with work.store.read() as connection:
        rows = queries.timed(connection)
        marked = marks.of_reports(connection, [row.id for row in rows])
    done = [row.id for row in rows if settled(work.clocks, facts_of(row, marked.get(row.id, [])), work.now())]
    if done:
        work.store.write(lambda connection: queries.forget_times(connection, done))


def _pipeline_keys(work: Work, today: str) -> None:
    """Destroy the pipeline's key of each day that is over and has nothing left to read."""
    for day in work.keyring.pipeline_days():
        reader = PIPELINE + day
        if day < today and not _in_use(work, reader):
            work.keyring.destroy_pipeline(day)


def _in_use(work: Work, reader: str) -> bool:
    with work.store.read() as connection:
        return jobs.key_in_use(connection, reader) or reports.has_reader(connection, reader)
