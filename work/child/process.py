"""The child seen from outside: started with nothing, asked one thing at a time, killed when it is late."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from work.child.wire import MOST_BODY, Broken, Message, receive, send

_ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = {"LANG": "C.UTF-8", "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2"}


class Lost(Exception):
    """The child died, or what it said was no answer."""


class Late(Lost):
    """The child was killed because its time was up."""


def command(module: str, *words: str) -> tuple[str, ...]:
    """Return the command line of the child that `module` is the inside of."""
    return (sys.executable, "-E", "-s", "-B", "-m", module, *words)


class Process:
    """One child, from start to end. One thread asks; it ends with the thread that started it."""

    def __init__(self, line: Sequence[str]) -> None:
        """Start a child with the command `line`. Raises Lost."""
        try:
            self._child = subprocess.Popen(  # nosec B603  # noqa: S603 - a command line of our own, without a shell
                line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT, cwd=_ROOT, close_fds=True, process_group=0,
            )  # fmt: skip
        except OSError as fault:
            raise Lost from fault

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._child.poll() is None

    def ask(self, header: Mapping[str, Any], body: bytes, seconds: float, most: int = MOST_BODY) -> Message:
        """Give it a job and return its answer, of at most `most` bytes.

        Raises Late after `seconds`, Lost if it dies or says too much: it is gone.
        """
        late = threading.Event()
        clock = threading.Timer(seconds, self._stop, [late])
        clock.daemon = True
        clock.start()
        try:
            send(cast("BinaryIO", self._child.stdin), Message({**header, "seconds": seconds}, body))
            return receive(cast("BinaryIO", self._child.stdout), most)
        except (OSError, Broken) as fault:
            self.end()
            raise (Late if late.is_set() else Lost) from fault
        finally:
            clock.cancel()

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self.kill()

    def kill(self) -> None:
        """Kill it, from any thread; whoever is asking it learns that it is lost."""
        self._child.kill()

    def end(self) -> None:
        """Kill it and wait for its end. It keeps nothing that could be lost."""
        self.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written has no reader any more
                    continue
