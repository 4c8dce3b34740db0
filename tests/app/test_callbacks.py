"""What is told on the side twice, late, early, never or out of order: one report, one recording, one line logged."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from rehearsal.calls.scripted import Speech
from rehearsal.client import Transcript
from tests.app.posting import call, message, post, sid
from tests.plugins.line import Line, Peer, new_number

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
KEYS = ("1", "1", "2", "2", "1", "1", "1")
AT_ONCE = 100

FAULTS = {
    "the recording is told twice": ("recording", "twice"),
    "the recording is told before the caller's answer": ("recording", "early"),
    "the recording is told late": ("recording", "late"),
    "the recording is never told": ("recording", "lost"),
    "the recording is told unsigned": ("recording", "unsigned"),
    "the end is told twice": ("call_status", "twice"),
    "the end is told late": ("call_status", "late"),
    "an answer comes twice": ("action", "twice"),
    "an answer is late": ("action", "late"),
    "the first request comes twice": ("call", "twice"),
}


def peer_of(line: Line) -> Peer:
    assert line.peer is not None
    return line.peer


def tally(line: Line) -> tuple[int, int, int]:
    """Return how many reports, recordings and calls in the log there are once all is fetched."""
    line.settle("fetch", "transcribe", "grade", seconds=240)
    return line.count("reports"), line.count("items", "kind = 'recording'"), line.count("calls")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("leaves", [False, True], ids=["to the end", "hangs up speaking"])
def test_it_stays_one_report_with_one_recording_and_one_line_in_the_log(
    line: Line, fault: str, *, leaves: bool
) -> None:
    on, how = FAULTS[fault]
    before = tally(line)
    peer_of(line).fault(on, how, seconds=0.5)
    speech = Speech(CLIP.read_bytes(), "hangup" if leaves else "#")
    heard = peer_of(line).call(keys=KEYS[:4] if leaves else KEYS, wavs=[speech], number=new_number())
    peer_of(line).calm()
    assert leaves or "is saved" in heard.said
    after = tally(line)
    assert tuple(new - old for new, old in zip(after, before, strict=True)) == (1, 1, 1)


def test_an_answer_that_was_lost_is_asked_for_at_the_fallback_and_nothing_said_is_lost(line: Line) -> None:
    before = tally(line)
    peer_of(line).fault("action", "lost", times=6)
    peer_of(line).call(keys=KEYS, wavs=[CLIP, CLIP], number=new_number())
    peer_of(line).calm()
    after = tally(line)
    assert after[0] - before[0] == 1
    assert after[1] - before[1] >= 1


def test_the_end_before_everything_else_and_again_afterwards_is_one_line(line: Line) -> None:
    before = tally(line)
    form = call(sender=new_number())
    ended = form | {"CallStatus": "completed", "CallDuration": "44"}
    assert post(line, "/ivr/status", ended).send() == (204, "")
    assert post(line, "/ivr/call", form).send()[0] == 200
    assert post(line, "/ivr/status", ended).send() == (204, "")
    recording = {"CallSid": form["CallSid"], "RecordingSid": sid("RE"), "RecordingStatus": "absent"}
    assert post(line, "/ivr/recording", recording).send() == (204, "")
    after = tally(line)
    assert (after[0] - before[0], after[2] - before[2]) == (0, 1)


def test_the_word_on_our_own_text_may_come_twice_late_and_backwards(line: Line) -> None:
    peer = peer_of(line)
    peer.fault("delivery", "twice", times=3)
    answer = peer.text("Backwards", sender=new_number())
    peer.calm()
    assert answer.problems == []
    line.settle("grade", "code")
    status = {"MessageSid": sid("SM"), "From": "+15005550001", "To": "+14155550100", "MessageStatus": "sent"}
    assert post(line, "/sms/status?s=forged", status).send() == (204, "")
    assert [row["reachable"] for row in line.reports() if row["text"] == "Backwards"] == ["yes"]


@pytest.mark.slow
def test_a_hundred_callers_and_a_hundred_texts_at_once_are_two_hundred_reports(line: Line) -> None:
    before = tally(line)
    numbers = [f"+1650{2_000_000 + number}" for number in range(AT_ONCE)]
    texts = [post(line, "/sms/message", message(f"crowd {number}", sender=number)) for number in numbers]
    with ThreadPoolExecutor(2 * AT_ONCE) as pool:
        calls = [pool.submit(peer_of(line).call, keys=KEYS, wavs=[CLIP], number=number) for number in numbers]
        answers = list(pool.map(lambda one: one.send(), texts))
        heard: list[Transcript] = [one.result() for one in calls]
    assert [status for status, _ in answers] == [200] * AT_ONCE
    assert [one.problems for one in heard] == [[]] * AT_ONCE
    assert sum("is saved" in one.said for one in heard) == AT_ONCE
    after = tally(line)
    assert tuple(new - old for new, old in zip(after, before, strict=True)) == (2 * AT_ONCE, AT_ONCE, AT_ONCE)
    assert len({code for one in heard for code in _played(one)}) == AT_ONCE


def _played(heard: Transcript) -> list[str]:
    return [str(event["url"]) for event in heard.of("played") if "/ivr/code/" in str(event["url"])]


HALVES = """
SELECT count(*) FROM items WHERE report NOT IN (SELECT id FROM reports);
SELECT count(*) FROM items LEFT JOIN wraps ON item = id AND reader LIKE 'desk:%' WHERE body NOT NULL AND item IS NULL;
SELECT count(*) FROM reports WHERE grade IS NULL;
SELECT count(*) FROM reports WHERE reporter NOT NULL AND id NOT IN (SELECT report FROM codes UNION
SELECT report FROM jobs WHERE kind = 'code');
"""


def test_no_report_is_half_there(line: Line) -> None:
    """Every report has its desk's wrap on every item, and no item stands without its report."""
    tally(line)
    with closing(sqlite3.connect(f"file:{line.database}?mode=ro", uri=True)) as connection:
        for query in HALVES.strip().split(";\n"):
            assert connection.execute(query).fetchone() == (0,), query
    assert "Traceback" not in line.output()
