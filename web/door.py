"""What the door for pages works with, and where in it a visitor stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import abort, request, url_for

from intake.options import Intake
from triage.lines import Helpline, Line

REPORT, FOLLOW_UP = "web", "follow_up"  # where a script starts for a page


@dataclass(frozen=True, slots=True)
class Pages:
    """`origin` is our public address as people type it, for the page they print; `helplines` are sets by name."""

    intake: Intake
    origin: str = ""
    helplines: Mapping[str, tuple[Helpline, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """The line and language of a page, and where its script starts: `web`, `follow_up`, or "" on the start page."""

    line: Line
    language: str
    start: str = ""

    def address(self, door: Pages, start: str | None = None, language: str | None = None) -> str:
        """Return the address of a page: this one, or another in the same line and language."""
        return url_for(
            _page(self.start if start is None else start), line=self._named(door), lang=language or self.language
        )

    def bare(self, door: Pages, start: str) -> str:
        """Return the address of a page as short as people can type it: the browser's language will do."""
        return url_for(_page(start), line=self._named(door))

    def _named(self, door: Pages) -> str | None:
        return None if self.line.name == door.intake.lines.default else self.line.name


def place(door: Pages, start: str = "") -> Place:
    """Return where the request's address leads. A line that is unknown, or has no web door, is no page of ours: 404."""
    lines = door.intake.lines
    line = lines.by_name.get(request.args.get("line", lines.default))
    if line is None or "web" not in line.doors:
        abort(404)
    return Place(line, language(line), start)


def _page(start: str) -> str:
    return {REPORT: "web.report", FOLLOW_UP: "web.follow_up"}.get(start, "web.start")


def language(line: Line) -> str:
    """Return the language asked for in the address, else the browser's best, else the line's first."""
    asked = request.args.get("lang", "")
    if asked in line.languages:
        return asked
    return request.accept_languages.best_match(line.languages) or line.languages[0]
