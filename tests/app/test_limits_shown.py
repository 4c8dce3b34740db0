"""A real line with limits of its owner's: a full disk and a used-up budget are said where people look."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.files import texts
from tests.plugins.line import Line, new_number, open_line


@contextmanager
def limited(folder: Path, *changes: tuple[str, str]) -> Iterator[Line]:
    """Run a line whose owner has changed some limits, once it has been started with those delivered."""
    rules = folder / "rules"
    rules.mkdir()
    with open_line(SOTTO_SPEECH="off", SOTTO_CONFIG_DIR=str(folder)) as line:
        line.stop()
        text = texts("rules")["limits"]
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        (rules / "limits.toml").write_text(text)
        yield line


def findings(line: Line, about: str, code: int) -> list[dict[str, object]]:
    return [each for each in json.loads(line.sotto("check", "--json", code=code)) if each["about"] == about]


@pytest.mark.slow
@pytest.mark.threat(36)
def test_what_is_spent_is_shown_by_check_and_stays_spent_through_a_kill(tmp_path: Path) -> None:
    small = [("line_hour = 600", "line_hour = 3"), ("total_hour = 1200", "total_hour = 3")]
    with limited(tmp_path, *small) as line:
        line.start()
        assert line.peer is not None
        replies = [line.peer.text("They sell pills", sender=new_number()).replies for _ in range(4)]
        assert replies[0]
        assert not replies[-1]
        assert len(line.reports()) == 4
        line.settle("code", "grade")
        shown = findings(line, "replies", code=1)
        assert any("segments sent this hour, all lines" in str(each["words"]) for each in shown)
        line.kill()
        line.start()
        assert not line.peer.text("They sell pills", sender=new_number()).replies


@pytest.mark.slow
@pytest.mark.threat(38)
def test_a_full_disk_is_red_and_its_texts_are_answered_with_the_truth(tmp_path: Path) -> None:
    with limited(tmp_path, ("free = 512", "free = 1000000")) as line:
        line.start(ready=503)
        with pytest.raises(urllib.error.HTTPError) as red:
            urllib.request.urlopen(f"{line.url}/readyz", timeout=10)  # noqa: S310 - our own
        assert red.value.code == 503
        assert b"free on the disk" in red.value.read()
        red.value.close()
        assert line.peer is not None
        [reply] = line.peer.text("They sell pills", sender=new_number()).replies
        assert "could not be saved" in reply
        assert line.count("reports") == line.count("items") == 0
        assert line.count("jobs", "kind <> 'erase'") == 0, "only the provider's copy of our own answer is seen to"
        [disk] = findings(line, "disk", code=1)
        assert not disk["ok"]
