"""Who could have reported? Our records joined with a carrier's list of the calls of a day, as a thief of both would.

Calls of a simulated day go through the store of a real line, second by second, and end as its call log and its reports.
The thief has the whole database and the carrier's list: number, beginning and length of 1,000 calls to our line. For
each report that came by telephone the thief keeps the calls of the list that fit all that is written down about it. How
many are left is its anonymity set: 1 names the person.

    python -m bench.anonymity
"""

from __future__ import annotations

import random
import secrets
import statistics
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Row, select

from app.house import House
from bench.line import found
from privacy.seal import padded_length
from store import days, queries, reports, threads
from store.database import Connection
from store.reports import NewReport
from store.schema import calls as log
from store.schema import reports as kept

_DAY, _OPEN, _CLOSED = 86_400, 7 * 3600, 23 * 3600
_REPORTED = 0.4  # of the calls; the others listen and leave
_HALF_MINUTE = 30
_MENU = (20, 60)  # seconds of a call before and after the story
_LONGEST, _SECOND = 1200, 16_000  # seconds of a recording at most; bytes of one second of it
_SLACK = 90  # seconds between the beginning of a call and the receipt of its report, as the thief must reckon


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the carrier has it: beginning and length in seconds. `report` is what the thief wants to know."""

    begin: int
    seconds: int
    report: bytes | None


def simulated(count: int, midnight: int, chance: random.Random) -> list[Call]:
    """Return a day of calls: most by day, a minute to six long, four in ten of them a report."""
    made = []
    for _ in range(count):
        begin = midnight + int(chance.triangular(_OPEN, _CLOSED, 15 * 3600))
        seconds = int(chance.lognormvariate(4.6, 0.55))
        made.append(Call(begin, max(8, seconds), secrets.token_bytes(16) if chance.random() < _REPORTED else None))
    return made


def keep(house: House, day: str, made: Iterable[Call]) -> None:
    """Let the store keep what it keeps of calls that were made and are over."""

    def write(connection: Connection) -> None:
        days.ready(connection, day)
        for call in made:
            _keep(connection, day, call)

    house.store.write(write)


def _keep(connection: Connection, day: str, call: Call) -> None:
    digest, draft = secrets.token_bytes(16), call.report or secrets.token_bytes(16)
    began = threads.Draft(
        digest, draft, secrets.token_bytes(16), "public", "en", ("greeting", "story"),
        "reported" if call.report else "left", call.begin,
    )  # fmt: skip
    threads.save_draft(connection, day, began)
    if call.report:
        at = call.begin + min(call.seconds, _SLACK)
        reports.add_report(connection, NewReport(call.report, "voice", "public", "en", day, at, "yes"))
    rounded = -(-call.seconds // _HALF_MINUTE) * _HALF_MINUTE
    threads.close_draft(connection, day, began, secrets.token_bytes(16), rounded)


def fitting(carrier: Sequence[Call], received: int | None, seconds: int | None) -> list[Call]:
    """Return the calls of the carrier's list that fit the time of receipt and the length, as far as they are kept."""
    left: Iterable[Call] = carrier
    if received is not None:
        left = [call for call in left if call.begin <= received <= call.begin + _SLACK]
    if seconds is not None:
        left = [call for call in left if -(-call.seconds // _HALF_MINUTE) * _HALF_MINUTE == seconds]
    return list(left)


def sets(house: House, carrier: Sequence[Call], day: str) -> list[int]:
    """Return the size of the anonymity set of every report, from what the database holds now."""
    made = {call.report: call for call in carrier if call.report}
    with house.store.read() as connection:
        rows: list[Row[Any]] = list(connection.execute(select(kept.c.id, kept.c.received_at)))
        lengths = _lengths(connection, day)
    sizes = []
    for id_, received in (tuple(row) for row in rows):
        left = fitting(carrier, received, lengths.get(id_))
        assert made[id_] in left  # noqa: S101 - a thief who rules out the right one would be a mistake of ours
        sizes.append(len(left))
    return sizes


def _lengths(connection: Connection, day: str) -> dict[bytes, int]:
    """Return the length of the call of each report, for as long as the day's table joins the two."""
    if day not in days.existing(connection):
        return {}
    links = days.tables(day).links
    joined = select(links.c.report, log.c.seconds).join(log, log.c.id == links.c.call)
    return {row.report: row.seconds for row in connection.execute(joined)}


def by_recording(carrier: Sequence[Call], chance: random.Random) -> list[int]:
    """Return the sizes where a recording is kept besides: the size of what is sealed tells about how long it is.

    The thief keeps the calls that are longer than such a recording by what menus take.
    """
    sizes = []
    for call in (call for call in carrier if call.report):
        size = _size(max(2, call.seconds - chance.randint(*_MENU)))
        alike = [spoken for spoken in range(_LONGEST) if _size(spoken) == size]
        least, most = alike[0] + _MENU[0], alike[-1] + _MENU[1]
        sizes.append(sum(least <= other.seconds <= most or other is call for other in carrier))
    return sizes


def _size(spoken: int) -> int:
    """Return the bytes that a recording of so many seconds takes when it is sealed."""
    return padded_length(spoken * _SECOND)


def measure(count: int, seed: int) -> list[tuple[str, list[int]]]:
    """Return the sizes of all sets in each state of the records, from the freshest to the oldest."""
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder, found(Path(folder)).opened() as house:
        now = datetime.now(UTC)
        midnight = int(now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())
        day = now.date().isoformat()
        carrier = simulated(count, midnight, random.Random(seed))  # noqa: S311 - a simulated day, to be had again
        keep(house, day, carrier)
        states = [("clocks still run: time and call log", sets(house, carrier, day))]
        ids = [call.report for call in carrier if call.report]
        house.store.write(lambda connection: queries.forget_times(connection, ids))
        states.append(("clocks are done: call log, two days", sets(house, carrier, day)))
        house.store.write(lambda connection: days.drop_before(connection, "9999-12-31"))
        states.append(("the day's tables are gone: the day", sets(house, carrier, day)))
        return [*states, ("the same, and a recording is kept", by_recording(carrier, random.Random(seed)))]  # noqa: S311


@click.command()
@click.option("--calls", default=1000, show_default=True, help="Calls on the carrier's list of the day.")
@click.option("--seed", default=1, show_default=True, help="Which day is simulated.")
def main(calls: int, seed: int) -> None:
    """Print the anonymity sets."""
    table = Table("what is left of the records", "reports", "named outright", "least", "median", "most")
    for state, sizes in measure(calls, seed):
        alone = sum(size == 1 for size in sizes)
        spread = (min(sizes), int(statistics.median(sizes)), max(sizes))
        table.add_row(state, str(len(sizes)), f"{alone} ({alone / len(sizes):.0%})", *map(str, spread))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
