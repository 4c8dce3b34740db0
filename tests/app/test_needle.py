"""After calls, texts, pages, faults, exceptions, kills and deletions, `sotto prove` finds no reporter's number."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from privacy.needles import Needles, text_needles
from privacy.search import search
from privacy.secret import Secret
from rehearsal.calls.scripted import Speech
from tests.app.posting import call, message, post
from tests.plugins.line import SOTTO, Line, new_number, open_line
from tests.web.visitor import Seen

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
KEYS = ("1", "1", "2", "2", "1", "1", "1")
PAGES = 12  # more than a report has, with some sent again

LOUD = '''
"""Every logger says all it can, and writing every other item ends in an exception that quotes what it was given.

It does so twice: what fails among others is tried once more by itself, and nobody hears of it.
"""
import logging
import app.journal, store.reports
quiet, real, tried = app.journal.keep_journal, store.reports.add_item, {}

def loud(level=logging.DEBUG):
    quiet(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "urllib3", "twilio.http_client", "werkzeug", "waitress"):
        logging.getLogger(name).setLevel(logging.DEBUG)

def stumbling(*given, **named):
    place, times = tried.get(given[1].id, (len(tried), 0))
    tried[given[1].id] = place, times + 1
    if place % 2 and times < 2:
        raise ValueError(repr(given))
    return real(*given, **named)

app.journal.keep_journal, store.reports.add_item = loud, stumbling
'''

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a line that has been through everything left its files, and what must not be in them."""

    line: Line
    numbers: tuple[str, ...]
    ids: tuple[str, ...]

    def prove(self, number: str, code: int) -> Any:
        """Return what `sotto prove` says of a number; all that the line has said is searched as well."""
        done = subprocess.run(
            [SOTTO, "prove", "--json", "--also", self.line.place], env=self.line.env, input=f"{number}\n",
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return json.loads(done.stdout)

    def found(self, needles: Needles) -> list[str]:
        """Return which needles are in which file of the line's."""
        folders = self.line.place, Path(self.line.env["SOTTO_RUNTIME_DIR"])
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        return [f"{hit.form} in {file.name}" for file in files for hit in search(needles, [file.read_bytes()]).hits]


def report_by_page(line: Line, words: str) -> None:
    """Report on the pages; the last one is sent again where it failed."""
    answer = requests.get(f"{line.url}/report?lang=en", timeout=60)
    for _ in range(PAGES):
        if 'class="groups"' in answer.text:  # the code
            return
        seen = Seen(answer.text)
        picked = next((pair for pair in (("option", "no"), ("option", "skip")) if pair in seen.buttons), None)
        form = seen.fields | ({"words": words} if "words" in seen.fields else {}) | dict([picked] if picked else [])
        answer = requests.post(f"{line.url}{seen.action}", data=form, timeout=60)
    raise AssertionError(answer.text)


@contextmanager
def worked(line: Line) -> Iterator[None]:
    """Work beside the doors where they do not do it themselves."""
    if "SOTTO_DATABASE_URL" not in line.env:
        yield
        return
    with (line.place / "err").open("ab") as err:
        working = subprocess.Popen([SOTTO, "work"], env=line.env, stdout=err, stderr=err, cwd=line.place)
    try:
        yield
    finally:
        working.kill()
        working.wait()


@contextmanager
def been_through_everything(**settings: str) -> Iterator[Traces]:
    """Put a line through everything: all doors, bad requests, faults, kills, a restart, deletions, an operator."""
    caller, texter = new_number(), new_number()
    with open_line(timedelta(), SOTTO_SPEECH="off", **settings) as line:
        peer = line.peer
        assert peer is not None
        line.kill()
        (line.place / "loud").mkdir()
        (line.place / "loud" / "sitecustomize.py").write_text(LOUD)
        temporary = line.place / "temporary"
        temporary.mkdir()
        line.env |= {"PYTHONPATH": str(line.place / "loud"), "TMPDIR": str(temporary)}
        line.start()
        with worked(line):
            peer.fault("recording", "twice")
            first = peer.call(keys=KEYS, wavs=[CLIP], number=caller)
            ids = [first.sid, *(str(event["recording"]) for event in first.of("recorded"))]
            ids.append(peer.text("A man with a gun", sender=texter, media=[("image/jpeg", b"\xff\xd8")]).sid)
            bad = message(sender=texter, FromCity="Nowhere", CallerName="SMITH JOHN")
            post(line, "/sms/message", bad, token="0" * 32).send()
            post(line, "/sms/message", bad | {"NumMedia": "x"}).send()
            post(line, f"/ivr/step?From={quote(caller)}", call(sender=caller, Digits="9")).send()
            post(line, f"/nowhere?From={quote(caller)}", call(sender=caller)).send()
            report_by_page(line, "The lock at the mill is broken")
            peer.fault("rest.audio", "fail", status=500, times=2)
            second = peer.call(keys=KEYS[:4], wavs=[Speech(CLIP.read_bytes(), "hangup")], number=caller)
            ids += [second.sid, *(str(event["recording"]) for event in second.of("recorded")), bad["MessageSid"]]
            line.kill()
        line.env.pop("PYTHONPATH")
        line.start()
        with worked(line):
            for words in ("He is gone now", "He is back", "NEW", "It burns again"):
                ids.append(peer.text(words, sender=texter).sid)
            line.json("reports")
            # On a server a killed worker's lease on a recording runs for minutes; SQLite gives it back at the start.
            rest = () if "SOTTO_DATABASE_URL" in line.env else ("fetch", "transcribe", "check", "grade")
            line.settle("code", *rest, seconds=180)
            yield Traces(line, (caller, texter), tuple(ids))


@pytest.fixture(scope="module")
def traces() -> Iterator[Traces]:
    """Return what is left on SQLite."""
    with been_through_everything() as left:
        yield left


@pytest.mark.threat(1, 3, 4, 6, 11)
def test_the_proof_finds_no_number_and_tells_of_its_living_alias(traces: Traces) -> None:
    assert '"level": "debug"' in traces.line.output()
    assert '"error": "ValueError"' in traces.line.output()
    for number in traces.numbers:
        told = traces.prove(number, 0)
        assert told["hits"] == []
        assert {"database", "tables", "secrets", "runtime", "temporary"} <= {each["what"] for each in told["searched"]}
        assert told["aliases"], "the test has lost its reporters: their alias must be there today"
    assert traces.prove(new_number(), 0)["aliases"] == []


@pytest.mark.threat(1)
def test_the_proof_finds_what_the_same_line_is_made_to_keep(traces: Traces) -> None:
    """The test of the test: the number said once, by a line of log that somebody might write."""
    with (traces.line.place / "err").open("a") as err:
        err.write(f"call from {traces.numbers[0][2:5]} {traces.numbers[0][5:8]}-{traces.numbers[0][8:]}\n")
    found = traces.prove(traces.numbers[0], 1)
    assert {Path(hit["place"]).name for hit in found["hits"]} == {"err"}
    log = traces.line.place / "err"
    log.write_text(re.sub(r"(?m)^call from .*\n", "", log.read_text()))


@pytest.mark.threat(2)
def test_a_number_in_a_query_string_is_refused_and_not_logged(traces: Traces) -> None:
    number = new_number()
    for method in ("GET", "HEAD", "DELETE"):
        address = f"{traces.line.url}/sms/message?From={quote(number)}"
        assert requests.request(method, address, timeout=30).status_code == 405
    assert traces.prove(number, 0)["aliases"] == []


@pytest.mark.threat(13)
def test_no_id_of_the_provider_is_anywhere(traces: Traces) -> None:
    assert len(traces.ids) == len(set(traces.ids)) >= 9
    for sid in traces.ids:
        assert traces.found(text_needles("id", Secret(sid))) == []


@pytest.mark.threat(11)
@pytest.mark.parametrize("words", ["Nowhere", "SMITH JOHN", "man with a gun", "lock at the mill"])
def test_nothing_that_came_beside_the_number_is_anywhere(traces: Traces, words: str) -> None:
    assert traces.found(text_needles("words", Secret(words))) == []


@pytest.mark.threat(28)
def test_a_reporters_code_is_nowhere(traces: Traces) -> None:
    assert traces.line.peer is not None
    for _ in range(6):  # some of them stumble
        found = re.search(
            r"\d{4} \d{4} \d{4} \d{4}", " ".join(traces.line.peer.text("One", sender=new_number()).replies)
        )
        if found:
            break
    assert found
    assert traces.found(text_needles("code", Secret(found[0]))) == []


def test_the_search_for_ids_and_words_finds_what_is_there(traces: Traces) -> None:
    sid, file = f"CA{secrets.token_hex(16)}", traces.line.data / "planted"
    file.write_bytes(b"junk" + sid.encode() + b"junk")
    assert traces.found(text_needles("id", Secret(sid))) == ["id in planted"]
    file.unlink()


@pytest.mark.postgres
@pytest.mark.threat(1, 4)
def test_on_postgresql_neither_tables_nor_files_nor_a_base_backup_hold_a_number(postgres: str) -> None:
    with been_through_everything(SOTTO_DATABASE_URL=postgres) as left:
        told = left.prove(left.numbers[1], 0)
        assert {"tables", "base backup", "PostgreSQL's data folder"} <= {each["what"] for each in told["searched"]}
        assert told["hits"] == []
        assert told["aliases"]
