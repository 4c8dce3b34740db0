"""Everything that is measured, in one run: printed as tables, and written to docs/performance.md.

python -m bench.all
"""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bench import durable, kills, memory, steps
from bench.load import CONNECTIONS
from bench.results import Result, markdown, show

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_PAGE = """# What it costs, measured

Written by `make bench` on {day}, on {machine}; SQLite {sqlite}, Python {python}. It takes about {minutes} minutes.
Each figure is the median of {rounds} rounds, with the least and the greatest.

The **floor** is `bench/floor.py`: the same two webhooks as anybody would write them with Flask, twilio's
RequestValidator and TwiML classes and SQLAlchemy's ORM, one commit a request, on the same server (waitress, 16 threads)
and the same SQLite settings (WAL, synchronous=FULL). It keeps words and numbers in the clear, makes no code, has no
pipeline and no call log. Ours does all of that: what is compared is a line with its privacy to a webhook without.

Both sides take turns, in short ones, and a ratio is taken within each round. Even so: absolute figures move with the
machine and with what else runs on it, ratios by some tenths.

{sections}
## How to read it

- *A step of the menu* is the application called without a server: the signature checked, the sealed state opened and
  sealed anew, the script walked, TwiML rendered. It touches no database; its note in the call log is written behind.
- *A text, one at a time* has its commit in it, with nobody to share it with. The floor writes one row. Ours writes the
  report, the sealed words with a key for each reader, the reply, the conversation and three jobs, in one commit.
- *Texts* are sent by a process of its own over {connections} connections that stay open, each text from another
  sender, so that each makes a report, a code and a key pair. `sotto serve` runs as it is, its pipeline too.
- On a disk that flushes at once, as a virtual one often does, the floor is bound by SQLite's lock and ours by the
  processor; on one that takes its time, sharing a commit between callers is what counts. The second disk is the first
  with 5 ms added to each flush (`bench/slow_disk.c`).
- *Memory* is PSS, all processes together, without the recogniser's child, which ends when it is idle. A code takes
  64 MiB while it is stretched; that is Argon2id's purpose, and is given back.
- *Kills* are `kill -9` at random moments while texts come in over {connections} connections. What was under way is
  sent again, as the provider does. Then every message is looked up, in the queue and by its code.
"""


@click.command()
@click.option("--rounds", default=7, show_default=True, help="How often each side takes its turn; five at least.")
@click.option("--deaths", default=50, show_default=True, help="How often the line is killed.")
def main(rounds: int, deaths: int) -> None:
    """Measure everything, print it, and write docs/performance.md."""
    begun = datetime.now(UTC)
    parts = {
        "Processor time of a request, without a server": steps.measure(rounds),
        "Texts, each answered after its commit": durable.measure(rounds),
        "Memory of the process tree": memory.measure(),
        "Killed under load": kills.measure(deaths),
    }
    for title, results in parts.items():
        show(title, results)
    PAGE.write_text(_page(parts, rounds, begun), encoding="utf-8")
    click.echo(f"Written to {PAGE}")


def _page(parts: Mapping[str, Sequence[Result]], rounds: int, begun: datetime) -> str:
    sections = (f"## {title}\n\n{markdown(results)}\n" for title, results in parts.items())
    return _PAGE.format(
        day=begun.date().isoformat(),
        machine=_machine(),
        sqlite=sqlite3.sqlite_version,
        python=platform.python_version(),
        minutes=max(1, round((datetime.now(UTC) - begun).total_seconds() / 60)),
        rounds=rounds,
        connections=CONNECTIONS,
        sections="\n".join(sections),
    )


def _machine() -> str:
    names = (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name"))
    memory_kib = next(int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    return f"{os.cpu_count()} cores of {next(names, platform.machine())} with {memory_kib // 2**20} GiB"


def _lines(file: str) -> list[str]:
    return Path(file).read_text(encoding="ascii", errors="replace").splitlines()


if __name__ == "__main__":
    main()
