"""The proof: everything that this machine keeps is searched for one number, and what came of it is told.

The number goes to no other process, into no statement and no log: whatever is read is brought here and looked through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, Protocol

from app.places import Place, Unread, foreign, journal, pieces
from privacy.needles import Needles
from privacy.search import Hit, Search
from store import base_backup, everything
from store.database import Connection

OUTSIDE = (
    "the memory of programs that run, and swap",
    "blocks that a disk keeps after it was told to forget them, and copies elsewhere that you did not name",
    "the provider, the carriers, the reporter's own telephone",
)
"""What no search on this machine can look into."""

_ALIASES = ("database", "PostgreSQL's data folder", "base backup")
"""Where the alias of a living day stands by design. Anywhere else it is a leak like the number itself."""

_DUTY = "operators.phone"
_PACKED_ENDS = (".zst", ".lz4", ".7z", ".rar", ".age", ".gpg", ".asc", ".pgp")


class Verdict(IntEnum):
    """What the search came to; the value is the exit code of `sotto prove`. 2 is left to what was not allowed."""

    ABSENT = 0
    FOUND = 1
    UNSURE = 3


@dataclass(slots=True)
class Proof:
    """What was searched, where it hit, and what could not be looked into."""

    searched: dict[str, list[int]] = field(default_factory=dict)
    """Files (or tables) and bytes, by kind of place."""
    hits: list[tuple[str, Hit]] = field(default_factory=list)
    aliases: list[tuple[str, Hit]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    sealed: list[everything.Sealed] = field(default_factory=list)
    duty: bool = False

    @property
    def verdict(self) -> Verdict:
        """Return what it came to."""
        if self.hits:
            return Verdict.FOUND
        return Verdict.UNSURE if self.unread else Verdict.ABSENT

    @property
    def bytes(self) -> int:
        """Return how much was looked through."""
        return sum(size for _, size in self.searched.values())

    def as_json(self) -> dict[str, Any]:
        """Return it for programs; nothing in it tells the number."""
        return {
            "verdict": self.verdict.name.lower(),
            "bytes": self.bytes,
            "searched": [{"what": what, "count": many, "bytes": size} for what, (many, size) in self.searched.items()],
            "hits": [_as_json(where, hit) for where, hit in self.hits],
            "aliases": [_as_json(where, hit) | {"dies": hit.dies} for where, hit in self.aliases],
            "duty_phone": self.duty,
            "sealed": [asdict(each) for each in self.sealed],
            "not_searched": [asdict(each) for each in self.unread],
            "outside": list(OUTSIDE),
        }


def _as_json(where: str, hit: Hit) -> dict[str, Any]:
    return {"place": where, "form": hit.form, "packed": list(hit.packed), "at": hit.at}


class Told(Protocol):
    """Hears how many bytes were looked through, and how many more there are than was known."""

    def __call__(self, done: int, more: int = 0) -> None:
        """Hear it."""


@dataclass(frozen=True, slots=True)
class Prover:
    """Does the search, and keeps what came of it."""

    needles: Needles
    told: Told
    proof: Proof = field(default_factory=Proof)

    def files(self, found: Iterable[tuple[Place, Path]]) -> None:
        """Search files, their names included."""
        for place, path in found:
            self._one(place.what, str(path), path.name.encode(), ())
            try:
                self._one(place.what, str(path), b"", pieces(path))
            except FileNotFoundError:
                continue
            except OSError as error:
                if not foreign(place, path):
                    self.unread(str(path), type(error).__name__)
                continue
            if path.name.endswith(_PACKED_ENDS):
                self.unread(str(path), "locked, or packed in a way that we cannot open")

    def tables(self, connection: Connection) -> None:
        """Search every cell of a database."""
        for table, readable in everything.tables(connection):
            if not readable:
                self.unread(f"table {table}", "our role may not read it")
                continue
            searches: dict[str, Search] = {}
            for column, cells in everything.columns(connection, table):
                searches.setdefault(column, Search(self.needles)).feed(cells)
                self.told(len(cells))
            self.count("tables", 1, sum(each.size for each in searches.values()))
            for column, each in searches.items():
                self._keep("database", f"table {table}, column {column}", each)
                self.proof.duty |= bool(each.hits) and f"{table}.{column}".endswith(_DUTY)
        self.proof.sealed += everything.sealed(connection)

    def backup(self, url: str) -> str | None:
        """Search a base backup; return why there is none."""
        try:
            self._one("base backup", "base backup", b"", base_backup.base_backup(url))
        except everything.Unreadable as error:
            return str(error)
        return None

    def journal(self) -> None:
        """Search the machine's journal."""
        self._one("journal", "journal", b"", journal())

    def _one(self, what: str, where: str, name: bytes, content: Iterable[bytes]) -> None:
        search = Search(self.needles)
        search.feed(name)
        if search.hits:
            where = f"{Path(where).parent} (the name of a file in it)"
        for piece in content:
            search.feed(piece)
            self.told(len(piece))
        if not name:
            self.count(what, 1, search.size)
        self._keep(what, where, search)

    def _keep(self, what: str, where: str, search: Search) -> None:
        for hit in search.hits:
            by_design = hit.dies and what in _ALIASES and "," not in hit.form  # as it is, not written down somehow
            (self.proof.aliases if by_design else self.proof.hits).append((where, hit))
        for note in search.notes:
            self.unread(where, note)

    def unread(self, where: str, why: str) -> None:
        """Note what could not be searched."""
        self.proof.unread.append(Unread(where, why))

    def count(self, what: str, many: int = 0, size: int = 0) -> None:
        """Count what was searched; a place with nothing in it was searched, too."""
        counted = self.proof.searched.setdefault(what, [0, 0])
        counted[0] += many
        counted[1] += size
