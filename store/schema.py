"""The tables that stay. Days are UTC dates as text, exact times are seconds since 1970 and do not outlive a clock.

Every primary key is random, and SQLite keeps the rows in its order (WITHOUT ROWID): neither tells who came first.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"}
)


def _table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def _report(*, key: bool = False) -> Column[object]:
    return Column("report", LargeBinary, ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, primary_key=key)


meta = _table("meta", Column("name", Text, primary_key=True), Column("value", LargeBinary, nullable=False))

desks = _table(
    "desks",
    Column("name", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
)

operators = _table(
    "operators",
    Column("name", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("locked", LargeBinary, nullable=False),
    Column("roles", Text, nullable=False),
    Column("phone", Text),
    Column("on_duty", Boolean, nullable=False, default=False),
    Column("one_time", Boolean, nullable=False, default=False),
)

desk_wraps = _table(
    "desk_wraps",
    Column("desk", Text, ForeignKey("desks.name"), primary_key=True),
    Column("holder", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

reports = _table(
    "reports",
    Column("id", LargeBinary, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("category", Text),
    Column("danger", Boolean),
    Column("grade", Text),
    Column("grade_by", Text),
    Column("status", Text, nullable=False),
    Column("route", Text),
    Column("outcome", Text),
    Column("reachable", Text, nullable=False),
    Column("reach_note", Text),
    Column("reported_before", Boolean, nullable=False, default=False),
    Column("day", Text, nullable=False),
    Column("received_at", BigInteger),
    Column("raised_after", Integer, nullable=False, server_default="0"),
    Column("claimed_by", Text),
    Column("copies", Text),
    Column("reporter", LargeBinary),
    Column("hold", Text),
    Column("seen", Integer, nullable=False, server_default="0"),
    Column("erasing", Boolean, nullable=False, server_default=false()),
    Index(None, "status"),
)

items = _table(
    "items",
    Column("id", LargeBinary, primary_key=True),
    _report(),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("body", LargeBinary),
    Index(None, "report"),
)

wraps = _table(
    "wraps",
    Column("item", LargeBinary, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

codes = _table(
    "codes",
    Column("lookup", LargeBinary, primary_key=True),
    _report(),
    Column("locked", LargeBinary, nullable=False),
    Index(None, "report"),
)

jobs = _table(
    "jobs",
    Column("id", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("report", LargeBinary),
    Column("argument", LargeBinary, nullable=False),
    Column("key", Text),
    Column("priority", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", BigInteger, nullable=False),
    Column("lease", BigInteger),
    Column("worker", LargeBinary),
    Column("fault", Text),
    Column("dead", Boolean, nullable=False, server_default=false()),
    Index(None, "kind", "priority", "due"),
    Index(None, "report"),
)

vault = _table(
    "vault",
    Column("id", LargeBinary, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("expires", BigInteger, nullable=False),
)

moves = _table(
    "moves",
    Column("id", LargeBinary, primary_key=True),
    _report(),
    Column("place", Integer, nullable=False),
    Column("operator", Text, nullable=False),
    Column("move", Text, nullable=False),
    Column("detail", Text),
    Column("day", Text, nullable=False),
    Index(None, "report"),
)

marks = _table(
    "marks",
    _report(key=True),
    Column("moment", Text, primary_key=True),
    Column("after", Integer),
    Column("day", Text, nullable=False),
)

calls = _table(
    "calls",
    Column("id", LargeBinary, primary_key=True),
    Column("line", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("day", Text, nullable=False),
)

counts = _table(
    "counts",
    Column("period", Text, primary_key=True),
    Column("line", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)
