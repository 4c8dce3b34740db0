"""How long somebody waits who tries the same secret again: guessers are slowed down, and nobody is locked out."""

from __future__ import annotations

import hmac

_FREE = 3
_WAITS = (0.5, 1.0, 2.0, 4.0)
_REMEMBERED = 4096


class Tries:
    """The tries of one process, counted under keyed digests. It has no lock: whoever shares it brings one."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._counts: dict[bytes, int] = {}

    def wait(self, name: str) -> float:
        """Count a try and return how many seconds it waits: none three times, then doubling up to four."""
        digest = self._digest(name)
        if digest not in self._counts and len(self._counts) >= _REMEMBERED:
            self._counts.clear()
        tries = self._counts[digest] = self._counts.get(digest, 0) + 1
        return 0.0 if tries <= _FREE else _WAITS[min(tries - _FREE, len(_WAITS)) - 1]

    def forget(self, name: str) -> None:
        """Forget the tries of a name that turned out to be right."""
        self._counts.pop(self._digest(name), None)

    def _digest(self, name: str) -> bytes:
        return hmac.digest(self._key, name.encode(errors="replace"), "sha256")
