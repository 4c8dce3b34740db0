"""A child that an attacker has taken over: `python -m tests.work.files.rogue HABIT`, in the real sandbox."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping

from work.child.serving import serve
from work.child.wire import Message
from work.files.child import MEMORY

_ANSWERS = 4  # the descriptor that leads to the host
_TOLD = {"type": "image/png", "whole": True, "sharp": True, "more": 0, "parts": 1}


def _spin(_: Message) -> Message:
    while True:
        pass


def _sleep(message: Message) -> Message:
    time.sleep(600)
    return message


def _die(_: Message) -> Message:
    os.abort()


def _grow(_: Message) -> Message:
    return Message({}, bytes(2 * MEMORY))


def _flood(message: Message) -> Message:
    os.write(_ANSWERS, (2).to_bytes(4, "big") + (60 << 20).to_bytes(4, "big") + b"{}")
    return _sleep(message)


def _open(_: Message) -> Message:
    return Message(_TOLD)


HABITS: Mapping[str, tuple[Callable[[Message], Message], Callable[[Message], Message]]] = {
    "dies": (_die, _die),
    "dies later": (_open, _die),
    "sleeps": (_sleep, _sleep),
    "sleeps later": (_open, _sleep),
    "spins": (_spin, _spin),
    "grows": (_grow, _grow),
    "floods": (_flood, _flood),
    "lies about its type": (lambda _: Message(_TOLD | {"type": "text/x-evil"}), _die),
    "lies about its parts": (lambda _: Message(_TOLD | {"parts": 10**6}), _die),
    "lies about its fault": (lambda _: Message({"fault": "<script>"}), _die),
    "gives a file for pixels": (_open, lambda _: Message({"width": 8, "height": 8}, b"<svg onload='alert(1)'/>")),
    "gives more pixels than there are": (_open, lambda _: Message({"width": 1 << 20, "height": 1}, bytes(3 << 20))),
}


def main() -> None:
    """Serve the habit's jobs."""
    first, then = HABITS[sys.argv[1]]
    serve(MEMORY, lambda: {"open": first, "part": then})


if __name__ == "__main__":
    main()
