"""A child under attack: `python -m tests.work.speech.rogue`, with the real sandbox and jobs that try to break out of it.

A message's `job` names what it does; `spans` and `hear` do what the message before said they should.
"""

from __future__ import annotations

import ctypes
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from work.speech import child
from work.speech.wire import Message

PLANS: Mapping[str, Message | Callable[[], object]] = {}


def main() -> None:
    """Serve the rogue jobs."""
    child.serve(1 << 30, lambda: {"hello": _hello, "try": _try, "examine": _misbehave, "spans": _misbehave})


def _hello(_: Message) -> Message:
    return Message({"faults": []})


def _try(message: Message) -> Message:
    """Try one way out, and say what came of it."""
    try:
        got = WAYS_OUT[message.header["way"]](message.header)
    except OSError as refused:
        return Message({"refused": type(refused).__name__})
    except (RuntimeError, MemoryError) as refused:
        return Message({"refused": type(refused).__name__})
    return Message({"got": str(got)})


def _misbehave(_: Message) -> Message:
    return MISBEHAVIOUR[sys.argv[1]]()


def _die() -> Message:
    os.abort()


def _hang() -> Message:
    time.sleep(600)
    return Message({})


def _spin() -> Message:
    while True:
        pass


def _babble() -> Message:
    os.write(3, b"\xff" * 64)
    return _hang()


def _nest() -> Message:
    return Message({"peaks": [], "level": [[[[]]]], "cut": "yes"}, b"odd")


def _swallow() -> Message:
    return Message({}, bytes(1 << 30))


MISBEHAVIOUR: Mapping[str, Callable[[], Message]] = {
    "die": _die,
    "hang": _hang,
    "spin": _spin,
    "lie": _nest,
    "swallow": _swallow,
}


def _kill_host(header: Mapping[str, object]) -> object:
    return os.kill(int(str(header["host"])), signal.SIGTERM)


def _peek(header: Mapping[str, object]) -> object:
    return os.open(f"/proc/{header['host']}/mem", os.O_RDONLY)


def _connect(family: socket.AddressFamily) -> object:
    with socket.socket(family) as made:
        return made


WAYS_OUT: Mapping[str, Callable[[Mapping[str, object]], object]] = {
    "an internet socket": lambda _: _connect(socket.AF_INET),
    "a local socket": lambda _: _connect(socket.AF_UNIX),
    "a pair of sockets": lambda _: socket.socketpair(),
    "reading a file": lambda header: Path(str(header["file"])).read_bytes(),
    "writing a file": lambda header: Path(str(header["file"])).write_bytes(b"x"),
    "a new file": lambda header: Path(f"{header['file']}.new").touch(),
    "emptying a file": lambda header: os.truncate(str(header["file"]), 0),
    "deleting a file": lambda header: Path(str(header["file"])).unlink(),
    "moving a file": lambda header: Path(str(header["file"])).rename(f"{header['file']}.moved"),
    "listing a folder": lambda header: list(Path(str(header["file"])).parent.iterdir()),
    "the host's memory": _peek,
    "killing the host": _kill_host,
    "a fork": lambda _: os.fork(),
    "a program": lambda _: subprocess.run(["/bin/true"], check=True),
    "becoming a program": lambda _: os.execv("/bin/true", ["true"]),
    "more memory than allowed": lambda _: len(bytearray(2 << 30)),
}
