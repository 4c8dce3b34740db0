"""A child under attack: `python -m tests.work.child.rogue HABIT`, with the real sandbox and jobs that try to leave it.

The job `try` attempts the way out that its message names. `examine` and `spans` do what the habit says.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from work.child.serving import serve
from work.child.wire import Message

MEMORY = 1 << 30
_ANSWERS = 4  # the descriptor that leads to the host


def main() -> None:
    """Serve the rogue jobs."""
    misbehave = HABITS[sys.argv[1]]
    serve(MEMORY, lambda: {"hello": _hello, "try": _try, "examine": misbehave, "spans": misbehave})


def _hello(_: Message) -> Message:
    return Message({"faults": []})


def _try(message: Message) -> Message:
    header = message.header
    try:
        return Message({"got": str(WAYS_OUT[header["way"]](header))})
    except (OSError, MemoryError) as refused:
        return Message({"refused": type(refused).__name__})


def _die(_: Message) -> Message:
    os.abort()


def _hang(message: Message) -> Message:
    time.sleep(600)
    return message


def _spin(_: Message) -> Message:
    while True:
        pass


def _babble(message: Message) -> Message:
    os.write(_ANSWERS, b"\xff" * 64)
    return _hang(message)


def _lie(_: Message) -> Message:
    return Message({"level": 1e400, "peaks": [["a"]] * 10**5, "cut": "yes", "spans": [[9, -1]]}, b"odd")


def _nest(message: Message) -> Message:
    deep = b"[" * 200_000
    os.write(_ANSWERS, len(deep).to_bytes(4, "big") + bytes(4) + deep)
    return _hang(message)


HABITS: Mapping[str, Callable[[Message], Message]] = {
    "dies": _die,
    "hangs": _hang,
    "spins": _spin,
    "babbles": _babble,
    "lies": _lie,
    "nests": _nest,
}

Header = Mapping[str, Any]

WAYS_OUT: Mapping[str, Callable[[Header], object]] = {
    "an internet socket": lambda _: socket.socket(socket.AF_INET),
    "a local socket": lambda _: socket.socket(socket.AF_UNIX),
    "a pair of sockets": lambda _: socket.socketpair(),
    "reading a file": lambda header: Path(header["file"]).read_bytes(),
    "writing a file": lambda header: Path(header["file"]).write_bytes(b"x"),
    "a new file": lambda header: Path(header["file"] + ".new").touch(),
    "emptying a file": lambda header: os.truncate(header["file"], 0),
    "deleting a file": lambda header: Path(header["file"]).unlink(),
    "moving a file": lambda header: Path(header["file"]).rename(header["file"] + ".moved"),
    "listing a folder": lambda header: list(Path(header["file"]).parent.iterdir()),
    "the host's memory": lambda header: os.open(f"/proc/{header['host']}/mem", os.O_RDONLY),
    "killing the host": lambda header: os.kill(header["host"], signal.SIGTERM),
    "a copy of itself": lambda _: os.fork(),
    "a program": lambda _: subprocess.run(["/bin/true"], check=True),
    "becoming a program": lambda _: os.execv("/bin/true", ["true"]),  # noqa: S606 - it must not work
    "more memory": lambda _: len(bytearray(2 * MEMORY)),
    # What it can see without leaving.
    "its environment": lambda _: sorted(os.environ),
    "its descriptors": lambda _: [number for number in range(100) if _is_open(number)],
}


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
