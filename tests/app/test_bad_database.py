"""A database that is locked, full, gone or not to be written: nobody is told that something is saved that is not."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from rehearsal.client import Transcript
from tests.app.posting import Post, call, message, post, sid
from tests.plugins.line import Line, new_number, open_line, until

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
KEYS = ("1", "1", "2", "2", "1", "1", "1")

pytestmark = [pytest.mark.slow, pytest.mark.threat(52)]


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


@dataclass(slots=True)
class Bad:
    """What everybody was told while nothing could be kept, and how many reports there were before."""

    line: Line
    text: Post
    answers: dict[str, tuple[int, str]]
    spoken: Transcript
    danger: Transcript
    crowd: list[int]


@pytest.fixture(scope="module", params=FAULTS)
def bad(request: pytest.FixtureRequest) -> Iterator[Bad]:
    """Let everybody come at once while the database does not work, then let it work again."""
    with open_line(SOTTO_SPEECH="off") as line, ThreadPoolExecutor(40) as pool:
        peer, speaker, afraid = line.peer, new_number(), new_number()
        assert peer is not None
        posts = {
            "text": post(line, "/sms/message", message("while it did not work", sender=new_number())),
            "recording": post(line, "/ivr/recording", _recording()),
            "status": post(line, "/ivr/status", call(CallStatus="completed", CallDuration="12")),
        }
        crowd = [post(line, "/sms/message", message(sender=new_number())) for _ in range(6)]
        with FAULTS[request.param](line):
            calls = (
                pool.submit(peer.call, keys=KEYS, wavs=[CLIP], number=speaker),
                pool.submit(peer.call, keys=("1", "1", "1", "hangup"), number=afraid),
            )
            sent = {name: pool.submit(one.send) for name, one in posts.items()}
            flood = [pool.submit(one.send) for one in crowd]
            answers, refused = {name: one.result() for name, one in sent.items()}, [one.result()[0] for one in flood]
            until(lambda: all(each.status == "completed" for each in peer.rest().client.calls.list()))
        yield Bad(line, posts["text"], answers, calls[0].result(), calls[1].result(), refused)


def _recording(**more: str) -> dict[str, str]:
    form = {"CallSid": sid("CA"), "RecordingSid": sid("RE"), "RecordingStatus": "completed", "RecordingDuration": "3"}
    return form | more


def test_a_text_that_cannot_be_kept_is_refused_until_it_can_be(bad: Bad) -> None:
    assert bad.answers["text"] == (503, "")
    assert bad.crowd == [503] * 6
    assert bad.text.send()[0] == 200
    assert [row["text"] for row in bad.line.reports()].count("while it did not work") == 1


def test_callbacks_that_cannot_be_noted_are_to_be_sent_again(bad: Bad) -> None:
    assert bad.answers["recording"] == (503, "")
    assert bad.answers["status"] == (503, "")


def test_a_caller_hears_that_it_could_not_be_saved(bad: Bad) -> None:
    assert "is saved" not in bad.spoken.said
    assert "could not be saved" in bad.spoken.said


def test_what_they_said_is_fetched_all_the_same_once_the_provider_tells_again(bad: Bad) -> None:
    [recorded] = bad.spoken.of("recorded")
    form = _recording(CallSid=bad.spoken.sid, RecordingSid=str(recorded["recording"]))
    assert post(bad.line, "/ivr/recording", form).send() == (204, "")
    bad.line.settle("fetch", "transcribe", "grade")
    assert bad.line.count("items", "kind = 'recording' AND body IS NOT NULL") == 1


def test_danger_is_answered_with_the_emergency_number_all_the_same(bad: Bad) -> None:
    assert bad.danger.said.count("nine one one") >= 2


def test_nothing_of_all_this_is_said_with_a_traceback_or_a_number(bad: Bad) -> None:
    said = bad.line.output()
    assert "Traceback" not in said
    assert "while it did" not in said
    assert "1415" not in said


def test_a_line_that_finds_no_site_does_not_open() -> None:
    with open_line(SOTTO_SPEECH="off") as line:
        line.stop()
        for file in line.data.glob("sotto.sqlite3*"):
            file.unlink()
        assert "sotto init" in line.sotto("serve", code=1)
