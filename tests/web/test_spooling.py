"""What strangers send is written to no file in the clear: the kernel is asked for every byte that a line writes."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import requests
from flask.testing import FlaskClient

from tests.plugins.line import Line, new_number, open_line
from tests.web.visitor import at_story
from tests.work.files import evil

NEEDLE = b"IN-THE-CLEAR-ON-THE-DISK"
CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
_WRITES = "write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,splice"
_LINE = re.compile(rb"(\w+)\(\d+<(/[^>]*)>")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.threat(16),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]


@contextmanager
def traced(pid: int, into: Path) -> Iterator[None]:
    """Note every write of a process, of its threads and its children, with the first 70,000 of its bytes."""
    line = ["strace", "-f", "-q", "-y", "-s", "70000", "-e", f"trace={_WRITES}", "-o", str(into), "-p", str(pid)]
    watcher = subprocess.Popen(line, stderr=subprocess.DEVNULL)
    time.sleep(1)
    assert watcher.poll() is None
    yield
    watcher.send_signal(signal.SIGINT)
    watcher.wait(20)


def written(into: Path) -> dict[str, bytes]:
    """Return what was written to each file: pipes and sockets are none."""
    found: dict[str, list[bytes]] = {}
    for line in into.read_bytes().splitlines():
        if (match := _LINE.search(line[:400])) is not None and not match[2].startswith((b"/dev/null", b"/proc/")):
            found.setdefault(match[2].decode(), []).append(line)
    return {name: b"\n".join(lines) for name, lines in found.items()}


def client_of(line: Line) -> FlaskClient:
    """Return something that visits a line as a browser does, over the network."""

    def told(answer: requests.Response) -> Any:
        headers = SimpleNamespace(getlist=lambda name: [answer.headers[name]] if name in answer.headers else [])
        return SimpleNamespace(text=answer.text, headers=headers, status_code=answer.status_code)

    def get(address: str) -> Any:
        return told(requests.get(line.url + address, timeout=30))

    def post(address: str, data: Any, content_type: str = "") -> Any:
        headers = {"Content-Type": content_type} if content_type else {}
        return told(requests.post(line.url + address, data=data, headers=headers, timeout=60))

    return cast("FlaskClient", SimpleNamespace(get=get, post=post))


def test_no_upload_no_attachment_and_no_recording_is_written_in_the_clear(tmp_path: Path) -> None:
    large = NEEDLE * (9_000_000 // len(NEEDLE))
    into = tmp_path / "writes"
    with open_line(SOTTO_SPEECH="off") as line:
        assert line.process is not None
        assert line.peer is not None
        with traced(line.process.pid, into):
            files = [(large, "a.bin", "video/mp4"), (evil.jpeg(), "b.jpg", "image/jpeg"), (evil.pdf(), "c.pdf", "x/y")]
            assert at_story(client_of(line)).tell("See " + NEEDLE.decode(), *files).code
            media = [("image/jpeg", evil.jpeg()), ("text/plain", NEEDLE * 30_000)]
            line.peer.text("Look at " + NEEDLE.decode(), sender=new_number(), media=media)
            line.peer.call(keys=("1", "1", "2", "2"), wavs=[CLIP], number=new_number())
            kinds = "fetch", "transcribe", "check", "clean", "settle", "grade", "code"
            line.settle(*kinds, seconds=120)
        places = str(line.place), line.env["SOTTO_RUNTIME_DIR"]
        assert line.count("items", "state = 'cleaned'") == 3
    files_written = written(into)
    assert any(name.endswith("sqlite3-wal") for name in files_written), "the watch saw nothing"
    assert [name for name in files_written if not name.startswith(places)] == []
    for clear in (NEEDLE, evil.NEEDLE, b"RIFF", b"WAVEfmt", b"JFIF", b"%PDF-"):
        assert [name for name, content in files_written.items() if clear in content] == []


def test_the_watch_sees_what_is_spooled(tmp_path: Path) -> None:
    into = tmp_path / "writes"
    program = f"import time, tempfile; time.sleep(2); tempfile.TemporaryFile('wb', 0).write({NEEDLE!r} * 100)"
    spooling = subprocess.Popen([sys.executable, "-c", program])
    with traced(spooling.pid, into):
        spooling.wait(20)
    assert [name for name, content in written(into).items() if NEEDLE in content] != []
