"""What the owner is told of the provider's copies: by `check`, by `jobs` and in the metrics."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import requests
from click.testing import CliRunner

from app.cli import main
from app.copies import lines, sentence
from intake.copies import Copies
from store.rounds import Round
from tests.plugins.line import Line, open_line, until

TOKEN = "a-token-for-the-metrics"


@pytest.fixture(scope="module")
def counted() -> Iterator[Line]:
    """Return a line whose counts can be asked for."""
    with open_line(SOTTO_SPEECH="off", SOTTO_METRICS_TOKEN=TOKEN) as opened:
        yield opened


def findings(line: Line) -> dict[str, bool]:
    """Return what `check` says of copies, and whether each is in order."""
    done = CliRunner().invoke(main, ["check", "--json"], env=line.env)
    return {each["words"]: each["ok"] for each in json.loads(done.stdout) if each["about"] == "copies"}


def metrics(line: Line) -> dict[str, int]:
    told = requests.get(f"{line.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10).text
    return {name: int(count) for name, count in re.findall(r"^sotto_copies_(\w+) (\d+)$", told, re.MULTILINE)}


def test_a_look_on_command_is_told_and_kept(counted: Line) -> None:
    assert "have not been looked at yet" in " ".join(findings(counted))
    assert counted.peer is not None
    found = json.loads(counted.sotto("jobs", "--reconcile", "--json"))
    assert (found["filed"], found["fault"]) == (0, None)
    assert "0 filed as reports" in counted.sotto("jobs", "--reconcile")
    told = findings(counted)
    assert any("were last looked at on" in words for words in told)
    assert any("Twilio may hold its log of what it told us" in words and "about 30 days" in words for words in told)
    assert any("when a deleted recording was made" in words and "about 40 days" in words for words in told)


def test_a_provider_that_does_not_answer_ends_the_look_with_a_word(counted: Line) -> None:
    assert counted.peer is not None
    counted.peer.fault("rest.messages", "fail", status=503)
    assert "It ended early: provider_down." in counted.sotto("jobs", "--reconcile", code=1)
    assert {words: ok for words, ok in findings(counted).items() if "ended early" in words}.popitem()[1] is False
    counted.sotto("jobs", "--reconcile")


@pytest.mark.threat(14)
def test_what_could_not_be_erased_is_an_alarm_until_it_is_tried_again(counted: Line) -> None:
    assert counted.peer is not None
    counted.peer.fault("rest.messages", "fail", status=400, times=500)
    counted.peer.text("There is smoke", sender="+14155550134")
    counted.settle("grade", "code")
    until(lambda: metrics(counted)["failed"] == 2)
    told = findings(counted)
    assert told["2 could not be erased at the provider (refused): remove it by hand in the provider's console, then "
                "`sotto jobs --again`."] is False  # fmt: skip
    assert not any("4155550134" in words for words in told)
    counted.peer.calm()
    assert "2 are tried again" in counted.sotto("jobs", "--again")
    counted.settle("erase")
    assert metrics(counted) == {"waiting": 0, "failed": 0, "troubled": 0, "unsupported": 0, "left": 0, "late": 0}
    assert counted.peer.kept()["messages"] == []


def test_counts_have_names_and_a_look_has_a_sentence() -> None:
    standing = Copies(
        3, None, 1, {"refused": 2, "key_gone": 1}, {"credentials": 4}, Round("2026-11-23", old=5), late=True
    )
    assert lines(standing) == [
        "sotto_copies_waiting 3", "sotto_copies_failed 3", "sotto_copies_troubled 4", "sotto_copies_unsupported 1",
        "sotto_copies_left 5", "sotto_copies_late 1",
    ]  # fmt: skip
    assert standing.alarms == 12
    assert "look again" in sentence(Round("2026-11-23", more=True))
