"""The settings as a table: for the terminal with what is set, for the manual with what may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.setting import Setting, declared
from config.settings import ELSEWHERE, Settings, survey

_MASK = "•••"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as it stands: `value` is masked for a secret and empty where there is none."""

    name: str
    value: str
    fault: str
    help: str


def describe(env: Mapping[str, str]) -> list[Row]:
    """Return a row for every setting, and for every variable that looks like one; no row holds a secret."""
    found, faults = survey(env)
    wrong = {fault.name: f"{fault.wrong}; allowed: {fault.allowed}" for fault in faults}
    known = declared(Settings)
    rows = [
        Row(one.name, _shown(one, found.get(field), env), wrong.pop(one.name, ""), one.help)
        for field, one in known.items()
    ]
    return rows + [Row(name, "", fault, "") for name, fault in wrong.items()]


def as_text(rows: list[Row]) -> str:
    """Return the rows for a terminal: name and value, then its fault, then what it is for."""
    return "\n".join(line for row in rows for line in _lines(row))


def as_manual() -> str:
    """Return the table of docs/settings.md, which a test compares with this."""
    head = ["| setting | default | what it is |", "|---|---|---|"]
    rows = [f"| `{one.name}`{_file(one)} | {_default(one)} | {one.help} |" for one in declared(Settings).values()]
    return "\n".join([*head, *rows, *(f"| `{name}` | none | {help_text} |" for name, help_text in ELSEWHERE.items())])


def _shown(one: Setting, value: object, env: Mapping[str, str]) -> str:
    if one.secret and any(env.get(name) for name in one.names):
        return _MASK
    if one.secret:
        return one.default
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _lines(row: Row) -> list[str]:
    lines = [f"{row.name:<24}{row.value or '-'}"]
    if row.fault:
        lines.append(f"  ! {row.fault}")
    if row.help:
        lines.append(f"  {row.help}")
    return lines


def _file(one: Setting) -> str:
    return f" or `{one.name}_FILE`" if one.secret else ""


def _default(one: Setting) -> str:
    if one.default:
        return one.default if one.otherwise else f"`{one.default}`"
    return "**needed**" if one.needed else "none"
