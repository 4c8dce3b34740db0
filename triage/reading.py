"""Owners' tables: TOML text in, checked values out, every fault named at once.

    with reading(text, "outcomes.toml") as top:
        outcomes = {key: Outcome(key, table.text("label")) for key, table in top.tables()}

A value that is missing or wrong is noted as a fault and stood in for, so that reading goes on; the faults are raised
together when the block ends. A key nobody asked for is a fault too: a misspelt setting must not be silently ignored.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a table: where, what, and what would be right. `line` is None when it cannot be pointed at."""

    line: int | None
    key: str
    wrong: str
    allowed: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}, " if self.line else ""
        remedy = f"; allowed: {self.allowed}" if self.allowed else ""
        return f"{place}{self.key}: {self.wrong}{remedy}"


class RuleFaults(ValueError):
    """Raised once per file, with everything that is wrong in it."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(f"{name}: {fault}" for fault in faults))
        self.name = name
        self.faults = tuple(faults)


@dataclass(slots=True)
class Table:
    """One TOML table, read key by key. All tables of a file share the list of faults."""

    key: str
    values: Mapping[str, object]
    lines: Mapping[str, int]
    faults: list[Fault]
    asked: list[str] = field(default_factory=list)
    below: list[Table] = field(default_factory=list)

    def at(self, key: str) -> str:
        """Return the full dotted name of one of this table's keys."""
        return f"{self.key}.{key}" if self.key else key

    def fault(self, key: str, wrong: str, allowed: str = "") -> None:
        """Note a fault of one key (of the whole table if the key is empty)."""
        full = self.at(key) if key else self.key
        self.faults.append(Fault(self._line(full), full, wrong, allowed))

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that is not blank; `default` when the key may be left out."""
        value = self._take(key, default, "a text")
        if isinstance(value, str) and (value.strip() or value == default):
            return value
        return self._instead(key, value, "a text that is not empty", default or "")

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from `low` to `high`, both included."""
        allowed = f"a whole number from {low} to {high}"
        value = self._take(key, default, allowed)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        return self._instead(key, value, allowed, low if default is None else default)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._take(key, default, "true or false")
        return value if isinstance(value, bool) else self._instead(key, value, "true or false", default)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts, none of them blank and none twice."""
        value = self._take(key, default, "a list of texts")
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) and each.strip() for each in value):
            return self._instead(key, value, "a list of texts", default or ())
        for twice in sorted({each for each in value if value.count(each) > 1}):
            self.fault(key, f"{twice!r} is there twice")
        return tuple(value)

    def choices(self, key: str, allowed: Collection[str], default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts, each one of `allowed`."""
        given = self.texts(key, default)
        for each in given:
            if each not in allowed:
                self.fault(key, f"{each!r} is not known", ", ".join(allowed))
        return tuple(each for each in given if each in allowed)

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """Return one of `allowed`; the first of them stands in for a wrong one."""
        value = self.text(key, default)
        if value in allowed:
            return value
        return self._instead(key, value or None, " | ".join(allowed), allowed[0])

    def matching(self, key: str, shape: re.Pattern[str], allowed: str, default: str | None = None) -> str:
        """Return a text of which the whole has the given shape; `allowed` says the shape in words."""
        value = self.text(key, default)
        if value and value != default and not shape.fullmatch(value):
            self.fault(key, f"{value!r} is not of that form", allowed)
        return value

    def matching_all(
        self, key: str, shape: re.Pattern[str], allowed: str, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """Return a list of texts, each of the given shape."""
        given = self.texts(key, default)
        for each in given:
            if not shape.fullmatch(each):
                self.fault(key, f"{each!r} is not of that form", allowed)
        return given

    def table(self, key: str, *, needed: bool = True) -> Table:
        """Return a table inside this one; an empty one when it is missing."""
        value = self._take(key, None if needed else {}, "a table")
        inner = value if isinstance(value, dict) else self._instead(key, value, "a table", {})
        found = Table(self.at(key), inner, self.lines, self.faults)
        self.below.append(found)
        return found

    def tables(self, *, needed: bool = True) -> Iterator[tuple[str, Table]]:
        """Yield every table inside this one that was not asked for by name, with its name."""
        names = [key for key, value in self.values.items() if isinstance(value, dict) and key not in self.asked]
        if needed and not names:
            self.fault("", "nothing is defined here", "at least one [table]")
        for name in names:
            if not NAME.fullmatch(name):
                self.fault(name, "is no good name", "small letters, digits and _, a letter first")
            yield name, self.table(name)

    def by_language(self, key: str) -> Mapping[str, str]:
        """Return a table of texts by language, such as `{ en = "…", es = "…" }`."""
        inner = self.table(key)
        if not inner.values and isinstance(self.values.get(key), dict):
            inner.fault("", "no language is given", 'such as { en = "…" }')
        return {language: inner.text(language) for language in inner.values}

    def unasked(self) -> Iterator[tuple[Table, str]]:
        """Yield every key, here and below, that nobody read."""
        yield from ((self, key) for key in self.values if key not in self.asked)
        for inner in self.below:
            yield from inner.unasked()

    def _line(self, full: str) -> int | None:
        """Return the line of a key, or of the nearest table around it: inline tables have no lines of their own."""
        while full and full not in self.lines:
            full = full.rpartition(".")[0]
        return self.lines.get(full)

    def _take(self, key: str, default: object, allowed: str) -> object:
        self.asked.append(key)
        if key not in self.values and default is None:
            self.fault(key, "is missing", allowed)
        return self.values.get(key, default)

    def _instead(self, key: str, value: object, allowed: str, stand_in: T) -> T:
        if value is not None:
            self.fault(key, f"{value!r} is not allowed here", allowed)
        return stand_in


@contextmanager
def reading(text: str, name: str) -> Iterator[Table]:
    """Parse TOML and yield its top table; `name` is the file's name as its owner knows it.

    Raises RuleFaults: at once when the text is no TOML, at the end of the block when something in it was wrong.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise RuleFaults(name, [Fault(None, "TOML", str(fault))]) from None
    top = Table("", values, _lines(text), [])
    yield top
    for table, key in top.unasked():
        table.fault(key, "is not known here", ", ".join(sorted(set(table.asked))))
    if top.faults:
        raise RuleFaults(name, top.faults)


def _lines(text: str) -> Mapping[str, int]:
    """Return the line on which each table and key first stands, by its dotted name, as far as the eye can tell."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            section = heading[1].replace('"', "")
            found.setdefault(section, number)
        elif assigned := re.match(r'\s*([\w".-]+)\s*=', line):
            found.setdefault(".".join(filter(None, (section, assigned[1].replace('"', "")))), number)
    return found
