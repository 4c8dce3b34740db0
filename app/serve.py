"""Running the house: the doors on waitress, the pipeline's threads, the call log's, until told to stop."""

from __future__ import annotations

import gc
import logging
import secrets
import threading
from collections.abc import Callable
from typing import Any

import waitress
import waitress.server
from flask import Flask

from app.bell import Bell
from app.cores import use_any_core
from app.gate import Gate, channel_with
from app.house import House
from store import days, jobs
from work.options import Work
from work.pipeline import HANDLERS, run_one
from work.reconciling import look_soon
from work.sweep import sweep

THREADS = 16
LARGEST_BODY = 64 * 1024 * 1024
"""In bytes. Buffers are as large, because the server would spool what exceeds them to a file, in the clear."""

_PAUSE = 1.0
_SWEEP = 60.0
_MINUTE = 60
_SLOW = (("transcribe",), ("code",), ("clean", "settle"), ("erase", "reconcile"))
_QUICK = tuple(kind for kind in HANDLERS if not any(kind in lane for lane in _SLOW))
_LOG = logging.getLogger(__name__)


class Pipeline:
    """The threads that work in one process.

    Recordings, codes and files, which take longest, and erasing, which waits for the provider, have lanes of their own:
    a flood of them delays no grade.
    """

    def __init__(self, work: Work, bell: Bell) -> None:
        self._work = work
        self._bell = bell
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._lane, args=(kinds,), name=f"work-{kinds[0]}", daemon=True)
            for kinds in (_QUICK, *_SLOW)
        ] + [threading.Thread(target=self._sweeping, name="sweep", daemon=True)]

    def start(self) -> None:
        """Begin to work. Whatever a process before this one held is free again at once where there is but one."""
        if self._work.store.single:
            self._work.store.write(jobs.release_all)
        look_soon(self._work)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the jobs at hand, then stop. What is not done is done after the next start."""
        self._stop.set()
        self._bell.ring()
        self._work.speech.stop()
        self._work.gate.stop()
        for thread in self._threads:
            thread.join(timeout=10)

    def _lane(self, kinds: tuple[str, ...]) -> None:
        worker = secrets.token_bytes(16)
        use_any_core()
        while not self._stop.is_set():
            self._bell.wait_for_calm()
            try:
                busy = run_one(self._work, worker, kinds)
            except Exception as error:  # noqa: BLE001 - a lane that ends here would leave all its jobs undone for ever
                busy = False
                _stumbled("no job taken", error)
                self._stop.wait(_PAUSE)
            if not busy:
                self._bell.wait(_PAUSE)

    def _sweeping(self) -> None:
        while not self._stop.is_set():
            try:
                sweep(self._work)
            except Exception as error:  # noqa: BLE001 - what must die would live on if the sweep ended here
                _stumbled("sweep failed", error)
            self._stop.wait(_SWEEP)


class Housekeeper:
    """What every process of doors does beside: writes the call log a second behind, makes tables, lets keys die."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._house.keyring.make_ahead()
        self._thread.start()

    def stop(self) -> None:
        """Write the rest and stop."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        passed = 0
        while not self._stop.wait(_PAUSE):
            passed += 1
            try:
                self._house.log.flush(self._house.intake)
                self._house.count_spending()
                if passed % _MINUTE == 0:
                    self._tidy()
            except Exception as error:  # noqa: BLE001 - without tomorrow's tables nothing could be kept tomorrow
                _stumbled("house not kept", error)

    def _tidy(self) -> None:
        keyring = self._house.keyring
        try:
            self._house.store.write(
                lambda connection: days.ready(connection, keyring.yesterday(), keyring.day(), keyring.tomorrow())
            )
        finally:
            keyring.make_ahead()
            keyring.forget_old()


def _stumbled(what: str, error: Exception) -> None:
    """Say what went wrong, by the error's name alone: its text could hold what it met."""
    _LOG.error(what, extra={"error": type(error).__name__})


def listen(app: Flask, host: str, port: int, gate: Gate) -> Callable[[], None]:
    """Open the port; return the function that serves until the process is told to stop.

    `gate` is before all large bodies of this process, whichever port they come to.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of each request that waits for a thread
    gc.collect()
    gc.freeze()  # all that is there by now stays: collections need not walk through it while somebody waits
    server = waitress.create_server(
        app, host=host, port=port, threads=THREADS, ident=None, backlog=1024, channel_timeout=30,
        clear_untrusted_proxy_headers=True, max_request_body_size=LARGEST_BODY,
        inbuf_overflow=LARGEST_BODY + 1, outbuf_overflow=LARGEST_BODY + 1,
    )  # fmt: skip
    for each in _sockets(server):  # a name may have several addresses, with a server for each
        each.channel_class = channel_with(gate)
    run: Callable[[], None] = server.run
    return run


def _sockets(server: Any) -> list[Any]:
    """Return the one that listens, or those behind the one that stands for several."""
    if not isinstance(server, waitress.server.MultiSocketServer):
        return [server]
    return [each for each in server.map.values() if isinstance(each, waitress.server.BaseWSGIServer)]
