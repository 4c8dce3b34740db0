"""A line that is killed in the middle of a job does it after the next start, once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from rehearsal.calls.scripted import Speech
from tests.plugins.line import Line, Peer, new_number, open_line, until
from tests.work.files import evil

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
KEYS = ("1", "1", "2", "2")

pytestmark = pytest.mark.slow


@pytest.fixture
def line() -> Iterator[Line]:
    """Return a line that will be killed."""
    with open_line() as opened:
        yield opened


def test_every_job_that_a_kill_interrupts_is_done_once_after_the_next_start(line: Line) -> None:
    peer = _peer(line)
    peer.fault("rest.audio", "slow", seconds=3)
    peer.call(keys=KEYS, wavs=[Speech(CLIP.read_bytes(), "hangup")], number=new_number())
    until(lambda: _held(line, "fetch"))
    _again(line)
    until(lambda: _held(line, "transcribe"))
    _again(line)
    peer.text("A man with a gun", sender=new_number())
    _again(line)
    line.settle("fetch", "transcribe", "check", "grade", "code", seconds=120)
    peer.fault("rest.recordings", "slow", seconds=3)
    until(lambda: _held(line, "erase"))
    _again(line)
    until(lambda: not any(peer.kept().values()))
    line.settle(seconds=120)
    rows = {row["channel"]: row for row in line.reports()}
    assert len(line.reports()) == len(rows) == 2
    assert len(rows["voice"]["recordings"]) == 1
    assert "gun" in rows["voice"]["transcript"]["text"]
    assert (rows["voice"]["grade"], rows["sms"]["grade"]) == ("high", "high")
    assert {row["provider_copies"] for row in rows.values()} == {"erased"}
    assert line.count("items", "kind = 'transcript'") == line.count("items", "kind = 'recording'") == 1
    assert line.count("wraps", "reader LIKE 'pipeline:%'") == 0


def test_a_file_that_was_being_looked_at_is_looked_at_after_the_next_start(line: Line) -> None:
    peer = _peer(line)
    noise = io.BytesIO()
    Image.effect_noise((2600, 2600), 60).convert("RGB").save(noise, "JPEG", quality=60, comment=evil.NEEDLE)
    peer.text("Look at this", sender=new_number(), media=[("image/jpeg", noise.getvalue())])
    until(lambda: _held(line, "clean"))
    _again(line)
    until(lambda: line.count("jobs", "kind = 'settle'") > 0 or line.count("items", "state = 'cleaned'") > 0)
    _again(line)
    line.settle("fetch", "check", "clean", "settle", "grade", "code", seconds=120)
    assert line.count("items", "kind = 'clean'") == line.count("items", "kind = 'found'") == 1
    assert line.count("items", "kind = 'file' AND body IS NULL AND state = 'cleaned'") == 1
    assert line.count("wraps", "reader LIKE 'pipeline:%'") == 0
    [report] = line.reports()
    assert report["attachments"][0]["type"] == "image/jpeg"
    assert report["grade"]


def test_calls_before_and_after_a_kill_are_both_kept(line: Line) -> None:
    peer = _peer(line)
    first = peer.call(keys=(*KEYS, "1", "1", "1"), wavs=[CLIP], number=new_number())
    _again(line)
    second = peer.call(keys=("1", "1", "1", "1"), wavs=[CLIP], number=new_number())
    assert (first.problems, second.problems) == ([], [])
    line.settle("fetch", "transcribe", "grade", "code", seconds=120)
    assert line.count("calls") == len(line.reports()) == 2


def _peer(line: Line) -> Peer:
    assert line.peer is not None
    return line.peer


def _held(line: Line, kind: str) -> bool:
    return line.count("jobs", f"kind = '{kind}' AND lease IS NOT NULL") > 0


def _again(line: Line) -> None:
    line.kill()
    line.start()
