"""A thief who can write to the database moves things about: the desk says that they were altered, and shows none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from intake.opening import Piece, open_report
from store.database import Connection
from store.schema import items, wraps
from tests.desk.office import Office, open_desk
from tests.plugins.site import Site


def ids(connection: Connection, *reports: str) -> list[bytes]:
    """Return the id of each report's story."""
    stories = select(items.c.id).where(items.c.kind == "story")
    return [
        connection.execute(stories.where(items.c.report == bytes.fromhex(report))).scalar_one() for report in reports
    ]


def swap_bodies(connection: Connection, one: bytes, other: bytes) -> None:
    bodies = dict(connection.execute(select(items.c.id, items.c.body).where(items.c.id.in_((one, other)))).all())
    for item, body in ((one, bodies[other]), (other, bodies[one])):
        connection.execute(items.update().where(items.c.id == item).values(body=body))


def swap_keys(connection: Connection, one: bytes, other: bytes) -> None:
    reader = wraps.c.reader == "desk:desk"
    query = select(wraps.c.item, wraps.c.sealed).where(wraps.c.item.in_((one, other)), reader)
    keys = dict(connection.execute(query).all())
    for item, key in ((one, keys[other]), (other, keys[one])):
        connection.execute(wraps.update().where(wraps.c.item == item, reader).values(sealed=key))


def swap_both(connection: Connection, one: bytes, other: bytes) -> None:
    swap_bodies(connection, one, other)
    swap_keys(connection, one, other)


def swap_reports(connection: Connection, one: bytes, other: bytes) -> None:
    homes = dict(connection.execute(select(items.c.id, items.c.report).where(items.c.id.in_((one, other)))).all())
    for item, home in ((one, homes[other]), (other, homes[one])):
        connection.execute(items.update().where(items.c.id == item).values(report=home))


def set_on_both(**values: object) -> Callable[[Connection, bytes, bytes], None]:
    def change(connection: Connection, one: bytes, other: bytes) -> None:
        connection.execute(items.update().where(items.c.id.in_((one, other))).values(**values))

    return change


def cut(connection: Connection, one: bytes, other: bytes) -> None:
    for item in (one, other):
        body = connection.execute(select(items.c.body).where(items.c.id == item)).scalar_one()
        connection.execute(items.update().where(items.c.id == item).values(body=body[:-1]))


@pytest.fixture
def office(site: Site) -> Office:
    return open_desk(site)


def told(office: Office, report: str) -> list[Piece]:
    opened = open_report(office.site.intake, office.site.operator.keys, bytes.fromhex(report))
    assert opened is not None
    return [piece for piece in opened.pieces if piece.author == "reporter"]


@pytest.mark.threat(45)
@pytest.mark.parametrize(
    "change",
    [
        swap_bodies, swap_keys, swap_both, swap_reports, set_on_both(kind="note"), set_on_both(version=2),
        set_on_both(body=bytes(600)), cut,
    ],
    ids=["bodies", "keys", "bodies and keys", "homes", "kind", "version", "zeroes", "cut"],
)  # fmt: skip
def test_what_was_moved_altered_or_cut_is_shown_as_altered_and_never_as_words(
    office: Office, change: Callable[[Connection, bytes, bytes], None]
) -> None:
    reports = office.report("the first story"), office.report("the second story")
    with office.site.store.read() as connection:
        one, other = ids(connection, *reports)
    assert [piece.state for report in reports for piece in told(office, report)] == ["kept", "kept"]
    office.site.store.write(lambda connection: change(connection, one, other))
    for report in reports:
        [piece] = told(office, report)
        assert (piece.state, piece.text) == ("altered", "")
        assert "story" not in office.operator().get(f"/desk/reports/{report}").text.replace("Story", "")
