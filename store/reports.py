"""Reports and what lies on them: putting in, adding to, looking up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select, update
from sqlalchemy.engine import Row

from privacy.items import SealedItem
from store import hot
from store.database import NotKept
from store.schema import items, reports, wraps


class Gone(NotKept):
    """Something was to be added to a report that is erased, or is being erased. It belongs on a report of its own."""


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report as it comes in; the columns not named here start empty. `received_at` is in seconds since 1970, UTC."""

    id: bytes
    channel: str
    line: str
    language: str
    day: str
    received_at: int
    reachable: str
    status: str = "new"
    category: str | None = None
    danger: bool | None = None
    reported_before: bool = False
    copies: str | None = None
    reporter: bytes | None = None


_COLUMNS = tuple(field.name for field in fields(NewReport))
_COUNT: Select[Any] = select(func.count()).select_from(items).where(items.c.report == bindparam("report"))
_EXISTS = select(reports.c.erasing).where(reports.c.id == bindparam("report"))
_STAYS = _EXISTS.with_for_update(read=True, key_share=True)


def add_report(connection: Connection, report: NewReport) -> bool:
    """Put a report in. One with the same id is left as it is; returns whether this one is new.

    Raises `Gone` while one with the same id is being erased.
    """
    if hot.put(connection, reports, {name: getattr(report, name) for name in _COLUMNS}, or_leave=True):
        return True
    must_exist(connection, report.id)
    return False


def exists(connection: Connection, report: bytes) -> bool:
    """Return whether there is a report with this id, which is not being erased."""
    row = hot.first(connection, _EXISTS, report=report)
    return row is not None and not row[0]


def stays(connection: Connection, report: bytes) -> bool:
    """Return whether there is a report with this id that nobody erases before this transaction ends.

    What is added while somebody else decides to erase would otherwise be acknowledged, and go with the report.
    """
    row = hot.first(connection, _STAYS, report=report)
    return row is not None and not row[0]


def must_exist(connection: Connection, report: bytes) -> None:
    """Raise `Gone` unless there is a report with this id, which `stays`."""
    if not stays(connection, report):
        message = "the report is gone"
        raise Gone(message)


def add_item(
    connection: Connection, item: SealedItem, author: str, *, state: str = "kept", fresh: bool = False
) -> bool:
    """Put an item with its wraps on a report, after those that are there; the same item twice is one.

    `fresh` says that the report was made in this transaction, so that there is nothing to count. Raises `Gone`.
    """
    if not fresh:
        must_exist(connection, item.report)
    found = None if fresh else hot.first(connection, _COUNT, report=item.report)
    row = {
        "id": item.id, "report": item.report, "kind": item.kind, "author": author, "place": found[0] if found else 0,
        "version": item.version, "state": state, "body": item.body,
    }  # fmt: skip
    if not hot.put(connection, items, row, or_leave=True):
        return False
    held: list[dict[str, hot.Value]] = [
        {"item": item.id, "reader": reader, "sealed": sealed} for reader, sealed in item.wraps.items()
    ]
    hot.put_all(connection, wraps, held)
    return True


def change(connection: Connection, report: bytes, **values: str | int | bool | bytes | None) -> bool:
    """Set columns of a report; returns whether it exists."""
    return connection.execute(update(reports).where(reports.c.id == report).values(**values)).rowcount == 1


def delivered(connection: Connection, report: bytes) -> None:
    """Note that the text with the code arrived; a sender who wrote STOP stays perhaps reachable."""
    free = and_(reports.c.id == report, reports.c.reach_note.is_distinct_from("stopped"))
    connection.execute(update(reports).where(free).values(reachable="yes", reach_note=None))


def doubted(connection: Connection, report: bytes, why: str) -> None:
    """Note why a reporter can perhaps not be reached (undelivered, stopped); one who never could is left as is."""
    can = and_(reports.c.id == report, reports.c.reachable != "no")
    connection.execute(update(reports).where(can).values(reachable="perhaps", reach_note=why))


def report_row(connection: Connection, report: bytes, *, lock: bool = False, stays: bool = False) -> Row[Any] | None:
    """Return the row of a report; with `lock`, nobody else changes it until this transaction ends.

    For who holds already that it `stays`, as others may who add to it, the lock lets those others be: two who waited
    for each other to let go of that would wait for ever. One that is being erased is gone.
    """
    query = select(reports).where(reports.c.id == report, reports.c.erasing.is_(False))
    return connection.execute(query.with_for_update(key_share=stays) if lock else query).first()


def sealed_items(connection: Connection, report: bytes, reader: str | None = None) -> list[tuple[str, str, SealedItem]]:
    """Return (author, state, item) of everything on a report in its order.

    With `reader`, only what that reader can open, and only that reader's wrap.
    """
    found = connection.execute(select(items).where(items.c.report == report).order_by(items.c.place, items.c.id)).all()
    held = _wraps(connection, [row.id for row in found], reader)
    return [
        (row.author, row.state, _item(row, held.get(row.id, {}))) for row in found if reader is None or row.id in held
    ]


def sealed_item(connection: Connection, item: bytes) -> SealedItem | None:
    """Return one item with all its wraps, or None."""
    row = connection.execute(select(items).where(items.c.id == item)).first()
    if row is None:
        return None
    return _item(row, _wraps(connection, [item]).get(item, {}))


def _item(row: Row[Any], held: Mapping[str, bytes]) -> SealedItem:
    return SealedItem(row.id, row.report, row.kind, row.version, row.body or b"", held)


def _wraps(connection: Connection, of: Sequence[bytes], reader: str | None = None) -> dict[bytes, dict[str, bytes]]:
    query = select(wraps).where(wraps.c.item.in_(of))
    found: dict[bytes, dict[str, bytes]] = {}
    for row in connection.execute(query if reader is None else query.where(wraps.c.reader == reader)):
        found.setdefault(row.item, {})[row.reader] = row.sealed
    return found


def item_exists(connection: Connection, *ids: bytes) -> bool:
    """Return whether any of these items is kept."""
    return connection.execute(select(items.c.id).where(items.c.id.in_(ids)).limit(1)).first() is not None


def seen(connection: Connection, report: bytes, count: int) -> None:
    """Note how much of what the reporter sent the desk has seen; what comes to a closed report later is not."""
    mine = and_(reports.c.id == report, reports.c.status != "closed", reports.c.seen < count)
    connection.execute(update(reports).where(mine).values(seen=count))


def checked(connection: Connection, report: bytes, count: int) -> None:
    """Note that a person checked the text of a report's first `count` recordings."""
    mine = (items.c.report == report, items.c.kind == "recording")
    first = connection.execute(select(items.c.id).where(*mine).order_by(items.c.place, items.c.id).limit(count))
    of_them = and_(items.c.id.in_(list(first.scalars())), items.c.state != "erased")
    connection.execute(update(items).where(of_them).values(state="checked"))


def destroy_kind(connection: Connection, report: bytes, kind: str) -> None:
    """Destroy all items of a kind on a report, rows and all."""
    connection.execute(items.delete().where(items.c.report == report, items.c.kind == kind))


def empty_item(connection: Connection, item: bytes, state: str) -> None:
    """Destroy what an item holds, its bytes and every wrap of its key; its row stays, in `state`, where it was."""
    connection.execute(wraps.delete().where(wraps.c.item == item))
    connection.execute(update(items).where(items.c.id == item).values(body=None, state=state))


def drop_readers(connection: Connection, report: bytes, prefix: str) -> None:
    """Take the wraps of all readers whose names begin with `prefix` off everything on a report."""
    of_report = select(items.c.id).where(items.c.report == report)
    connection.execute(wraps.delete().where(wraps.c.reader.startswith(prefix), wraps.c.item.in_(of_report)))


def has_reader(connection: Connection, reader: str) -> bool:
    """Return whether anything at all is still wrapped for a reader."""
    return connection.execute(select(wraps.c.item).where(wraps.c.reader == reader).limit(1)).first() is not None
