"""The provider's memory: bounded shelves of records, and the one lock that guards them."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from rehearsal.calls.operators import Operators
from rehearsal.line.faults import Faults
from rehearsal.options import Options
from rehearsal.records import Call, Clip, Event, Media, Message, Number, Recording

T = TypeVar("T")
LONGEST_STORY = 2000
MOST_BYTES = 256 * 1024 * 1024


class Shelf(Generic[T]):
    """Records by name, oldest forgotten first when there are too many, or too many bytes in them.

    What the line erases leaves REST, not the phone it came from.
    """

    def __init__(self, limit: int, size: Callable[[T], int] = lambda _item: 0) -> None:
        self._limit = limit
        self._size = size
        self._items: OrderedDict[str, T] = OrderedDict()
        self._erased: set[str] = set()
        self._lock = threading.Lock()

    def put(self, sid: str, item: T) -> T:
        """Keep a record."""
        with self._lock:
            self._items[sid] = item
            room = MOST_BYTES - sum(map(self._size, self._items.values()))
            while len(self._items) > self._limit or (room < 0 and len(self._items) > 1):
                name, forgotten = self._items.popitem(last=False)
                self._erased.discard(name)
                room += self._size(forgotten)
        return item

    def get(self, sid: str) -> T | None:
        """Return the record, or None."""
        with self._lock:
            return None if sid in self._erased else self._items.get(sid)

    def on_phone(self, sid: str) -> T | None:
        """Return the record, erased or not."""
        return self._items.get(sid)

    def drop(self, sid: str) -> None:
        """Erase a record, if it is there."""
        with self._lock:
            if sid in self._items:
                self._erased.add(sid)

    def all_on_phones(self) -> list[T]:
        """Return all records, newest first, erased or not."""
        with self._lock:
            return list(reversed(self._items.values()))

    def __iter__(self) -> Iterator[T]:
        """All records that were not erased, newest first, as they are now."""
        with self._lock:
            return iter([item for sid, item in reversed(self._items.items()) if sid not in self._erased])


class Board:
    """Everything that outlives one request."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.base = f"http://{options.bind}"
        self.calls: Shelf[Call] = Shelf(options.kept)
        self.recordings: Shelf[Recording] = Shelf(options.kept, lambda one: len(one.audio))
        self.messages: Shelf[Message] = Shelf(options.kept)
        self.media: Shelf[Media] = Shelf(options.kept, lambda one: len(one.data))
        self.numbers: Shelf[Number] = Shelf(100)
        self.clips: Shelf[Clip] = Shelf(200, lambda one: len(one.data))
        self.bins: Shelf[str] = Shelf(200)
        self.faults = Faults()
        self.operators = Operators()
        self.unreachable: dict[str, int] = {}
        self.opted_out: set[tuple[str, str]] = set()
        self.changed = threading.Condition()
        self._versions = itertools.count(1)
        for phone, label in options.numbers:
            sid = self.new_sid("PN")
            self.numbers.put(sid, Number(sid, phone, label, options.now(), dict(options.webhooks)))

    def new_sid(self, prefix: str) -> str:
        """Return a new identifier: two letters and 32 hex digits."""
        return prefix + self.options.random(16).hex()

    def put_bin(self, name: str, markup: str) -> str:
        """Host a document, as the account could at the provider; return its URL."""
        self.bins.put(name, markup)
        return f"{self.base}/bins/{name}"

    def number(self, phone: str) -> Number | None:
        """Return our number with these digits, or None."""
        return next((number for number in self.numbers if number.phone == phone), None)

    def tell(self, owner: Call | Message, kind: str, **facts: object) -> Event:
        """Add to the story of a call or message. The count of an event is its place, from 1."""
        with self.changed:
            event: Event = {"count": len(owner.events) + 1, "kind": kind, **facts}
            if len(owner.events) < LONGEST_STORY:
                owner.events.append(event)
            self.changed.notify_all()
        return event

    def amend(self, event: Event, **facts: object) -> None:
        """Add to an event what is known of it only now."""
        with self.changed:
            event.update(facts)

    def story(self, owner: Call | Message, after: int = 0) -> list[Event]:
        """Return copies of the events after a place."""
        with self.changed:
            return [dict(event) for event in owner.events[after:]]

    def change(self, message: Message, change: Callable[[Message], None] = lambda _message: None) -> None:
        """Change a message so that pages see it."""
        with self.changed:
            change(message)
            message.version = next(self._versions)
            self.changed.notify_all()

    def count(self, owner: Call | Message, step: int) -> None:
        """Count one callback more, or less, on its way."""
        with self.changed:
            owner.pending += step
            self.changed.notify_all()
