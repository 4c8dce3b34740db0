"""The day tables' queries: a sender's thread, a conversation under way, a reply given before, a call under way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, select, update

from store import days, hot, vault
from store.schema import calls


@dataclass(frozen=True, slots=True)
class Draft:
    """A call under way, found by the keyed digest of its CallSid. `began` is in seconds since 1970."""

    digest: bytes
    draft: bytes
    alias: bytes | None
    line: str
    language: str
    steps: tuple[str, ...]
    outcome: str
    began: int
    vault: bytes | None = None
    closed: bool = False


def remember_reply(connection: Connection, day: str, digest: bytes, sealed: bytes) -> bool:
    """Keep the sealed reply to a message; returns False where one is kept already."""
    return hot.put(connection, days.tables(day).repeats, {"digest": digest, "reply": sealed, "at": 0}, or_leave=True)


def reply_given(connection: Connection, day: str, digest: bytes) -> bytes | None:
    """Return the sealed reply to a message that came before."""
    row = hot.first(connection, _by(day, "repeats", "digest", "reply"), key=digest)
    return None if row is None else bytes(row[0])


def move_talk(connection: Connection, day: str, alias: bytes, before: bytes | None, state: bytes, now: int) -> bool:
    """Keep a conversation's sealed state and the time of our last reply.

    Returns False, and keeps nothing, where the conversation does not stand as it did `before` (None: there was none).
    """
    table = days.tables(day).talks
    if before is None:
        return hot.put(connection, table, {"alias": alias, "state": state, "at": now}, or_leave=True)
    same = and_(table.c.alias == alias, table.c.state == before)
    return connection.execute(update(table).where(same).values(state=state, at=now)).rowcount == 1


def talk(connection: Connection, day: str, alias: bytes) -> tuple[bytes, int] | None:
    """Return (sealed state, time of our last reply) of a sender's conversation."""
    row = hot.first(connection, _by(day, "talks", "alias", "state", "at"), key=alias)
    return None if row is None else (bytes(row[0]), row[1])


def save_draft(connection: Connection, day: str, draft: Draft) -> None:
    """Keep how far a call has come."""
    row = {
        "digest": draft.digest, "draft": draft.draft, "alias": draft.alias, "line": draft.line,
        "language": draft.language, "steps": " ".join(draft.steps), "outcome": draft.outcome, "began": draft.began,
        "vault": draft.vault, "closed": draft.closed,
    }  # fmt: skip
    hot.replace(connection, days.tables(day).drafts, row)


def draft(connection: Connection, day: str, digest: bytes) -> Draft | None:
    """Return a call by the digest of its CallSid."""
    columns = days.tables(day).drafts.columns.keys()
    row = hot.first(connection, _by(day, "drafts", "digest", *columns), key=digest)
    return None if row is None else _draft(row)


def set_draft_box(connection: Connection, day: str, digest: bytes, draft_id: bytes, box: bytes | None) -> None:
    """Note the vault box of a call, so that its end removes it; the call may not have been noted itself yet."""
    table = days.tables(day).drafts
    row: dict[str, hot.Value] = {
        "digest": digest, "draft": draft_id, "alias": None, "line": "", "language": "", "steps": "",
        "outcome": "left", "began": 0, "vault": box, "closed": False,
    }  # fmt: skip
    if not hot.put(connection, table, row, or_leave=True):
        connection.execute(update(table).where(table.c.digest == digest).values(vault=box))


def open_drafts(connection: Connection, day: str, only: ColumnElement[bool] | None = None) -> list[Draft]:
    """Return the calls of a day that have not ended, or those that `only` selects."""
    table = days.tables(day).drafts
    chosen = table.c.closed.is_(False) if only is None else only
    return [_draft(row) for row in connection.execute(select(table).where(chosen))]


def _draft(row: Iterable[Any]) -> Draft:
    digest, draft_id, alias, line, language, steps, outcome, began, box, closed = row
    return Draft(digest, draft_id, alias, line, language, tuple(steps.split()), outcome, began, box, bool(closed))


def drafts_ended_as(connection: Connection, day: str, outcome: str) -> list[Draft]:
    """Return the calls of a day with this outcome, under way or over."""
    return open_drafts(connection, day, only=days.tables(day).drafts.c.outcome == outcome)


def close_draft(connection: Connection, day: str, ended: Draft, call: bytes, seconds: int) -> bool:
    """Turn a call that ended into a line of the call log; False where that was done before."""
    table = days.tables(day).drafts
    if ended.vault:
        vault.remove(connection, ended.vault)
    mark = update(table).where(and_(table.c.digest == ended.digest, table.c.closed.is_(False)))
    taken = ended.outcome == "connected"  # whoever took it still writes its form, and sees since when it has been going
    if connection.execute(mark.values(closed=True, vault=None, began=ended.began if taken else 0)).rowcount != 1:
        return False
    line: dict[str, hot.Value] = {
        "id": call, "line": ended.line, "language": ended.language, "steps": " ".join(ended.steps),
        "outcome": ended.outcome, "seconds": seconds, "day": day,
    }  # fmt: skip
    hot.put(connection, calls, line)
    hot.put(connection, days.tables(day).links, {"call": call, "alias": ended.alias, "report": ended.draft})
    return True


def reported_after_all(connection: Connection, day: str, draft_id: bytes, outcome: str) -> None:
    """Correct the call log where a recording arrived only after its call was closed as one that left."""
    links = days.tables(day).links
    of_draft = select(links.c.call).where(links.c.report == draft_id)
    connection.execute(update(calls).where(calls.c.id.in_(of_draft), calls.c.outcome == "left").values(outcome=outcome))


_QUERIES: dict[tuple[str, str], Select[Any]] = {}


def _by(day: str, table: str, key: str, *columns: str) -> Select[Any]:
    found = _QUERIES.get((day, table))
    if found is None:
        chosen = getattr(days.tables(day), table)
        query = select(*(chosen.c[column] for column in columns)).where(chosen.c[key] == bindparam("key"))
        found = _QUERIES[day, table] = query
    return found
