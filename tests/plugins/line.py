"""The whole house as a process of its own, on free ports and in folders of its own, and the provider that calls it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

from app.cli import main
from provider.connect import wanted
from provider.profiles import TWILIO
from provider.rest import Rest, RestOptions, open_rest
from rehearsal import client
from rehearsal.options import Options, credentials
from rehearsal.provider import Provider, create

ROOT = Path(__file__).parents[2]
SOTTO = ROOT / ".venv" / "bin" / "sotto"
PASSWORD = "correct horse battery"
NUMBER = "+15005550001"
CONTROL = "a-control-token-for-tests"
_PATIENCE = 60.0
_STARTS = 3


@dataclass(slots=True)
class Peer:
    """The provider: real REST and real webhooks, in this process, so that it outlives a line that is killed."""

    provider: Provider

    def call(self, **how: Any) -> client.Transcript:
        """Place a call and wait until it and its callbacks are over."""
        return client.place_call(self.provider.url, CONTROL, **how)

    def text(self, body: str, **how: Any) -> client.Answer:
        """Send a text and wait for its answer."""
        return client.send_text(self.provider.url, CONTROL, body, **how)

    def fault(self, on: str, how: str, **more: Any) -> None:
        """Let something go wrong."""
        client.order_fault(self.provider.url, CONTROL, on=on, how=how, **more)

    def calm(self) -> None:
        """Let nothing go wrong any more."""
        token = {"Authorization": f"Bearer {CONTROL}"}
        requests.delete(f"{self.provider.url}/control/faults", headers=token, timeout=10).raise_for_status()

    def host(self, name: str, markup: str) -> str:
        """Have the provider host a document; return its address."""
        token = {"Authorization": f"Bearer {CONTROL}"}
        answer = requests.put(
            f"{self.provider.url}/control/bins/{name}", data=markup.encode(), headers=token, timeout=10
        )
        answer.raise_for_status()
        return str(answer.json()["url"])

    def point(self, **settings: str) -> None:
        """Change where the provider sends the calls and texts of the line's number."""
        [number] = self.rest().client.incoming_phone_numbers.list()
        number.update(**settings)

    def rest(self) -> Rest:
        """Return the way to its REST side."""
        options = self.provider.options
        return open_rest(RestOptions(options.account, (options.token,), self.provider.url, TWILIO))

    def kept(self) -> dict[str, list[str]]:
        """Return the ids of everything that the provider still holds, by kind."""
        api = self.rest().client
        return {
            "calls": [each.sid for each in api.calls.list()],
            "recordings": [each.sid for each in api.recordings.list()],
            "messages": [each.sid for each in api.messages.list()],
        }


@contextmanager
def peer_of(origin: str, account: str, token: str, **more: Any) -> Iterator[Peer]:
    """Run a provider that calls the line at `origin`; `more` are options of its own."""
    webhooks = wanted(TWILIO, origin, None)
    provider = create(
        Options(account, token, CONTROL, origin, ((NUMBER, "line"),), bind="127.0.0.1:0", webhooks=webhooks, **more)
    )
    thread = threading.Thread(target=provider.serve, daemon=True)
    thread.start()
    try:
        yield Peer(provider)
    finally:
        provider.close()
        thread.join(timeout=10)


@dataclass(slots=True)
class Line:
    """A line that can be started, killed and started again on the same folders."""

    place: Path
    env: dict[str, str]
    operator: str
    peer: Peer | None = None
    extra: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Return where the doors are."""
        return f"http://{self.env['SOTTO_BIND']}"

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return Path(self.env["SOTTO_DATA_DIR"]) / ("rehearsal" if self.extra else "")

    @property
    def database(self) -> Path:
        """Return the database file."""
        return self.data / "sotto.sqlite3"

    def start(self, ready: int = 200) -> None:
        """Open the doors; a port that somebody else took in between is tried again. /readyz says `ready` then."""
        for _ in range(_STARTS):
            with (self.place / "out").open("ab") as out, (self.place / "err").open("ab") as err:
                self.process = subprocess.Popen(
                    [SOTTO, "serve", *self.extra], env=self.env, stdout=out, stderr=err, cwd=self.place
                )
            if self._answers(ready):
                return
        raise AssertionError(self.output())

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=_PATIENCE)

    def output(self) -> str:
        """Return all that it has said so far."""
        return "".join((self.place / name).read_text(errors="replace") for name in ("out", "err"))

    def sotto(self, *arguments: str, code: int = 0, **env: str) -> str:
        """Run a command; return what it prints."""
        done = subprocess.run(
            [SOTTO, *arguments], env=self.env | env, capture_output=True, text=True, timeout=120, check=False,
            stdin=subprocess.DEVNULL, cwd=self.place,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + (done.stderr if code else "")

    def json(self, command: str) -> Any:
        """Return what a listing command prints as JSON; it runs in this process, which saves the seconds of a start."""
        who = () if command == "jobs" else ("--operator", self.operator)
        done = CliRunner().invoke(main, [command, *self.extra, *who, "--json"], env=self.env)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    def reports(self) -> list[dict[str, Any]]:
        """Return the reports, opened."""
        found: list[dict[str, Any]] = self.json("reports")
        return found

    def count(self, table: str, where: str = "1") -> int:
        """Return how many rows a table has."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)) as connection:
            found: int = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]  # noqa: S608 - ours
        return found

    def settle(self, *kinds: str, seconds: float = _PATIENCE) -> None:
        """Wait until no job of these kinds (of any, where none is named) is left to do."""
        names = ", ".join(f"'{kind}'" for kind in kinds)
        if "SOTTO_DATABASE_URL" in self.env:
            until(lambda: not [job for job in self.json("jobs") if not kinds or job["kind"] in kinds], seconds)
        else:
            until(lambda: not self.count("jobs", f"kind IN ({names})" if kinds else "1"), seconds)

    def _answers(self, ready: int) -> bool:
        assert self.process is not None
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=10) as answer:  # noqa: S310 - our own
                    return bool(answer.status == ready)
            except (urllib.error.URLError, OSError) as error:
                if getattr(error, "code", None) == ready:
                    return True
                time.sleep(0.05)
        return False


def until(ready: Callable[[], bool], seconds: float = _PATIENCE) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def environment(**settings: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Return a folder of its own and the environment of a line in it; both are removed afterwards."""
    place, runtime = Path(tempfile.mkdtemp(prefix="sotto-line-")), tempfile.mkdtemp(prefix="sotto-", dir="/dev/shm")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SOTTO_", "TWILIO_"))}
    own = {
        "SOTTO_BIND": f"127.0.0.1:{free_port()}",
        "SOTTO_DATA_DIR": str(place / "data"),
        "SOTTO_RUNTIME_DIR": runtime,
        "SOTTO_OPERATOR_PASSWORD": PASSWORD,
        "SOTTO_ALLOW_SWAP": "yes",
    }
    try:
        yield place, clean | own | settings
    finally:
        shutil.rmtree(place)
        shutil.rmtree(runtime)


@contextmanager
def open_line(behind: timedelta = timedelta(), **settings: str) -> Iterator[Line]:
    """Run a line as in earnest (`init`, then `serve`), with a provider that this process runs, its clock `behind`."""
    account, token = credentials()
    with environment(**settings) as (place, env):
        origin = f"http://{env['SOTTO_BIND']}"
        with peer_of(origin, account, token, now=lambda: datetime.now(UTC) - behind) as peer:
            env |= {"TWILIO_ACCOUNT_SID": account, "TWILIO_AUTH_TOKEN": token, "TWILIO_API_URL": peer.provider.url}
            line = Line(place, env | {"SOTTO_PUBLIC_URL": origin}, "ana", peer)
            if "SOTTO_DATABASE_URL" in settings:
                line.sotto("migrate")
            line.sotto("init", "--operator", "ana")
            yield from _running(line)


@contextmanager
def open_rehearsal(**settings: str) -> Iterator[Line]:
    """Run `sotto serve --rehearse`, whose provider lives in the same process."""
    with environment(**settings) as (place, env):
        line = Line(place, env, "rehearsal", extra=("--rehearse",))
        for started in _running(line):
            operator = json.loads((line.data / "operator.json").read_text())
            line.env["SOTTO_OPERATOR_PASSWORD"] = operator["password"]
            yield started


def _running(line: Line) -> Iterator[Line]:
    try:
        line.start()
        yield line
    finally:
        if line.process is not None:
            line.process.kill()
            line.process.wait()


def new_number() -> str:
    """Return the number of a caller who has never called."""
    return f"+1415{secrets.randbelow(8_000_000) + 2_000_000}"


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    """Return a line without a recogniser, shared by the tests of a file: each looks for its own reports."""
    with open_line(SOTTO_SPEECH="off") as opened:
        yield opened
