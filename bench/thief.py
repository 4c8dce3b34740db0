"""Plays the thief, who has the whole disk and a list of 1,000 candidate numbers: who of them reported.

Half of the candidates have texted or called, and their reports have been worked on; the other half never did. The thief
has all our files and this source. For every candidate it makes each form in which the number could have been left
behind: as it is, as digits, hashed in every usual way, and keyed as our own code does it, with each key that it found.
It counts how many of these are on the disk, and puts the candidates in that order. Its score is how often somebody who
reported stands before somebody who did not; 0.5 is chance.

Three times: with the day's key in memory taken too (a machine taken while it runs); with the disk alone that day; and
with everything, memory included, two days later. `python -m bench.thief` prints all three.
"""

from __future__ import annotations

import base64
import hashlib
import random
import secrets
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.doors import create_app
from app.house import House, inbound_options
from bench.line import found
from bench.traffic import Webhook, call, text
from privacy.alias import alias
from store.keyring import Keyring
from work.pipeline import run_one
from work.speech.host import Host
from work.sweep import sweep

CANDIDATES = 1000
_CALLERS = 5  # one reporter in so many calls, too
_KEY_BYTES = 32
_LEAST = 4  # bytes by which a form is looked for


@dataclass(frozen=True, slots=True)
class Loot:
    """Everything the thief has: all bytes, and all that may be keys."""

    content: bytes
    keys: tuple[bytes, ...]


@dataclass(slots=True)
class Clock:
    """A clock that is set."""

    moment: datetime

    def __call__(self) -> datetime:
        """Return the time."""
        return self.moment


def loot(*folders: Path) -> Loot:
    """Take all files of some folders, and out of them whatever has the length of a key."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    contents = [file.read_bytes() for file in files]
    keys = {content for content in contents if len(content) == _KEY_BYTES}
    keys |= {key for file in files if file.suffix == ".sqlite3" for key in _blobs(file)}
    return Loot(b"\0".join(contents), tuple(keys))


def _blobs(database: Path) -> Iterator[bytes]:
    """Yield every value in a database that has the length of a key."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        for ending in ("", "-wal"):
            if (part := database.with_name(database.name + ending)).exists():
                copy.with_name(f"copy{ending}").write_bytes(part.read_bytes())
        connection = sqlite3.connect(copy)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - the thief's own copy
                yield from (value for value in row if isinstance(value, bytes) and len(value) == _KEY_BYTES)
        connection.close()


def forms(number: str, keys: Sequence[bytes]) -> set[bytes]:
    """Return every form in which a number could have been left behind."""
    plain = {number, number[1:], number[2:]}
    made = {each.encode() for each in plain} | {each[::-1].encode() for each in plain}
    made |= {each.encode("utf-16-le") for each in plain}
    for each in plain:
        for kind in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            digest = hashlib.new(kind, each.encode()).digest()
            made |= {digest[:16], digest.hex().encode()[:32], base64.b64encode(digest)[:20]}
    return made | {alias(each, key) for key in keys for each in (number, number[1:])}


def score(loot_: Loot, reporters: Sequence[str], others: Sequence[str]) -> float:
    """Return how often a reporter comes before somebody who never reported; an even count is half a success."""
    wanted: defaultdict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
    for number in (*reporters, *others):
        for form in forms(number, loot_.keys):
            wanted[form[:_LEAST]].append((form, number))
    hits: Counter[str] = Counter()
    content = loot_.content
    for at in range(len(content) - _LEAST + 1):
        for form, number in wanted.get(content[at : at + _LEAST], ()):
            hits[number] += content.startswith(form, at)
    won = sum((hits[one] > hits[other]) + (hits[one] == hits[other]) / 2 for one in reporters for other in others)
    return won / (len(reporters) * len(others))


def _headers(webhook: Webhook) -> dict[str, str]:
    return {"X-Twilio-Signature": webhook.signature, "Content-Type": "application/x-www-form-urlencoded"}


def live_through(house: House, reporters: Sequence[str], clock: Clock) -> House:
    """Let people report, and the pipeline work; return the house with its clock."""
    settings = house.settings
    keyring = Keyring(settings.secrets_dir, settings.runtime_dir, secrets.token_bytes, clock)
    intake = replace(house.intake, keyring=keyring, now=clock)
    timed = replace(house, keyring=keyring, intake=intake, inbound=inbound_options(settings, keyring))
    app = create_app(timed)
    for place, number in enumerate(reporters):
        sent = [text(f"They sell pills ({place})", number, "SM" + secrets.token_hex(16))]
        if place % _CALLERS == 0:
            sid = "CA" + secrets.token_hex(16)
            sent += [call("/ivr/call", sid, number), call("/ivr/status", sid, number, CallStatus="completed")]
        for each in sent:
            answer = app.test_client().open(each.target, method="POST", data=each.body, headers=_headers(each))
            if answer.status_code not in (200, 204):
                message = f"nobody to be robbed of: {answer.status}"
                raise RuntimeError(message)
    work, worker = timed.work(Host("off")), secrets.token_bytes(16)
    while run_one(work, worker, ("grade", "code")):
        pass
    return timed


def steal(folder: Path, candidates: int = CANDIDATES) -> dict[str, float]:
    """Return the thief's score by what it took and when."""
    place = found(folder)
    numbers = [f"+1410{each:07d}" for each in random.sample(range(2_000_000, 9_999_999), candidates)]
    reporters, others = numbers[: candidates // 2], numbers[candidates // 2 :]
    scores: dict[str, float] = {}
    with place.opened() as house:
        clock = Clock(datetime.now(UTC).replace(hour=12))
        timed = live_through(house, reporters, clock)
        data, runtime = house.settings.data_dir, house.settings.runtime_dir
        timed.log.flush(timed.intake)
        scores["that day, disk and memory"] = score(loot(data, runtime), reporters, others)
        scores["that day, disk alone"] = score(loot(data), reporters, others)
        clock.moment += timedelta(days=2)
        sweep(timed.work(Host("off")))
        scores["two days later, disk and memory"] = score(loot(data, runtime), reporters, others)
    return scores


def main() -> None:
    """Print the scores."""
    candidates = int(sys.argv[1]) if len(sys.argv) > 1 else CANDIDATES
    with tempfile.TemporaryDirectory() as folder:
        for what, won in steal(Path(folder), candidates).items():
            print(f"{what:<34} {won:.3f} (chance: 0.500), of {candidates} candidates")


if __name__ == "__main__":
    main()
