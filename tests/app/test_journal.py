"""Whatever speaks, however loudly it was told to, and whatever dies of what: the log has names and no words."""

from __future__ import annotations

import json
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.journal import FIELDS, Fixed, where
from tests.app.posting import Post, call, message, post
from tests.plugins.line import Line, new_number, open_line

NUMBER, WORDS = "+14155550134", "walrus umbrella"
START = """
import logging, threading, warnings, sys
NUMBER, WORDS = "+14155550134", "walrus umbrella"
def die(*_): raise ValueError(NUMBER, WORDS)
from app.journal import keep_journal
keep_journal(logging.DEBUG)
"""
LOUD: dict[str, str] = {
    "a thread that dies": "t = threading.Thread(target=die, name=NUMBER); t.start(); t.join()",
    "an error that nobody can catch": "class Odd:\n  __del__ = die\nOdd()",
    "a warning": "warnings.warn(f'{NUMBER} {WORDS}')",
    "a library with arguments and a traceback": (
        "try: die()\nexcept ValueError: logging.getLogger('urllib3.' + NUMBER).exception('%s', WORDS, stack_info=True)"
    ),
    "a library with a handler of its own": (
        "other = logging.getLogger('other'); other.addHandler(logging.StreamHandler(sys.stdout))\n"
        "other.error('%s', NUMBER, exc_info=ValueError(WORDS))"
    ),
    "one of ours with an argument": "logging.getLogger('app').error('%s called', NUMBER)",
    "one of ours with a value in its sentence": "logging.getLogger('web').error(f'{NUMBER} called')",
    "one of ours with values in its fields": (
        "logging.getLogger('app').error('a call', extra={'kind': NUMBER, 'error': WORDS, 'reason': NUMBER,"
        " 'count': NUMBER, 'door': WORDS, 'where': NUMBER, 'number': NUMBER})"
    ),
    "one of ours with a traceback": "logging.getLogger('work').error('no job', exc_info=ValueError(NUMBER))",
    "a level of somebody's own": "logging.addLevelName(35, NUMBER); logging.getLogger('x').log(35, WORDS)",
    "a line that cannot be written": (
        "class Bad(logging.StreamHandler):\n  emit = lambda self, record: self.handleError(record)\n"
        "logging.getLogger('app').addHandler(Bad())\nlogging.getLogger('app').error(NUMBER, extra={'count': WORDS})"
    ),
    "the database's echo": (
        "from sqlalchemy import create_engine, text\n"
        "engine = create_engine('sqlite://', echo='debug', echo_pool='debug')\n"
        "with engine.connect() as one: print(len(one.execute(text('select :a, :b'), {'a': NUMBER, 'b': WORDS}).all()))"
    ),
    "the database's fault": (
        "from store.database import open_store\nfrom sqlalchemy import text\nimport tempfile\n"
        "store = open_store(f'sqlite:///{tempfile.mkdtemp()}/x')\n"
        "with store.engine.connect() as one: one.execute(text('select * from nowhere where a = :a'), {'a': NUMBER})"
    ),
    "the server of the rehearsal": (
        "from werkzeug._internal import _log\n_log('info', '%s', 'GET /texts?From=' + NUMBER + ' ' + WORDS)"
    ),
    "a crash inside C": (
        "import faulthandler, signal, os\nfaulthandler.enable()\n"
        "def crash(number): os.kill(os.getpid(), signal.SIGSEGV)\ncrash(NUMBER + WORDS)"
    ),
    "the program itself": "die()",
}


def said(body: str) -> str:
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", START + body], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.threat(3, 4)
@pytest.mark.parametrize("who", LOUD)
def test_whoever_speaks_says_no_number_and_no_words(who: str) -> None:
    """Run in the interpreter's own mode for developers, at the level at which everybody says everything."""
    output = said(LOUD[who])
    assert "4155550134" not in output
    assert "walrus" not in output
    assert "Traceback" not in output
    assert output


def test_what_dies_is_named_with_the_place_in_our_own_code() -> None:
    body = "from privacy.secret import Secret\nSecret(41)"
    [line] = [json.loads(row) for row in said(body).splitlines() if "died" in row]
    assert (line["error"], line["where"].partition(":")[0]) == ("TypeError", "privacy/secret.py")


def test_a_command_that_dies_says_no_more() -> None:
    body = "import sys\nfrom app.journal import hush\nhush()\nraise ValueError('+14155550134')"
    done = subprocess.run([sys.executable, "-c", body], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "ValueError" in done.stderr, "4155550134" in done.stderr) == (1, True, False)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [NUMBER, WORDS, "4929 1234 5678 9012", "AC" + "1" * 32, "", "a" * 99, "a\nb"])
def test_no_field_takes_what_is_not_of_its_kind(name: str, value: str) -> None:
    record = logging.makeLogRecord({"name": "app", "msg": "a call", "args": (), "levelno": 40, name: value})
    assert name not in json.loads(Fixed().format(record))


def test_a_line_of_ours_says_what_happened() -> None:
    fields = {
        "kind": "fetch",
        "error": "ValueError",
        "reason": "bad_signature",
        "count": "3",
        "where": "app/serve.py:9",
    }
    record = logging.makeLogRecord({"name": "work.pipeline", "msg": "job failed", "args": (), "levelno": 40, **fields})
    line = json.loads(Fixed().format(record))
    assert line | fields | {"who": "work.pipeline", "what": "job failed", "level": "error"} == line
    assert len(line["at"]) == len("2026-11-25"), "the day, and no hour"
    assert where(None) == ""


NOISY = """
import logging, http.client, sys
import app.commands.running as running
import provider.transport as transport
from app.journal import keep_journal
real, sessions = keep_journal, transport.open_session
def everything(): real(logging.DEBUG)
def loud():
    made = sessions()
    for name in ("urllib3", "twilio", "waitress", "werkzeug", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    return made
running.keep_journal, transport.open_session = everything, loud
import provider.rest as rest
rest.open_session = loud
from app.cli import main
main()
"""


@pytest.fixture(scope="module")
def noisy() -> Iterator[Line]:
    """Return a line in which everybody logs everything, libraries and database included."""
    with open_line(SOTTO_SPEECH="off") as line:
        line.kill()
        with (line.place / "out").open("ab") as out:
            line.process = subprocess.Popen(
                [sys.executable, "-c", NOISY, "serve"], env=line.env | {"PYTHONPATH": ":".join(sys.path)}, stdout=out,
                stderr=out, cwd=line.place,
            )  # fmt: skip
        assert line._answers(200)
        yield line


@pytest.mark.slow
@pytest.mark.threat(4)
def test_a_line_in_which_everybody_logs_everything_says_nothing_of_anybody(noisy: Line) -> None:
    caller = new_number()
    assert noisy.peer is not None
    noisy.peer.call(keys=["1", "1", "2", "2", "1"], number=caller)
    answer = noisy.peer.text(f"There is a {WORDS} at the mill", sender=caller, media=[("image/jpeg", b"\xff\xd8")])
    noisy.peer.fault("rest.calls", "fail", status=500, times=1)
    post(noisy, f"/sms/message?From={caller}", message(WORDS, sender=caller), token="0" * 32).send()
    post(noisy, "/ivr/step", call(sender=caller, Digits="4929123456789012")).send()
    noisy.settle("grade", "code", "fetch", "check")
    output = noisy.output()
    assert '"who": "sqlalchemy"' in output, "the database's statements were logged"
    assert '"who": "urllib3"' in output, "the requests to the provider were logged"
    for needle in (caller[1:], caller[2:], "walrus", answer.sid, "4929123456789012", noisy.env["TWILIO_AUTH_TOKEN"]):
        assert needle not in output
    assert "Traceback" not in output


ODD_LINES = {
    "a header line with a bare line feed": b"GET / HTTP/1.1\r\nX-Caller: " + NUMBER.encode() + b"\nb\r\n\r\n",
    "a header line without a name": b"GET / HTTP/1.1\r\nno colon " + NUMBER.encode() + b"\r\n\r\n",
    "a method that is none": b"+14155550134x / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a length that is none": b"POST / HTTP/1.1\r\nContent-Length: " + NUMBER.encode() + b"\r\n\r\n",
    "an encoding that is none": b"POST / HTTP/1.1\r\nTransfer-Encoding: " + NUMBER.encode() + b"\r\n\r\n",
}


@pytest.mark.threat(3, 42)
@pytest.mark.parametrize("case", ODD_LINES)
def test_what_is_no_request_is_answered_without_a_word_of_it(noisy: Line, case: str) -> None:
    host, port = noisy.env["SOTTO_BIND"].split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(ODD_LINES[case])
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    assert int(answer.split()[1]) in {400, 501}
    assert "4155550134" not in answer
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert "4155550134" not in noisy.output()


@pytest.mark.threat(2)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_a_number_in_an_address_is_refused_and_stands_in_no_log(noisy: Line, method: str) -> None:
    number = new_number()
    answer = Post(noisy, f"/sms/message?From={number}&Body={number}", b"", {}, method).send()
    assert answer == (405, "")
    assert number[1:] not in noisy.output()


@pytest.mark.threat(9)
def test_a_line_has_its_day_and_no_hour() -> None:
    line = Fixed().format(logging.LogRecord("app", logging.ERROR, __file__, 1, "job failed", None, None))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", json.loads(line)["at"])
    assert not re.search(r"\d\d:\d\d|\dT\d", line)
