"""Counting contacts without knowing from whom: under aliases that die with the day, and in memory alone.

Nothing here has a lock, a clock or a file: whoever shares it brings them. Times are seconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HOUR, DAY = 3600, 86_400
MOST_SENDERS = 16_384
"""Remembered at most, some 250 bytes each; whoever has been there longest is forgotten first, and begins anew."""


@dataclass(slots=True)
class Window:
    """A count of this hour and of this UTC day."""

    in_hour: int = 0
    in_day: int = 0
    _hour: int = -1
    _day: int = -1

    def at(self, now: int) -> Window:
        """Forget what is over; return itself."""
        hour = now // HOUR
        if hour != self._hour:
            self._hour, self.in_hour = hour, 0
            if now // DAY != self._day:
                self._day, self.in_day = now // DAY, 0
        return self

    def add(self, now: int, count: int = 1) -> None:
        """Count something that happens now."""
        self.at(now)
        self.in_hour += count
        self.in_day += count

    def take_back(self, now: int, count: int) -> None:
        """Uncount something, as far as its hour and day are not over."""
        self.at(now)
        self.in_hour = max(0, self.in_hour - count)
        self.in_day = max(0, self.in_day - count)


@dataclass(slots=True)
class Tally:
    """What one sender did today. `told` is the hour in which it was last told to wait, `told_for` by which message."""

    texts: Window = field(default_factory=Window)
    calls: Window = field(default_factory=Window)
    in_danger: bool = False
    told: int = -1
    told_for: bytes = b""

    def contacts(self) -> int:
        """Return how many there were today, of all kinds."""
        return self.texts.in_day + self.calls.in_day


class Tallies:
    """The senders of a day. With the day their aliases change, and all of it is let go."""

    def __init__(self, most: int = MOST_SENDERS) -> None:
        self._most = most
        self._day = -1
        self._by_alias: dict[bytes, Tally] = {}

    def of(self, alias: bytes, now: int) -> Tally:
        """Return what is counted of a sender."""
        if now // DAY != self._day:
            self._day = now // DAY
            self._by_alias.clear()
        found = self._by_alias.get(alias)
        if found is None:
            if len(self._by_alias) >= self._most:
                del self._by_alias[next(iter(self._by_alias))]
            found = self._by_alias[alias] = Tally()
        return found

    def __len__(self) -> int:
        return len(self._by_alias)
