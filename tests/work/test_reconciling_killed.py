"""A look that is killed anywhere, and two at once, file everything once: real processes, ended as a power cut does."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from rehearsal.calls.scripted import Speech
from tests.plugins.line import Line, Peer, open_line, until

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
SOTTO = Path(sys.executable).parent / "sotto"
WORDS = [f"There is smoke in room {room}" for room in range(101, 117)]
KILLS = 4

pytestmark = [pytest.mark.slow, pytest.mark.threat(14)]


@pytest.fixture
def line() -> Iterator[Line]:
    """Return a line whose provider kept calls and texts while it was away, half an hour ago."""
    with open_line(behind=timedelta(minutes=30), SOTTO_SPEECH="off") as opened:
        with closing(sqlite3.connect(opened.database, timeout=30)) as connection:
            connection.execute("DELETE FROM meta WHERE name = 'round_since'")
            connection.commit()
        yield opened


def unheard(peer: Peer) -> None:
    peer.fault("message", "fail", times=len(WORDS))
    for words in WORDS:
        peer.text(words)
    script = Path(__file__).parents[2] / "deploy" / "fallback.xml"
    peer.point(voice_fallback_url=peer.host("fallback", script.read_text(encoding="utf-8")))
    for what in ("call", "call_status"):
        peer.fault(what, "fail", times=3)
    for _ in range(3):
        peer.call(wavs=[Speech(CLIP.read_bytes(), "hangup")])


def looking(line: Line) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [SOTTO, "jobs", "--reconcile"], env=line.env, cwd=line.place,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def more_than(line: Line, before: int) -> bool:
    return line.count("reports") > before


def test_killed_at_any_point_and_two_at_once_it_files_everything_once(line: Line) -> None:
    assert line.peer is not None
    unheard(line.peer)
    assert line.reports() == []
    line.peer.fault("rest.messages", "slow", seconds=0.15, times=10_000)
    chance, begun = random.Random(14), []  # noqa: S311 - moments for a test
    for _ in range(KILLS):
        two, before = (looking(line), looking(line)), line.count("reports")
        until(partial(more_than, line, before))
        time.sleep(chance.uniform(0.0, 0.3))
        for each in two:
            each.kill()
            each.wait()
        begun.append(line.count("reports"))
    line.peer.calm()
    found = json.loads(line.sotto("jobs", "--reconcile", "--json"))
    assert found["fault"] is None
    assert begun == sorted(set(begun))  # each was killed in the middle of its filing
    assert begun[-1] < len(WORDS) + 3 == line.count("reports")
    until(lambda: not any(line.peer.kept().values()) if line.peer else False, 120)
    line.settle(seconds=60)
    rows = line.reports()
    assert sorted(row["text"] for row in rows if row["channel"] == "sms") == WORDS
    assert [len(row["recordings"]) for row in rows if row["channel"] == "voice"] == [1, 1, 1]
    assert {row["provider_copies"] for row in rows} == {"erased"}
    assert json.loads(line.sotto("jobs", "--reconcile", "--json"))["filed"] == 0
