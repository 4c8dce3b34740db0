"""What is done by the clock: keys, tables and boxes whose time is over."""

from __future__ import annotations

from store import days, jobs, reports, vault
from store.database import Connection
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
    work.keyring.forget_old()
    _pipeline_keys(work, today)


def _pipeline_keys(work: Work, today: str) -> None:
    """Destroy the pipeline's key of each day that is over and has nothing left to read."""
    for day in work.keyring.pipeline_days():
        reader = PIPELINE + day
        if day < today and not _in_use(work, reader):
            work.keyring.destroy_pipeline(day)


def _in_use(work: Work, reader: str) -> bool:
    with work.store.read() as connection:
        return jobs.key_in_use(connection, reader) or reports.has_reader(connection, reader)
