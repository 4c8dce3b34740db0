"""A gate before large bodies: only so many bytes are read at once, and who comes later waits unread.

The server holds each body in memory until it is whole, or it would write it to a file in the clear. Without a gate a
hundred pages of 64 MB would fill the memory. Here a body takes its place before it is read: its declared length, or,
where none is declared, the most that a body may have. Where there is no place the connection is simply not read from,
so that its sender waits, as on a slow line. Webhooks and pages with words alone are small and never wait.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from waitress.parser import HTTPRequestParser

from app.listening import Terse

SMALL = 256 * 1024
"""Bytes; a body up to here passes at once. A hundred connections hold 25 MB of them."""

PATIENCE = 120.0
"""Seconds that a sender may wait for a place; then the connection is closed."""

SLOWEST = 8 * 1024
"""Bytes a second. Who sends less, after the first half minute, gives up the place: it could be held for ever."""

_GRACE = 30.0


class Gate:
    """How many bytes of large bodies are in memory, and how many may be. Thread-safe."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = 0
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Take room for a body; False where there is none. One alone is always let in."""
        with self._lock:
            if self.held and self.held + size > self.most:
                return False
            self.held += size
            return True

    def give_back(self, size: int) -> None:
        """Give the room back."""
        with self._lock:
            self.held -= size


class _Body(HTTPRequestParser):  # type: ignore[misc]  # the server ships no types
    """A request as it comes in: what it takes at the gate, and since when."""

    taken = 0
    gate: Gate | None = None
    since = 0.0

    def size(self) -> int:
        """Return the bytes that the body may come to, as far as is known; 0 while there is none to wait for."""
        if not self.headers_finished or self.completed:
            return 0
        return int(self.adj.max_request_body_size if self.chunked else self.content_length)

    def let_in(self, gate: Gate, now: float) -> bool:
        """Take room for the body, once."""
        if self.taken or (size := self.size()) <= SMALL:
            return True
        if not gate.take(size):
            return False
        self.taken, self.gate, self.since = size, gate, now
        return True

    def too_slow(self, now: float) -> bool:
        """Return whether the body comes so slowly that it keeps others out."""
        passed = now - self.since
        return bool(self.taken) and passed > _GRACE and self.body_bytes_received < passed * SLOWEST

    def close(self) -> None:
        """Let go of the body, and of its room."""
        super().close()
        self.leave()

    def leave(self) -> None:
        """Give the room back, once."""
        if self.gate is not None:
            self.gate.give_back(self.taken)
            self.gate, self.taken = None, 0


def channel_with(gate: Gate) -> type[Any]:
    """Return the server's channel with this gate in it."""

    class Gated(Terse):
        parser_class = _Body
        waits_since: float | None = None

        def readable(self) -> bool:
            """Tell whether more may be read: not while a large body waits for its place."""
            body, open_ = self.request, bool(super().readable())
            if body is None or not open_:
                return open_
            now = time.time()
            if body.let_in(gate, now):
                self.waits_since = None
                if body.too_slow(now):
                    self.will_close = True
                    return False
                return True
            self.waits_since = self.waits_since or now
            if now - self.waits_since < PATIENCE:
                self.last_activity = now  # it is we who keep it waiting
            return False

        def handle_close(self) -> None:
            """Give back what a body that never came whole had taken."""
            if self.request is not None:
                self.request.leave()
            super().handle_close()

    return Gated
