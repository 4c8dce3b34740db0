"""Reading what a child says: numbers in their ranges, texts of bounded length without signs that cannot be seen.

A decoder that an attacker has taken over can choose its answers, so they are read like any foreign input.
"""

from __future__ import annotations

from typing import Any

from work.child.sandbox import MEANING
from work.child.wire import Message


class Nonsense(Exception):
    """The child's answer does not fit the question."""


def held(message: Message) -> dict[str, bool]:
    """Return which protections took hold. Raises Nonsense, as all of these do."""
    told = message.header.get("protections")
    if not isinstance(told, dict):
        raise Nonsense
    return {name: told.get(name) is True for name in MEANING}


def flag(message: Message, name: str) -> bool:
    """Return the true or false called `name`."""
    value = message.header.get(name)
    if not isinstance(value, bool):
        raise Nonsense
    return value


def rows(message: Message, name: str, most: int) -> list[Any]:
    """Return the list called `name`, of at most so many."""
    found = message.header.get(name)
    if not isinstance(found, list) or len(found) > most:
        raise Nonsense
    return found


def row(value: object, size: int) -> list[Any]:
    """Return a list of exactly that size."""
    if not isinstance(value, list) or len(value) != size:
        raise Nonsense
    return value


def number(value: object, least: float, most: float) -> float:
    """Return a number of a range."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Nonsense
    return value


def text(value: object, most: int, *, lines: bool = False) -> str:
    """Return what can be seen of a text: no control signs for terminals, none that turn the writing round.

    With `lines`, line breaks and tabs stay.
    """
    if not isinstance(value, str) or len(value) > most:
        raise Nonsense
    kept = "\n\t" if lines else ""
    return "".join(letter for letter in value if letter.isprintable() or letter in kept).strip()
