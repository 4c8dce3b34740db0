"""An owner's table names everything that is wrong with it: file, line, key, what was wrong, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from triage.reading import RuleFaults, Table, reading

READ: Mapping[str, Callable[[Table, str], object]] = {
    "text": lambda top, key: top.text(key),
    "number": lambda top, key: top.number(key, 1, 9),
    "flag": lambda top, key: top.flag(key),
    "texts": lambda top, key: top.texts(key),
    "choice": lambda top, key: top.choice(key, ("red", "blue")),
    "choices": lambda top, key: top.choices(key, ("red", "blue")),
    "shape": lambda top, key: top.matching(key, re.compile("[0-9]+"), "digits"),
    "shapes": lambda top, key: top.matching_all(key, re.compile("[0-9]+"), "digits"),
    "language": lambda top, key: top.by_language(key),
    "table": lambda top, key: top.table(key),
    "tables": lambda top, _: list(top.tables()),
}


def read(text: str, *asks: str) -> None:
    """Read a table, asking for each key as `kind key`."""
    with reading(text, "mine.toml") as top:
        for ask in asks:
            kind, key = ask.split()
            READ[kind](top, key)


def faults_of(text: str, *asks: str) -> list[str]:
    """Return the faults of a table as its owner sees them."""
    with pytest.raises(RuleFaults) as raised:
        read(text, *asks)
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("text", "ask", "fault"),
    [
        ("", "text a", "a: is missing; allowed: a text"),
        ("a = ' '", "text a", "line 1, a: ' ' is not allowed here; allowed: a text that is not empty"),
        ("\na = 10", "number a", "line 2, a: 10 is not allowed here; allowed: a whole number from 1 to 9"),
        ("a = true", "number a", "line 1, a: True is not allowed here; allowed: a whole number from 1 to 9"),
        ("a = 'no'", "flag a", "line 1, a: 'no' is not allowed here; allowed: true or false"),
        ("a = 'x'", "texts a", "line 1, a: 'x' is not allowed here; allowed: a list of texts"),
        ("a = ['x', 'x']", "texts a", "line 1, a: 'x' is there twice"),
        ("a = 'green'", "choice a", "line 1, a: 'green' is not allowed here; allowed: red | blue"),
        ("a = ['green']", "choices a", "line 1, a: 'green' is not known; allowed: red, blue"),
        ("a = 'x1'", "shape a", "line 1, a: 'x1' is not of that form; allowed: digits"),
        ("a = ['1', 'x1']", "shapes a", "line 1, a: 'x1' is not of that form; allowed: digits"),
        ("a = {}", "language a", 'line 1, a: no language is given; allowed: such as { en = "…" }'),
        ("a = { en = 1 }", "language a", "line 1, a.en: 1 is not allowed here; allowed: a text that is not empty"),
        ("a = 1", "table a", "line 1, a: 1 is not allowed here; allowed: a table"),
        ("[Bad]", "tables x", "line 1, Bad: is no good name; allowed: small letters, digits and _, a letter first"),
        ("[a]\nb = 1", "table a", "line 2, a.b: is not known here"),
    ],
)
def test_a_fault_says_where_what_and_what_is_allowed(text: str, ask: str, fault: str) -> None:
    assert faults_of(text, ask) == [f"mine.toml: {fault}"]


def test_all_faults_come_at_once_and_misspelt_keys_are_among_them() -> None:
    assert faults_of("a = 1\nflg = true\nc = 0", "text a", "flag flag", "number c") == [
        "mine.toml: line 1, a: 1 is not allowed here; allowed: a text that is not empty",
        "mine.toml: line 3, c: 0 is not allowed here; allowed: a whole number from 1 to 9",
        "mine.toml: line 2, flg: is not known here; allowed: a, c, flag",
    ]


def test_what_is_no_toml_says_so() -> None:
    (fault,) = faults_of("a = 1\nb = = 2\n")
    assert fault.startswith("mine.toml: TOML: ")
    assert "line 2" in fault


def test_what_may_be_left_out_has_its_default() -> None:
    with reading("", "mine.toml") as top:
        assert top.text("a", "x") == "x"
        assert top.text("b", "") == ""
        assert top.number("c", 1, 9, 5) == 5
        assert top.flag("d", default=True)
        assert top.texts("e", ()) == ()
        assert top.choice("f", ("red", "blue"), "blue") == "blue"
        assert top.table("g", needed=False).values == {}


def test_tables_come_in_the_owners_order() -> None:
    with reading("[b]\n[a]\n[c]", "mine.toml") as top:
        assert [name for name, _ in top.tables()] == ["b", "a", "c"]


def test_an_error_inside_the_block_is_not_hidden() -> None:
    def block(top: Table) -> None:
        top.fault("a", "is wrong")
        raise KeyError

    with pytest.raises(KeyError), reading("", "mine.toml") as top:
        block(top)
