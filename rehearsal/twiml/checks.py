"""What a value of an attribute may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

SCHEMA = 12200
_URL = re.compile(r"(https?://[^\s]+|[^\s:]*)", re.ASCII)
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Check:
    """A test of a value, the words for what is wanted, and the number of the error when it fails."""

    allows: Callable[[str], bool]
    wanted: str
    code: int = SCHEMA


def whole(low: int, high: int, code: int = SCHEMA) -> Check:
    """Allow a whole number between two, both included."""

    def allows(value: str) -> bool:
        return value.isascii() and value.isdigit() and low <= int(value) <= high

    return Check(allows, f"a whole number from {low} to {high}", code)


def one_of(*values: str, code: int = SCHEMA) -> Check:
    """One of these, letter for letter."""
    return Check(frozenset(values).__contains__, "one of " + ", ".join(values), code)


def some_of(*values: str, code: int = SCHEMA) -> Check:
    """One or more of these, separated by single blanks."""

    def allows(value: str) -> bool:
        parts = value.split(" ")
        return set(parts) <= set(values) and len(set(parts)) == len(parts)

    return Check(allows, "some of " + ", ".join(values) + ", separated by blanks", code)


def keys(longest: int, code: int = SCHEMA) -> Check:
    """Up to so many keys of a phone; none switches the key off."""

    def allows(value: str) -> bool:
        return len(value) <= longest and not set(value) - set("0123456789*#")

    return Check(allows, f"at most {longest} of 0-9 * #", code)


def boolean(code: int = SCHEMA) -> Check:
    """Allow `true` or `false`, in small letters."""
    return one_of("true", "false", code=code)


URL = Check(lambda value: bool(value) and bool(_URL.fullmatch(value)), "an http(s) or relative URL")
METHOD = one_of("GET", "POST")
ANYTHING = Check(lambda _value: True, "anything")
NUMBER = Check(lambda value: bool(_E164.fullmatch(value)), "a number in E.164 form", 13223)
