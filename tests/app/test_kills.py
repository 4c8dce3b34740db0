"""The line is killed under load, in earnest: processes of their own, `kill -9`, and what is on the disk afterwards."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.kills import Found, Sent, inspect, storm
from bench.line import Place, found

KILLS = 5
pytestmark = [pytest.mark.slow, pytest.mark.threat(49)]


@dataclass(frozen=True, slots=True)
class Wreck:
    """What is left of a line that was killed and not started again, and what had been sent to it."""

    place: Place
    sent: Sent
    files: dict[str, bytes]

    def hits(self, needles: Iterator[bytes]) -> list[str]:
        """Return the files in which one of these stands."""
        return [name for needle in needles for name, content in self.files.items() if needle in content]


@pytest.fixture(scope="module")
def wreck(tmp_path_factory: pytest.TempPathFactory) -> Wreck:
    folder = tmp_path_factory.mktemp("wreck")
    place = found(folder)
    sent = storm(place, kills=KILLS, again=False)
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return Wreck(place, sent, files)


def spellings(text: str) -> Iterator[bytes]:
    """Return a text as it could lie on a disk: as it is, in the form that it came in, in 16 bits, in base64."""
    yield from (text.encode(), text.replace(" ", "+").encode(), text.encode("utf-16-le"))
    yield base64.b64encode(text.encode())[:-4]


def test_no_word_and_no_code_lies_on_the_disk_however_it_died(wreck: Wreck) -> None:
    """The database was open, its journal full, jobs half done: before anything tidied up, nothing is readable."""
    assert any(name.endswith(".sqlite3-wal") for name in wreck.files)
    words = {" ".join(said.split()[:6]) for said in wreck.sent.words} | {said[-24:] for said in wreck.sent.words}
    assert len(words) > KILLS
    assert wreck.hits(spelled for word in words for spelled in spellings(word)) == []
    codes = [code.reveal() for code in wreck.sent.codes.values()]
    assert wreck.hits(spelled for code in codes for spelled in spellings(code)) == []
    grouped = (re.sub(r"(\d{4})(?=\d)", r"\1 ", code).encode() for code in codes)
    assert wreck.hits(grouped) == []


def test_the_search_finds_what_is_there(wreck: Wreck) -> None:
    said = next(iter(wreck.sent.words))
    planted = Wreck(wreck.place, wreck.sent, {"x": b"\0junk" + said.encode("utf-16-le") + b"\0", "y": said.encode()})
    assert planted.hits(spellings(said)) == ["y", "x"]


def test_no_message_that_was_answered_is_lost_and_every_code_opens_its_report(wreck: Wreck) -> None:
    came: Found = inspect(wreck.place, wreck.sent)
    assert came.answered > 5
    assert came.spoiled == 0, came


def test_a_process_that_is_killed_leaves_no_temporary_file(wreck: Wreck) -> None:
    expected = re.compile(
        r"config/rules/limits\.toml|data/sotto\.sqlite3(-wal|-shm)?|(data/secrets|runtime)/[a-z]+(-\d{4}-\d\d-\d\d(T\d\d)?)?"
    )
    assert [name for name in wreck.files if not expected.fullmatch(name)] == []


def test_the_whole_folder_was_looked_at(wreck: Wreck) -> None:
    assert {Path(name).parts[0] for name in wreck.files} == {"config", "data", "runtime"}
