"""The desks' public keys as they are now, for processes that run while a key is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from store import desks
from store.database import Store

FRESH = 5.0
"""Seconds for which a process may go on with the keys that it read. `intake.rotation` waits several times that."""


class DeskKeys(Mapping[str, bytes]):
    """Public keys by desk, read again when they are no longer fresh.

    Looking one up raises `NotKept` where they are stale and cannot be read: sealed to a key that was destroyed
    meanwhile, a report could be opened by nobody.
    """

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        """Read them for the first time; `clock` counts seconds and never goes back."""
        self._store = store
        self._clock = clock
        self._known = self._read()

    def __getitem__(self, desk: str) -> bytes:
        return self._now()[desk]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> dict[str, bytes]:
        read, keys = self._known
        if self._clock() - read < FRESH:
            return keys
        self._known = self._read()
        return self._known[1]

    def _read(self) -> tuple[float, dict[str, bytes]]:
        asked = self._clock()
        with self._store.read() as connection:
            return asked, desks.desk_keys(connection)
