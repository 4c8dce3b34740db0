"""The files on an opened report: each with what is known of it, what stands for it, and what shows what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intake.opening import Opened, Piece

_ID_BYTES = 16
_UNKNOWN = "application/octet-stream"
_WORDS = "text/plain"


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """Something made of a file by us: the id of its item, its type and its bytes."""

    id: bytes
    type: str
    content: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Attached:
    """A file that came with a report. `facts` are empty until it was looked at; `clean` parts stand for the file."""

    piece: Piece
    claimed: str
    content: bytes
    facts: Mapping[str, Any]
    clean: tuple[Part, ...]
    shown: tuple[Part, ...]
    words: str

    @property
    def found(self) -> str:
        """Return what it turned out to be; empty where nobody looked or nobody could tell."""
        return str(self.facts.get("type", ""))

    @property
    def type(self) -> str:
        """Return the type of what is there now: decided by decoding, and before that what its sender claims."""
        if self.clean:
            return self.clean[0].type
        return (self.found or _UNKNOWN) if self.facts else self.claimed

    @property
    def size(self) -> int:
        """Return how many bytes of it are there now."""
        return sum(len(part.content) for part in self.clean) or len(self.content)


def attached(opened: Opened) -> tuple[Attached, ...]:
    """Return the files of a report, in the order in which they came."""
    known = {facts["of"]: facts for piece in opened.of_kind("found") if piece.plain for facts in (piece.data,)}
    clean, shown = list(_parts(opened, "clean")), list(_parts(opened, "shown"))
    return tuple(_attached(piece, known.get(piece.id.hex(), {}), clean, shown) for piece in opened.of_kind("file"))


def part_of(piece: Piece) -> tuple[bytes, Part]:
    """Return (the id of the file, the part) of an item that was made of a file."""
    of, (type_, _, content) = piece.plain[:_ID_BYTES], piece.plain[_ID_BYTES:].partition(b"\0")
    return of, Part(piece.id, type_.decode("ascii", errors="replace"), content)


def _parts(opened: Opened, kind: str) -> Iterator[tuple[bytes, Part]]:
    return (part_of(piece) for piece in opened.of_kind(kind) if piece.plain)


def _attached(
    piece: Piece, facts: Mapping[str, Any], clean: list[tuple[bytes, Part]], shown: list[tuple[bytes, Part]]
) -> Attached:
    claimed, _, content = piece.plain.partition(b"\0")
    told = facts.get("claimed") or claimed.decode("ascii", errors="replace")
    made = [part for of, part in shown if of == piece.id]
    return Attached(
        piece, told[:80] or _UNKNOWN, content, facts,
        clean=tuple(part for of, part in clean if of == piece.id),
        shown=tuple(part for part in made if part.type != _WORDS),
        words="\n".join(part.content.decode(errors="replace") for part in made if part.type == _WORDS),
    )  # fmt: skip
