"""Killing `sotto serve` at random moments under load, and counting what became of every answered message.

Answered means: a 200 with a code in it was received. After all kills every such message must lie in the queue, whole
and once, and its code must open its own report; no report may be there that nobody sent, or in part. What was under way
when the process died is sent again to the next one, as the provider does.

    python -m bench.kills --kills 50
"""

from __future__ import annotations

import re
import secrets
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

import privacy.codes
from app.house import House
from bench import serving
from bench.line import Place, found, operator
from bench.load import CONNECTIONS, Answered, Order, send
from bench.results import Goal, Result, plain, show
from bench.traffic import Webhook, fresh_texts
from intake.follow import find
from intake.opening import Opened, open_all
from privacy.secret import Secret
from store import jobs
from work.pipeline import run_one
from work.speech.host import Host

TEXTS = 150
"""How many texts a process is sent before it dies, at most."""

_CHEAP = (64, 1)  # KiB and passes for a code: what making one costs is not the question here
_SERVE = f"""
import privacy.codes as codes
codes.MEMORY_KIB, codes.PASSES = {_CHEAP}
from app.cli import main
main()
"""
_LATER = 20  # milliseconds: so that a process does not always die just after an answer
_CODE = re.compile(r"\d{4}(?: \d{4}){3}")


@dataclass(slots=True)
class Sent:
    """What was sent in all, and the codes that were answered, by what was said."""

    words: set[str] = field(default_factory=set)
    codes: dict[str, Secret] = field(default_factory=dict)
    again: list[Webhook] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """What became of it. All but `answered` and `kept` must be 0."""

    answered: int
    kept: int
    lost: int
    twice: int
    unknown: int
    closed: int

    @property
    def spoiled(self) -> int:
        """Return how much is wrong: lost, there twice, partly there or never sent, or not opened by its code."""
        return self.lost + self.twice + self.unknown + self.closed


def storm(place: Place, kills: int, *, again: bool = True) -> Sent:
    """Start the line and kill it under load, so many times, and, unless its wreck is wanted, once more in peace."""
    sent = Sent()
    for _ in track(range(kills), "killing", console=Console(stderr=True), transient=True):
        _one(place, sent, TEXTS, dies_after=secrets.randbelow(TEXTS - CONNECTIONS) + 1)
    if again:
        _one(place, sent, 0)
    return sent


def _one(place: Place, sent: Sent, count: int, dies_after: int | None = None) -> None:
    """Send what is still to be answered and `count` fresh texts to one process."""
    texts = [*sent.again, *fresh_texts(count)]
    with serving.ours(place, line=(sys.executable, "-c", _SERVE, "serve")) as server:
        order = Order(server.port, [text.http() for text in texts])

        def seen(answers: int) -> None:
            if answers == dies_after:
                threading.Timer(secrets.randbelow(_LATER) / 1000, server.process.kill).start()

        came = send(order, seen)
        if dies_after is not None:
            server.kill()
    _note(sent, texts, came)


def _note(sent: Sent, texts: list[Webhook], came: Answered) -> None:
    sent.words |= {text.said for text in texts}
    for at, text in enumerate(texts):
        code = _CODE.search(came.answers.get(at, b"").decode())
        if code:
            sent.codes[text.said] = Secret(code[0].replace(" ", ""))
    under_way = (text for text in texts if text.said not in sent.codes)
    sent.again = list(under_way)[: 2 * CONNECTIONS]


def inspect(place: Place, sent: Sent) -> Found:
    """Open the line, finish what is to be done, and look every message up, in the queue and by its code."""
    privacy.codes.MEMORY_KIB, privacy.codes.PASSES = _CHEAP
    with place.opened() as house:
        _finish(house)
        reports = open_all(house.intake, operator(house).keys)
        kept = Counter(map(_words, reports))
        home = {_words(report): bytes(report.row.id) for report in reports}
        return Found(
            answered=len(sent.codes),
            kept=len(reports),
            lost=sum(said not in kept for said in sent.codes),
            twice=sum(count - 1 for count in kept.values()),
            unknown=sum(said not in sent.words for said in kept),
            closed=sum(not _opens(house, code, home.get(said)) for said, code in sent.codes.items()),
        )


def _finish(house: House) -> None:
    speech = Host("off")
    work, worker = house.work(speech), secrets.token_bytes(16)
    house.store.write(jobs.release_all)  # as every start does: the last process may have died at a job
    while run_one(work, worker, ("grade", "code")):
        pass
    speech.stop()


def _words(report: Opened) -> str:
    return "\n".join(piece.text for piece in report.of_kind("story", "message"))


def _opens(house: House, code: Secret, report: bytes | None) -> bool:
    opened = find(house.intake, code)
    return opened is not None and opened.report == report


def measure(kills: int) -> list[Result]:
    """Kill, and count."""
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
        place = found(Path(folder))
        came = inspect(place, storm(place, kills))
    none = Goal("none", lambda value: value == 0)
    return [
        plain(f"answered messages, through {kills} kills", "", [came.answered]),
        plain("of them lost", "", [came.lost], none),
        plain("reports there twice", "", [came.twice], none),
        plain("reports in part, or that nobody sent", "", [came.unknown], none),
        plain("answered codes that do not open their report", "", [came.closed], none),
    ]


@click.command()
@click.option("--kills", default=50, show_default=True)
def main(kills: int) -> None:
    """Kill the line under load and look for every answered message."""
    show("kill -9 under load", measure(kills))


if __name__ == "__main__":
    main()
