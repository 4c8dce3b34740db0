"""Tables of the command line: nothing in them is cut off, however narrow the terminal."""

from __future__ import annotations

from rich.table import Table

WHOLE = frozenset({"id", "report", "day", "received", "since", "period", "outcome"})
"""Columns that stand on one line, for they are copied into the next command or read as one; the others make room."""


def table(*headings: str, title: str | None = None) -> Table:
    """Return a table without rows. What does not fit goes on in the next line of its cell."""
    made = Table(title=title, title_justify="left", collapse_padding=True)
    for heading in headings:
        word = max(map(len, heading.split()), default=0)
        made.add_column(heading, overflow="fold", no_wrap=heading in WHOLE, min_width=word)
    return made
