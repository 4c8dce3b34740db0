"""What the pipeline can open of a report while it is not yet done with it, and sealing what it adds."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from privacy.items import Reader, SealedItem, open_item, seal_item
from store import reports
from store.database import Connection
from work.options import Work

PIPELINE = "pipeline:"


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An item and what it says. `author` is reporter, desk or pipeline."""

    item: SealedItem
    author: str
    plain: bytes

    @property
    def kind(self) -> str:
        """Return what kind of thing it is."""
        return self.item.kind


def opened(work: Work, report: bytes, kinds: Container[str] | None = None) -> list[Opened]:
    """Open everything on a report, or all of some kinds, that the pipeline's living keys open, in order.

    Raises `NotOpened` where a wrap is there and the item does not open: it was altered.
    """
    with work.store.read() as connection:
        found = reports.sealed_items(connection, report)
    pieces = []
    for author, _, item in found:
        plain = None if kinds is not None and item.kind not in kinds else _opened(work, item)
        if plain is not None:
            pieces.append(Opened(item, author, plain))
    return pieces


def opened_one(work: Work, report: bytes, item: bytes) -> bytes | None:
    """Open one item of a report; None where it is gone or the pipeline's key is. Raises `NotOpened`."""
    with work.store.read() as connection:
        found = reports.sealed_item(connection, item)
    return None if found is None or found.report != report else _opened(work, found)


def _opened(work: Work, item: SealedItem) -> bytes | None:
    for reader in item.wraps:
        pair = work.keyring.pipeline(reader.removeprefix(PIPELINE)) if reader.startswith(PIPELINE) else None
        if pair is not None and item.body:
            return open_item(item, reader, pair)
    return None


def sealed(
    work: Work, line_name: str, report: bytes, kind: str, plain: bytes, *, item: bytes | None = None, keep: bool = False
) -> SealedItem:
    """Seal something for the desks of a line; with `keep`, for the pipeline too, which has more to do with it.

    `item` is given where the same thing may be made twice and must be one.
    """
    line = work.lines.by_name.get(line_name) or work.lines.by_name[work.lines.default]
    readers: dict[str, Reader] = {f"desk:{name}": work.desks[name] for name in line.desks if name in work.desks}
    if keep:
        day, pair = work.keyring.pipeline_today()
        readers[PIPELINE + day] = pair
    return seal_item(plain, report=report, kind=kind, readers=readers, random=work.random, item=item)


def line_of(work: Work, report: bytes) -> str | None:
    """Return the line of a report, or None when the report is gone."""
    with work.store.read() as connection:
        row = reports.report_row(connection, report)
    return None if row is None else str(row.line)


def keep(connection: Connection, item: SealedItem, *, author: str = "pipeline") -> None:
    """Put something on a report."""
    reports.add_item(connection, item, author)
