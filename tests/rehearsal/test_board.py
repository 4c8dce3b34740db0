"""The provider's memory has an end."""

from __future__ import annotations

from rehearsal.board import MOST_BYTES, Shelf


def test_the_oldest_is_forgotten_when_there_are_too_many() -> None:
    shelf: Shelf[int] = Shelf(3)
    for number in range(5):
        shelf.put(str(number), number)
    assert list(shelf) == [4, 3, 2]
    assert shelf.get("1") is None


def test_the_oldest_is_forgotten_when_there_is_too_much() -> None:
    shelf: Shelf[int] = Shelf(100, lambda size: size)
    for number in range(4):
        shelf.put(str(number), MOST_BYTES // 2 - number)
    assert [shelf.get(str(number)) is not None for number in range(4)] == [False, False, True, True]


def test_what_is_dropped_is_gone() -> None:
    shelf: Shelf[int] = Shelf(3)
    shelf.put("a", 1)
    shelf.drop("a")
    shelf.drop("b")
    assert list(shelf) == []
