"""Looking for needles in a stream of bytes, a piece at a time, also in what is packed in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from privacy.needles import BASE64_RUN, HEX_RUN, Needle, Needles
from privacy.unpack import BEGINNINGS, LONGEST_BEGINNING, Unpacker, unpacker
from privacy.views import as_is, squeezed, unwrapped

PIECE = 1024 * 1024
"""Bytes looked at in one go. Memory stays within a few times of it, whatever the stream's length."""

_DEEPEST = 4  # things packed in one another
_MOST_OPEN = 64
_HEX = re.compile(rb"[0-9a-f]{%d,}" % HEX_RUN)
_BASE64 = re.compile(rb"[0-9A-Za-z+/]{%d,}" % BASE64_RUN)
_OVERLAP = 256  # no needle is as long: a spoken number of fifteen digits has some hundred letters


@dataclass(frozen=True, slots=True)
class Hit:
    """A needle that was found: its name, in what it was packed, about where, and when it dies if it is an alias."""

    form: str
    packed: tuple[str, ...]
    at: int
    dies: str | None = None


@dataclass(slots=True)
class _View:
    """One way of looking, and the end of what was looked at before."""

    see: Callable[[bytes], bytes]
    needles: tuple[Needle, ...]
    runs: re.Pattern[bytes] | None = None
    tail: bytes = b""

    def found(self, piece: bytes) -> Iterator[Needle]:
        text = self.tail + self.see(piece)
        self.tail = text[-_OVERLAP:]
        looked = b"|".join(self.runs.findall(text)) if self.runs else text
        return (each for each in self.needles if each.form in looked) if looked else iter(())


@dataclass(slots=True)
class Search:
    """A search through one stream. `hits` and `notes` grow; a form is told once, where it was first."""

    needles: Needles
    packed: tuple[str, ...] = ()
    size: int = 0
    _hits: dict[tuple[str, tuple[str, ...]], Hit] = field(default_factory=dict)
    _notes: set[str] = field(default_factory=set)
    _views: tuple[_View, ...] = ()
    _tail: bytes = b""
    _open: list[tuple[Unpacker, list[Search]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._views = (
            _View(as_is, self.needles.raws),
            _View(squeezed, self.needles.texts),
            _View(squeezed, self.needles.hexes, _HEX),
            _View(unwrapped, self.needles.sixty_fours, _BASE64),
        )

    @property
    def hits(self) -> list[Hit]:
        """Return what was found."""
        return list(self._hits.values())

    @property
    def notes(self) -> list[str]:
        """Return what could not be looked into."""
        return sorted(self._notes)

    def feed(self, content: bytes) -> None:
        """Look at what comes next."""
        for at in range(0, len(content), PIECE):
            piece = content[at : at + PIECE]
            empty = not (self._open or piece.strip(b"\0"))  # journals are made of nothing, megabytes at a time
            self._look(piece[: 2 * _OVERLAP] if empty else piece)
            self.size += len(piece)

    def _look(self, piece: bytes) -> None:
        for view in self._views:
            for needle in view.found(piece):
                self._hit(needle.name, needle.dies)
        joined = self._tail + piece
        for name, pattern in self.needles.patterns:
            if pattern.search(joined):
                self._hit(name)
        self._unpack(joined, len(self._tail), piece)
        self._tail = joined[-_OVERLAP:]

    def _hit(self, name: str, dies: str | None = None) -> None:
        self._hits.setdefault((name, self.packed), Hit(name, self.packed, self.size, dies))

    def _unpack(self, joined: bytes, old: int, piece: bytes) -> None:
        for one in self._open:
            self._feed(one, memoryview(piece))
        view = memoryview(joined)
        for begun in BEGINNINGS.finditer(joined, max(0, old - LONGEST_BEGINNING)):
            if begun.end() > old and len(self.packed) < _DEEPEST and len(self._open) < _MOST_OPEN:
                one = (unpacker(begun[0]), [])
                self._feed(one, view[begun.start() :])
                if not one[0].over:
                    self._open.append(one)
            elif begun.end() > old and begun[0][0] != _WEAK:
                self._notes.add("something packed too deep in other packed things")
        self._open = [one for one in self._open if not one[0].over]

    def _feed(self, one: tuple[Unpacker, list[Search]], packed: memoryview) -> None:
        """Look at what comes out of a packed thing. Most that look like one are none, and get no search."""
        machine, inner = one
        for content in machine.feed(packed):
            if not inner:
                inner.append(Search(self.needles, (*self.packed, machine.kind)))
            inner[0].feed(content)
        if machine.note:
            self._notes.add(machine.note)
        for search in inner:
            self._hits |= {
                (hit.form, hit.packed): Hit(hit.form, hit.packed, self.size, hit.dies) for hit in search.hits
            }
            self._notes |= set(search.notes)


_WEAK = 0x78  # two bytes that stand everywhere by chance


def search(needles: Needles, pieces: Iterable[bytes]) -> Search:
    """Return the finished search through a stream."""
    found = Search(needles)
    for piece in pieces:
        found.feed(piece)
    return found
