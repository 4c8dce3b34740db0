"""The page about commands has every command and option that the program has, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from app.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
HEADINGS: list[str] = re.findall(r"(?m)^### `sotto (.+)`$", PAGE)


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Return every command with its whole name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


COMMANDS = dict(commands(main))


def heading(name: str) -> str:
    return next(one for one in HEADINGS if f"{one} ".startswith(f"{name} "))


def test_every_command_stands_on_the_page_and_no_other() -> None:
    named = {next(name for name in COMMANDS if f"{one} ".startswith(f"{name} ")) for one in HEADINGS}
    assert named == set(COMMANDS)
    assert len(HEADINGS) == len(COMMANDS)


def test_every_option_stands_in_its_heading_and_no_other() -> None:
    expected = {
        name: {option for one in command.params if isinstance(one, click.Option) for option in one.opts}
        for name, command in COMMANDS.items()
    }
    assert {name: set(re.findall(r"--[a-z-]+", heading(name))) for name in COMMANDS} == expected


def test_what_a_command_cannot_do_without_stands_outside_brackets() -> None:
    needed = {
        name: {one.opts[0] for one in command.params if isinstance(one, click.Option) and one.required}
        for name, command in COMMANDS.items()
    }
    outside = {name: set(re.findall(r"--[a-z-]+", re.sub(r"\[[^]]*\]", "", heading(name)))) for name in COMMANDS}
    assert outside == needed


def test_every_argument_that_is_needed_stands_in_its_heading() -> None:
    for name, command in COMMANDS.items():
        shown = re.sub(r"\[[^]]*\]|--[a-z]+ [A-Z]+", "", heading(name).removeprefix(name)).split()
        needed = [one for one in command.params if isinstance(one, click.Argument) and one.required]
        assert len(shown) == len(needed), name


def test_no_page_tells_people_to_type_a_command_that_is_not_there() -> None:
    groups = {name.split()[0] for name in COMMANDS}
    absent = {
        (page.name, name)
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for block in re.findall(r"(?m)^ {4}(.+)$", page.read_text(encoding="utf-8"))
        for name in re.findall(r"(?:^|/)sotto ([a-z]+)", block)
        if name not in groups
    }
    assert absent == set()
