"""Servers in processes of their own: `sotto serve` as it is, and the floor."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.line import Place

ROOT = Path(__file__).parent.parent
_SOTTO = (sys.executable, "-c", "from app.cli import main; main()", "serve")
_PATIENCE = 30.0
_TICKS = os.sysconf("SC_CLK_TCK")


class NotServing(Exception):
    """A server did not come up."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu(self) -> float:
        """Return the seconds of processor time that it has used."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / _TICKS

    def memory(self) -> float:
        """Return the MiB that its process tree has: its own pages, and its share of those it shares (PSS)."""
        return sum(_pss(pid) for pid in _tree(self.process.pid)) / 1024

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let it run; afterwards it stands still, with all that it has left to do."""
        self.process.send_signal(signal.SIGCONT)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End it as a power cut would, as far as a process can tell."""
        self.process.kill()
        self.process.wait()


@contextmanager
def ours(place: Place, more: Mapping[str, str] | None = None, line: Sequence[str] = _SOTTO) -> Iterator[Server]:
    """Run `sotto serve` on a line, doors, pipeline and all."""
    port = _free_port()
    with _running(line, port, {**place.environment(port), **(more or {})}) as server:
        yield server


@contextmanager
def floor(file: Path, more: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run the floor."""
    port = _free_port()
    with _running((sys.executable, "-m", "bench.floor", str(file), str(port)), port, more or {}) as server:
        yield server


@contextmanager
def _running(line: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[Server]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("SOTTO_", "TWILIO_"))}
    process = subprocess.Popen(  # noqa: S603 - our own programs
        line, cwd=ROOT, env={**plain, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGCONT)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise NotServing


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _tree(int(child))


def _pss(pid: int) -> int:
    """Return KiB: for who may not look into the line, which allows it to root alone, shared pages counted whole."""
    file, name = ("smaps_rollup", "Pss:") if os.geteuid() == 0 else ("status", "VmRSS:")
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
