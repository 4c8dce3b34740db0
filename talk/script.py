"""Reads a script: a flat TOML table of steps. All of its faults are collected and named before it goes on air."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from talk.graph import graph_faults
from talk.steps import AGAIN, KEYS, LANGUAGE, Ask, Script, ScriptFaults, Step

__all__ = ["AGAIN", "KEYS", "LANGUAGE", "Ask", "Script", "ScriptFaults", "Step", "parse_script"]

_TABLES = ("start", "anywhere")
_FIELDS: Mapping[str, type] = {
    "ask": str, "do": str, "save": str, "then": dict, "keys": dict, "otherwise": str, "missed": str, "again": str,
    "length": int,
}  # fmt: skip
_ASKING = ("save", "missed", "again")  # for any step that asks
_CHOOSING = ("keys", "otherwise")  # for a choice alone


def parse_script(text: str, name: str) -> Script:
    """Read a script's TOML. Raises ScriptFaults with every fault: the step, what is wrong, what is allowed."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ScriptFaults(name, (f"not TOML: {fault}",)) from None
    if faults := tuple(_shape_faults(tables)):
        raise ScriptFaults(name, faults)
    script = _script(name, hashlib.sha256(text.encode()).hexdigest()[:16], tables)
    if faults := tuple(graph_faults(script)):
        raise ScriptFaults(name, faults)
    return script


def _script(name: str, digest: str, tables: Mapping[str, Any]) -> Script:
    steps = {key: _step(key, table) for key, table in _steps(tables)}
    return Script(name, digest, tables["start"], tables["give_up"], tables.get("anywhere", {}), steps)


def _step(name: str, table: Mapping[str, Any]) -> Step:
    then = table.get("then", {})
    ways = (("", then),) if isinstance(then, str) else tuple(then.items())
    plain = {field: value for field, value in table.items() if field not in ("ask", "then")}
    return Step(name=name, ask=Ask(table.get("ask", Ask.NOTHING)), then=ways, **plain)


def _steps(tables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((key, table) for key, table in tables.items() if key not in (*_TABLES, "give_up"))


def _shape_faults(tables: Mapping[str, Any]) -> Iterator[str]:
    for name in _TABLES:
        table = tables.get(name, {})
        if not _strings(table):
            yield f"[{name}]: allowed is a table of names, each in quotes"
    if not tables.get("start"):
        yield "start: missing; allowed is a table from each door (voice, sms, web, follow_up) to its first step"
    if not isinstance(tables.get("give_up"), str):
        yield "give_up: missing; allowed is the name of the step that two misses lead to"
    for name, table in _steps(tables):
        if isinstance(table, dict):
            yield from (f"step {name}: {fault}" for fault in _step_faults(table))
        else:
            yield f"{name}: allowed at the top are start, give_up, [anywhere] and steps, each a table of its own"


def _step_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for field, value in table.items():
        if field not in _FIELDS:
            yield f"unknown field {field}; allowed are {', '.join(_FIELDS)}"
        elif field == "then" and not isinstance(value, str) and not _strings(value):
            yield "then: allowed is a step, or a table from each outcome to a step"
        elif field == "keys" and not _strings(value):
            yield "keys: allowed is a table from an option to its key, in quotes"
        elif _FIELDS[field] is not dict and type(value) is not _FIELDS[field]:
            yield f"{field}: allowed is {'a whole number' if _FIELDS[field] is int else 'one name in quotes'}"
    if table.get("ask", Ask.NOTHING) not in list(Ask):
        yield f"unknown question {table['ask']}; allowed are {', '.join(Ask)}"
    else:
        yield from _use_faults(table, Ask(table.get("ask", Ask.NOTHING)))


def _use_faults(table: Mapping[str, Any], ask: Ask) -> Iterator[str]:
    """Yield the fields that this kind of step has no use for, and those it lacks."""
    asks = ask is not Ask.NOTHING
    if asks and "do" in table:
        yield "asks and acts; allowed is one of them: put the action into a step of its own"
    yield from (f"{field}: allowed only where something is asked" for field in _ASKING if field in table and not asks)
    yield from (f"{field}: allowed only at a choice" for field in _CHOOSING if field in table and ask is not Ask.CHOICE)
    if ("length" in table) is not (ask is Ask.DIGITS):
        yield "length: needed for digits, and allowed nowhere else"
    if (asks or "do" in table) and not table.get("then"):
        yield "then: missing; what is asked or done must lead on"


def _strings(table: object) -> bool:
    return isinstance(table, dict) and all(isinstance(value, str) for value in table.values())
