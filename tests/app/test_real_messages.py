"""What people really wrote to disaster lines, through kills and restarts: each one report, to the byte."""

from __future__ import annotations

import csv
import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.app.posting import Post, message, post
from tests.plugins.line import Line, open_line

MESSAGES = Path(__file__).parents[3] / "shared" / "data" / "real-messages.csv"
KILLS = 4
CONNECTIONS = 8
_TRIES = 600

pytestmark = pytest.mark.slow


def _originals() -> list[str]:
    with MESSAGES.open(encoding="utf-8", newline="") as file:
        return [row["original"] or row["english"] for row in csv.DictReader(file)]


@pytest.fixture
def weak_line() -> Iterator[Line]:
    """Return a line that will be killed."""
    with open_line(SOTTO_SPEECH="off") as opened:
        yield opened


@pytest.mark.skipif(not MESSAGES.exists(), reason="the real messages are not here")
def test_no_real_message_is_lost_altered_or_taken_twice_by_kills_and_retries(weak_line: Line) -> None:
    originals = _originals()
    posts = [
        post(weak_line, "/sms/message", message(words, sender=f"+1415{2_000_000 + number}"))
        for number, words in enumerate(originals)
    ]
    answered = threading.Semaphore(0)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sent = [pool.submit(_until_answered, one, answered) for one in posts]
        _kill_now_and_then(weak_line, answered, len(posts))
        answers = [_answer(one) for one in sent]
    assert Counter(row["text"] for row in weak_line.reports()) == Counter(originals)
    assert len(originals) > 1000
    again = [posts[number].send()[1] for number in range(0, len(posts), 50)]
    assert again == answers[::50]
    assert weak_line.count("reports") == len(originals)


def _until_answered(one: Post, answered: threading.Semaphore) -> str:
    """Send a text as the provider does: again, under the same id, until it is answered."""
    for _ in range(_TRIES):
        try:
            status, answer = one.send()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            continue
        if status == 200:
            answered.release()
            return answer
        assert status == 503
    message = "never answered"
    raise AssertionError(message)


def _kill_now_and_then(line: Line, answered: threading.Semaphore, count: int) -> None:
    for _ in range(KILLS):
        for _ in range(count // (KILLS + 1)):
            assert answered.acquire(timeout=60)
        line.kill()
        line.start()


def _answer(one: Future[str]) -> str:
    answer = one.result()
    assert "<Message" in answer
    return answer
