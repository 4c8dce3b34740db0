"""Whose turn it is at a counter with few places: a queue for each lane, and the lanes take turns.

However long one lane's queue is, whoever comes by another waits for one of its turns at most for each of their own.
A lane has only so many seats; those who come again and again get no more than half of them, so that whoever comes for
the first time finds one. It has no lock and no clock: whoever shares it brings them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Ticket:
    """One who waits, or is being served once it is `called`."""

    lane: str
    again: bool
    ready: bool = False
    called: bool = False


@dataclass(slots=True)
class _Lane:
    seats: int
    taken: list[Ticket] = field(default_factory=list)
    queue: deque[Ticket] = field(default_factory=deque)


class Turns:
    """`at_once` are served at a time; `seats` says how many of each lane may be there, waiting and served together."""

    def __init__(self, at_once: int, seats: Mapping[str, int]) -> None:
        self._free = at_once
        self._lanes = {name: _Lane(count) for name, count in seats.items()}
        self._order = deque(self._lanes)

    def come(self, lane: str, *, again: bool = False) -> Ticket | None:
        """Take a seat; None where there is none left. `again` for somebody who asks for the same once more."""
        own = self._lanes[lane]
        repeated = sum(each.again for each in own.taken)
        if len(own.taken) >= own.seats or (again and repeated >= max(1, own.seats // 2)):
            return None
        ticket = Ticket(lane, again)
        own.taken.append(ticket)
        return ticket

    def wait(self, ticket: Ticket) -> None:
        """Join the queue of the lane; it is `called` when its turn has come, perhaps at once."""
        ticket.ready = True
        self._lanes[ticket.lane].queue.append(ticket)
        self._call()

    def leave(self, ticket: Ticket) -> None:
        """Give up the seat, and the place at the counter where it had one."""
        own = self._lanes[ticket.lane]
        own.taken.remove(ticket)
        if ticket.called:
            self._free += 1
        elif ticket.ready:
            own.queue.remove(ticket)
        self._call()

    def _call(self) -> None:
        while self._free and (lane := self._next()) is not None:
            self._free -= 1
            self._lanes[lane].queue.popleft().called = True

    def _next(self) -> str | None:
        """Return the lane whose turn it is: of those in which somebody waits, the one that was served longest ago."""
        found = next((name for name in self._order if self._lanes[name].queue), None)
        if found is not None:
            self._order.remove(found)
            self._order.append(found)
        return found
