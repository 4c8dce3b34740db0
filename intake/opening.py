"""Reading reports as an operator: what a desk's key opens, put together for a page, a terminal or a program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from intake.options import Intake
from privacy.items import SealedItem, open_item
from privacy.seal import NotOpened
from store import jobs, marks, queries, reports
from store.database import Row
from store.desks import RETIRED
from store.facts import facts_of
from triage.deadlines import Facts, waiting


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """One opened item of a report. `state` is kept, unverified (joined by number alone), erased or altered."""

    id: bytes
    kind: str
    author: str
    state: str
    plain: bytes

    @property
    def text(self) -> str:
        """Return the item as text; bytes that are none are replaced, never refused."""
        return self.plain.decode(errors="replace")

    @property
    def data(self) -> Any:
        """Return an item that is JSON, as what it holds."""
        return json.loads(self.plain)


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A report as its row, its clocks' facts, and what could be opened of it."""

    row: Row[Any]
    facts: Facts
    pieces: tuple[Piece, ...]

    def of_kind(self, *kinds: str) -> tuple[Piece, ...]:
        """Return the pieces of some kinds, in order."""
        return tuple(piece for piece in self.pieces if piece.kind in kinds)


def open_report(intake: Intake, keys: Mapping[str, bytes], report: bytes) -> Opened | None:
    """Open a report with the keys of an operator's desks; None where there is none, or none that these keys open."""
    with intake.store.read() as connection:
        row = reports.report_row(connection, report)
        found = reports.sealed_items(connection, report)
        marked = marks.of_reports(connection, (report,)).get(report, [])
    if row is None or not concerns(intake, keys, row.line):
        return None
    pieces = tuple(piece for author, state, item in found if (piece := _piece(author, state, item, keys)))
    return Opened(row, facts_of(row, marked), pieces) if pieces or not found else None


def concerns(intake: Intake, keys: Mapping[str, bytes], line: str) -> bool:
    """Tell whether the reports of a line are for one of the desks with these keys."""
    known = intake.lines.by_name.get(line) or intake.lines.by_name[intake.lines.default]
    return not keys.keys().isdisjoint(known.desks)


def open_piece(intake: Intake, keys: Mapping[str, bytes], report: bytes, item: bytes) -> Piece | None:
    """Open one item of a report; None where there is none, or where it is gone, altered, or not for these keys."""
    with intake.store.read() as connection:
        found = reports.sealed_item(connection, item)
    if found is None or found.report != report or not found.body:
        return None
    piece = _piece("", "kept", found, keys)
    return piece if piece is not None and piece.plain else None


@dataclass(frozen=True, slots=True)
class Pending:
    """The kinds of jobs that a report waits for, and those that were given up."""

    waiting: frozenset[str]
    given_up: frozenset[str]


def pending(intake: Intake, report: bytes) -> Pending:
    """Return what is still to come on a report."""
    with intake.store.read() as connection:
        kinds = jobs.kinds_of(connection, report)
    return Pending(frozenset(kind for kind, dead in kinds if not dead), frozenset(kind for kind, dead in kinds if dead))


def open_all(intake: Intake, keys: Mapping[str, bytes]) -> list[Opened]:
    """Open every report, newest day first."""
    with intake.store.read() as connection:
        ids = queries.report_ids(connection)
    return [opened for report in ids if (opened := open_report(intake, keys, report))]


def waiting_seconds(intake: Intake, opened: Opened) -> int | None:
    """Return how long a report has been waiting, None once its clocks stopped."""
    since = waiting(intake.clocks, opened.facts, intake.now())
    return None if since is None else int(since.total_seconds())


def _piece(author: str, state: str, item: SealedItem, keys: Mapping[str, bytes]) -> Piece | None:
    """Open an item with the first key that fits. One whose bytes are gone stays as an empty piece, to be shown so.

    While a desk's key is being replaced, a wrap is for the new one or for the old.
    """
    if not item.body:
        return Piece(item.id, item.kind, author, state, b"")
    altered = None
    for desk, private in keys.items():
        reader = f"desk:{desk.removesuffix(RETIRED)}"
        if reader in item.wraps:
            altered = Piece(item.id, item.kind, author, "altered", b"")
            with suppress(NotOpened):
                return Piece(item.id, item.kind, author, state, open_item(item, reader, private))
    return altered
