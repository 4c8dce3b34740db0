"""Wraps of one reader, a page at a time, to be replaced by others: what a new key of a desk asks for."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from store.schema import wraps

PAGE = 500


def wraps_of(connection: Connection, reader: str, after: bytes) -> dict[bytes, bytes]:
    """Return the next wraps of a reader by item, in the items' order; none after the last."""
    query = select(wraps.c.item, wraps.c.sealed).where(wraps.c.reader == reader, wraps.c.item > after)
    found = connection.execute(query.order_by(wraps.c.item).limit(PAGE))
    return {row.item: row.sealed for row in found}


def replace(connection: Connection, reader: str, old: Mapping[bytes, bytes], new: Mapping[bytes, bytes]) -> None:
    """Put new wraps in place of the old ones. One that is gone or was replaced by somebody else is left as it is."""
    for item, sealed in new.items():
        same = (wraps.c.item == item, wraps.c.reader == reader, wraps.c.sealed == old[item])
        connection.execute(update(wraps).where(*same).values(sealed=sealed))
