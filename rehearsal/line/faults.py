"""Faults on command: what goes wrong with which kind of request, and how often."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, replace

SENT = frozenset(
    {
        "call",
        "action",
        "redirect",
        "wait",
        "whisper",
        "leg",
        "play",
        "recording",
        "call_status",
        "message",
        "delivery",
        "fallback",
    }
)
ASKED = frozenset(
    {
        "rest.account",
        "rest.calls",
        "rest.messages",
        "rest.media",
        "rest.recordings",
        "rest.audio",
        "rest.numbers",
    }
)
HOW_SENT = frozenset({"late", "early", "twice", "lost", "unsigned", "forged", "truncated", "fail"})
HOW_ASKED = frozenset({"slow", "fail", "hang"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `seconds`: how late, slow or hanging. `status`: HTTP status of `fail`, or the error of a delivery."""

    on: str
    how: str
    seconds: float = 0.0
    status: int = 503
    times: int = 1

    def problem(self) -> str | None:
        """Return what is wrong with this fault, if anything."""
        if self.on not in SENT | ASKED:
            return f"on: one of {', '.join(sorted(SENT | ASKED))}"
        allowed = HOW_SENT if self.on in SENT else HOW_ASKED
        if self.how not in allowed:
            return f"how: one of {', '.join(sorted(allowed))}"
        return None if 0 <= self.seconds <= 600 and self.times >= 1 else "seconds: 0 to 600; times: 1 or more"


class Faults:
    """The faults that wait for their request."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Order a fault."""
        with self._lock:
            self._waiting.append(fault)

    def take(self, on: str, *how: str) -> Fault | None:
        """Return the next fault for this kind of request, used up once; None when all is well."""
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.on == on and fault.how in how:
                    rest = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                    self._waiting[place : place + 1] = rest
                    return fault
        return None

    def listed(self) -> list[dict[str, object]]:
        """Return what still waits."""
        with self._lock:
            return [asdict(fault) for fault in self._waiting]

    def clear(self) -> None:
        """All is well again."""
        with self._lock:
            self._waiting.clear()
