"""The whole way, in processes of their own: called, texted, kept, heard, graded, read, followed up, erased."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rehearsal.calls.scripted import Speech
from rehearsal.client import Answer, Transcript
from tests.plugins.line import Line, Peer, open_line, until

CLIPS = Path(__file__).parents[1] / "clips"
GUN, WHISPER = (CLIPS / f"{name}.wav" for name in ("gun", "whisper"))
CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
HUMAN = Path("/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0870.wav")
TO_THE_TONE = ("1", "1", "2", "2")
TO_THE_END = (*TO_THE_TONE, "1", "1", "1")
OURS = "fetch", "transcribe", "check", "grade", "code"

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Day:
    """What came in on one day, and what the desk has of it."""

    line: Line
    calls: dict[str, Transcript]
    text: Answer
    reports: list[dict[str, Any]]
    log: list[dict[str, Any]]

    def one(self, **wanted: object) -> dict[str, Any]:
        """Return the one report that is like this."""
        [found] = [row for row in self.reports if all(row[name] == value for name, value in wanted.items())]
        return found


@pytest.fixture(scope="module")
def day() -> Iterator[Day]:
    """Let everybody call and text at once, each in a language or category of their own, and read it as an operator."""
    with open_line() as line, ThreadPoolExecutor() as crowd:
        peer = line.peer
        assert peer is not None
        ways: dict[str, dict[str, Any]] = {
            "gun": {"keys": TO_THE_END, "wavs": [GUN]},
            "whisper": {"keys": ("1", "1", "2", "1", "1", "1", "1"), "wavs": [WHISPER]},
            "interrupted": {"keys": ("1", "1", "2", "3"), "wavs": [Speech(GUN.read_bytes(), "hangup")]},
            "danger": {"keys": ("1", "1", "1", "hangup")},
            "left": {"keys": ("1", "hangup")},
        }
        placed = {name: crowd.submit(_call, peer, number, way) for number, (name, way) in enumerate(ways.items())}
        text = crowd.submit(peer.text, "There is a fire at the old mill", sender="+14155550199")
        calls = {name: call.result() for name, call in placed.items()}
        line.settle(*OURS)
        until(lambda: not any(peer.kept().values()))
        line.settle()
        yield Day(line, calls, text.result(), line.reports(), line.json("calls"))
        assert line.stop() == 0


def _call(peer: Peer, number: int, way: dict[str, Any]) -> Transcript:
    return peer.call(number=f"+1415555010{number}", **way)


def test_a_recorded_voice_is_transcribed_graded_and_stands_in_the_queue(day: Day) -> None:
    report = day.one(channel="voice", category="weapons")
    assert "gun" in report["transcript"]["text"]
    assert report["transcript"]["status"] in {"ok", "low_confidence"}
    assert report["grade"] == "high"
    assert any("gun" in reason for reason in report["reasons"])
    assert report["recordings"] == [{"seconds": 4, "state": "kept"}]
    assert (report["danger"], report["status"], report["reachable"]) == (False, "new", "yes")


def test_a_whisper_is_kept_and_a_person_must_look(day: Day) -> None:
    report = day.one(channel="voice", category="violence")
    assert report["recordings"] == [{"seconds": 4, "state": "kept"}]
    assert report["grade"] in {"high", "look"}
    assert report["grade"] == "high" or report["transcript"]["status"] != "ok"


def test_who_hangs_up_while_speaking_has_reported(day: Day) -> None:
    report = day.one(channel="voice", category="espionage")
    assert "gun" in report["transcript"]["text"]
    assert report["reachable"] == "no"
    assert day.calls["interrupted"].status == "completed"


def test_who_only_says_that_they_are_in_danger_has_reported(day: Day) -> None:
    report = day.one(channel="voice", danger=True)
    assert report["grade"] == "high"
    assert report["recordings"] == []


def test_who_leaves_before_saying_anything_is_in_the_call_log_alone(day: Day) -> None:
    assert [row["outcome"] for row in day.log].count("left") == 1
    assert len(day.reports) == 5
    [left] = [row for row in day.log if row["outcome"] == "left"]
    assert left["report"] is None


def test_a_text_is_a_report_at_once(day: Day) -> None:
    report = day.one(channel="sms")
    assert report["text"] == "There is a fire at the old mill"
    assert CODE.search(day.text.replies[0])
    assert report["reachable"] == "yes"


def test_nobody_found_fault_with_what_we_said(day: Day) -> None:
    assert [call.problems for call in day.calls.values()] == [[]] * 5
    assert day.text.problems == []


def test_the_provider_has_nothing_left_and_the_reports_say_so(day: Day) -> None:
    assert {row["provider_copies"] for row in day.reports} == {"erased"}
    assert day.line.peer is not None
    assert day.line.peer.kept() == {"calls": [], "recordings": [], "messages": []}


def test_the_pipeline_can_open_nothing_any_more(day: Day) -> None:
    assert day.line.count("wraps", "reader LIKE 'pipeline:%'") == 0
    assert day.line.count("wraps") > 0


def test_every_call_is_one_line_of_the_log_and_names_its_report(day: Day) -> None:
    assert len(day.log) == 5
    assert sorted(row["outcome"] for row in day.log) == ["left", *["reported"] * 4]
    [gun] = [row for row in day.log if row["steps"][-1:] == ["goodbye"] and row["report"] == _of(day, "weapons")]
    assert gun["steps"][:6] == ["language", "menu", "danger", "category", "story", "more"]
    assert gun["seconds"] % 30 == 0
    assert len(gun["caller"].split()) == 2


def _of(day: Day, category: str) -> str:
    return str(day.one(channel="voice", category=category)["id"])


def test_a_code_from_a_text_works_by_text_and_on_the_keypad(day: Day) -> None:
    peer, [code] = day.line.peer, CODE.findall(day.text.replies[0])
    assert peer is not None
    news = peer.text(code, sender="+14155550177").replies
    assert "message" in " ".join(news).lower()
    heard = peer.call(keys=("1", "2", code.replace(" ", "") + "#", "3"), number="+14155550178")
    assert heard.problems == []
    assert any("news_more" in " ".join(row["steps"]) for row in day.line.json("calls"))


def test_a_wrong_code_opens_nothing_and_is_said_so(day: Day) -> None:
    peer = day.line.peer
    assert peer is not None
    heard = peer.call(keys=("1", "2", "1234567812345678#", "hangup"), number="+14155550179")
    assert "news_more" not in heard.said
    assert heard.problems == []


@pytest.mark.skipif(not HUMAN.exists(), reason="pocketsphinx-testdata is not installed")
def test_a_human_voice_is_transcribed(day: Day) -> None:
    peer = day.line.peer
    assert peer is not None
    peer.call(keys=("1", "1", "2", "5", "1", "1", "1"), wavs=[HUMAN], number="+14155550180")
    day.line.settle(*OURS)
    [report] = [row for row in day.line.reports() if row["category"] == "economic"]
    assert report["transcript"]["text"]
