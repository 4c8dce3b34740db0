"""The lines: our numbers, each with its script, languages, desks and limits, and the helplines it can name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from triage.reading import NAME, Table, reading

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
NUMBER = re.compile(r"\+[1-9]\d{6,14}")
ADDRESS = re.compile(r"\+[1-9]\d{6,14}|\d{3,8}|[a-z]+:\S+")
SHORT_NUMBER = re.compile(r"[0-9]{2,6}|\+[1-9]\d{6,14}")
REGION = re.compile(r"[A-Z]{2}")
DOORS = ("voice", "sms", "web")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a line waits, in seconds."""

    key: int  # for the first key of a choice
    digit: int  # between two digits of a code
    silence: int  # of quiet before a recording ends
    recording: int  # before a recording is cut and goes on in a new one
    ring: int  # before a person's phone counts as not answered


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `desks` is its chain of escalation, first desk first; empty `countries` let every country in.

    `numbers` are the numbers and addresses of ours that belong to it; `duty` the phones rung in turn for "a person".
    """

    name: str
    title: Mapping[str, str]
    numbers: tuple[str, ...]
    doors: tuple[str, ...]
    script: str
    languages: tuple[str, ...]
    emergency: str
    desks: tuple[str, ...]
    helplines: str
    duty: tuple[str, ...]
    countries: tuple[str, ...]
    timeouts: Timeouts


@dataclass(frozen=True, slots=True)
class Lines:
    """Every line by name, and the one that takes what no line names."""

    by_name: Mapping[str, Line]
    default: str


@dataclass(frozen=True, slots=True)
class Helpline:
    """Somebody else's number to give to a reporter: what it is `about` is a name such as self_harm."""

    name: str
    about: str
    number: str
    label: Mapping[str, str]


def line_for(lines: Lines, number: str) -> Line:
    """Return the line that names this number or address of ours; the default line when none does."""
    named = (line for line in lines.by_name.values() if number in line.numbers)
    return next(named, lines.by_name[lines.default])


def desk_names(lines: Lines) -> tuple[str, ...]:
    """Return every desk that a line names, each once."""
    return tuple(dict.fromkeys(desk for line in lines.by_name.values() for desk in line.desks))


def parse_lines(text: str, name: str) -> Lines:
    """Read the table of lines. Raises RuleFaults."""
    with reading(text, name) as top:
        default = top.text("default")
        by_name = {key: _line(key, table) for key, table in top.tables()}
        if by_name and default not in by_name:
            top.fault("default", f"{default!r} is no line here", ", ".join(by_name))
        _no_number_twice(top, by_name)
    return Lines(by_name, default)


def parse_helplines(text: str, name: str) -> Mapping[str, tuple[Helpline, ...]]:
    """Read the helplines: sets by name (`[us.lifeline]` is one of the set `us`). Raises RuleFaults."""
    with reading(text, name) as top:
        return {
            key: tuple(_helpline(each, inner) for each, inner in table.tables())
            for key, table in top.tables(needed=False)
        }


def _line(name: str, table: Table) -> Line:
    languages = table.matching_all("languages", LANGUAGE, "codes such as en or zh-CN")
    if not languages:
        table.fault("languages", "a line speaks at least one language", "codes such as en or zh-CN")
    title = table.by_language("title")
    for language in set(languages) - set(title):
        table.fault("title", f"has no words in {language}", 'such as { en = "…" }')
    return Line(
        name=name,
        title=title,
        numbers=table.matching_all("numbers", ADDRESS, "+ and country code, a short code, or scheme:address", ()),
        doors=table.choices("doors", DOORS, DOORS),
        script=table.matching("script", NAME, "the name of a script"),
        languages=languages,
        emergency=table.matching("emergency", SHORT_NUMBER, "two to six digits, or + and country code"),
        desks=table.matching_all("desks", NAME, "names of desks: small letters, digits, _"),
        helplines=table.text("helplines", ""),
        duty=table.matching_all("duty", NUMBER, "+ and country code", ()),
        countries=table.matching_all("countries", REGION, "two capital letters, as in ISO 3166", ()),
        timeouts=_timeouts(table.table("timeouts", needed=False)),
    )


def _timeouts(table: Table) -> Timeouts:
    return Timeouts(
        key=table.number("key", 3, 30, 6),
        digit=table.number("digit", 5, 30, 10),
        silence=table.number("silence", 10, 60, 10),
        recording=table.number("recording", 60, 3600, 300),
        ring=table.number("ring", 10, 60, 20),
    )


def _helpline(name: str, table: Table) -> Helpline:
    number = table.matching("number", SHORT_NUMBER, "a short number, or + and country code")
    return Helpline(name, table.matching("about", NAME, "such as self_harm"), number, table.by_language("label"))


def _no_number_twice(top: Table, by_name: Mapping[str, Line]) -> None:
    owner: dict[str, str] = {}
    for line in by_name.values():
        for number in line.numbers:
            if owner.setdefault(number, line.name) != line.name:
                top.fault(f"{line.name}.numbers", f"{number!r} belongs to the line {owner[number]!r} already")
