"""What is done by the clock: keys, tables, boxes and reports whose time is over."""

from __future__ import annotations

from store import days, jobs, marks, queries, reports, vault
from store.database import Connection
from store.facts import facts_of
from triage.deadlines import settled
from work.forgetting import daily
from work.options import Work
from work.reading import PIPELINE


def sweep(work: Work) -> None:
    """Let everything go whose time is over. Safe to run at any time, by anybody, any number of times."""
    today, yesterday, tomorrow = work.keyring.day(), work.keyring.yesterday(), work.keyring.tomorrow()

    def write(connection: Connection) -> None:
        days.ready(connection, yesterday, today, tomorrow)
        days.drop_before(connection, yesterday)
        vault.expire(connection, work.seconds())

    work.store.write(write)
    _forget_times(work)
    work.keyring.forget_old()
    _pipeline_keys(work, today)
    daily(work.forgetting)


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
