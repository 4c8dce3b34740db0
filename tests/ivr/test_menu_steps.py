"""A menu step asks the database nothing: a hundred callers in the menus cost it no more than one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from store import hot
from store.database import Connection, Store
from tests.ivr.phone import Phone


@contextmanager
def counted(store: Store, patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Yield a list of what the database is asked, by SQLAlchemy and by the statements that go past it."""
    asked: list[str] = []

    def by_sqlalchemy(_c: object, _k: object, statement: str, *_: object) -> None:
        asked.append(statement)

    run = hot._run

    def by_hand(connection: Connection, text: str, *rest: object) -> object:
        asked.append(text)
        return run(connection, text, *rest)  # type: ignore[arg-type]

    patch.setattr(hot, "_run", by_hand)
    event.listen(store.engine, "before_cursor_execute", by_sqlalchemy)
    try:
        yield asked
    finally:
        event.remove(store.engine, "before_cursor_execute", by_sqlalchemy)


def test_menus_ask_nothing_and_a_story_does(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(phone.site.store, monkeypatch) as asked:
        phone.dial()
        phone.press("1", "3", "*", "7", "1", "2", "5")
        phone.wait()
        assert asked == []
        phone.speak()
        assert asked


def test_danger_is_the_one_exception(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.dial()
    phone.press("1", "1")
    with counted(phone.site.store, monkeypatch) as asked:
        phone.press("1")
        assert asked


def test_steps_are_written_behind(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.dial()
    phone.press("1")
    with counted(phone.site.store, monkeypatch) as asked:
        phone.log.flush(phone.site.intake)
        assert any("drafts" in statement for statement in asked)
