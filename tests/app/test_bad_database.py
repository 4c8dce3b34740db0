"""A database that is locked, full, gone or not to be written: nobody is told that something is saved that is not."""

from __future__ import annotations

import resource
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from tests.app.posting import call, message, post, sid
from tests.plugins.line import Line, new_number, open_line, until

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
NOT_SAVED, SAVED = "could not", "is saved"
KEYS = ("1", "1", "2", "2", "1", "1", "1")

pytestmark = pytest.mark.slow


@contextmanager
def locked(line: Line) -> Iterator[None]:
    """Hold the write lock, as another program may."""
    with closing(sqlite3.connect(line.database, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(line: Line) -> Iterator[None]:
    """Let no file of the process grow any more."""
    assert line.process is not None
    limits = resource.prlimit(line.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(line.process.pid, resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(line.process.pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def gone(line: Line) -> Iterator[None]:
    """Take the file away, and bring it back."""
    away = line.database.rename(line.database.with_name("away"))
    yield
    away.rename(line.database)


FAULTS: dict[str, Callable[[Line], AbstractContextManager[None]]] = {"locked": locked, "full": full, "gone": gone}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_text_that_cannot_be_kept_is_refused_until_it_can(line: Line, fault: str) -> None:
    request = post(line, "/sms/message", message(f"while {fault}", sender=new_number()))
    with FAULTS[fault](line):
        assert request.send() == (503, "")
        assert request.send() == (503, "")
    assert request.send()[0] == 200
    assert [row["text"] for row in line.reports()].count(f"while {fault}") == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_caller_hears_that_it_could_not_be_saved_and_the_recording_is_fetched_later(line: Line, fault: str) -> None:
    assert line.peer is not None
    before = line.count("reports")
    with FAULTS[fault](line):
        heard = line.peer.call(keys=KEYS, wavs=[CLIP], number=new_number())
        assert SAVED not in heard.said
        assert NOT_SAVED in heard.said
        recording = _recording_of(heard.events)
    callback = {"CallSid": heard.sid, "RecordingSid": recording, "RecordingStatus": "completed", "RecordingDuration": "4"}
    until(lambda: post(line, "/ivr/recording", callback).send() == (204, ""))
    line.settle("fetch", "transcribe", "grade")
    assert line.count("reports") == before + 1
    assert line.count("items", "kind = 'recording' AND body IS NOT NULL") >= 1


def _recording_of(events: tuple[dict[str, object], ...]) -> str:
    [one] = [event for event in events if event["kind"] == "recorded"]
    return str(one["recording"])


@pytest.mark.parametrize("fault", FAULTS)
def test_danger_is_answered_with_the_emergency_number_all_the_same(line: Line, fault: str) -> None:
    assert line.peer is not None
    with FAULTS[fault](line):
        heard = line.peer.call(keys=("1", "1", "1", "hangup"), number=new_number())
    assert heard.said.count("nine one one") >= 2


@pytest.mark.parametrize("fault", FAULTS)
def test_callbacks_that_cannot_be_noted_ask_to_be_sent_again(line: Line, fault: str) -> None:
    recording = {"CallSid": sid("CA"), "RecordingSid": sid("RE"), "RecordingStatus": "completed", "RecordingDuration": "3"}
    ended = call(CallStatus="completed", CallDuration="12")
    with FAULTS[fault](line):
        assert post(line, "/ivr/recording", recording).send() == (503, "")
        assert post(line, "/ivr/status", ended).send() == (503, "")
    assert post(line, "/ivr/status", ended).send() == (204, "")


def test_callers_who_come_while_it_is_locked_do_not_wait_for_one_another(line: Line) -> None:
    posts = [post(line, "/sms/message", message(sender=new_number())) for _ in range(12)]
    answers: list[int] = []
    with locked(line):
        threads = [threading.Thread(target=lambda one=one: answers.append(one.send()[0])) for one in posts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=15)  # longer than that no provider waits
        assert answers == [503] * 12


def test_a_line_that_finds_no_site_does_not_open() -> None:
    with open_line(SOTTO_SPEECH="off") as line:
        line.stop()
        for file in line.data.glob("sotto.sqlite3*"):
            file.unlink()
        assert "sotto init" in line.sotto("serve", code=1)


def test_nothing_of_all_this_is_said_with_a_traceback(line: Line) -> None:
    with locked(line):
        post(line, "/sms/message", message("needle in the words", sender="+14155550190")).send()
    said = line.output()
    assert "Traceback" not in said
    assert "needle" not in said
    assert "4155550190" not in said
