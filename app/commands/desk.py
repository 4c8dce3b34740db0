"""Commands for reading: reports, show, calls, jobs."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.entering import REFUSED, house_for, operator_option, rehearse_option, signed_in, stop
from desk.visible import visible
from intake.described import described
from intake.logged import logged
from intake.opening import open_all, open_report
from store import queries

_CONSOLE = Console()
_SHOWN = 60


def json_option(command: Any) -> Any:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def _inert(text: str) -> Text:
    """Return what strangers wrote as plain text: the table would take brackets for markup, the terminal escapes."""
    return Text(visible(text))


@click.command()
@operator_option
@json_option
@rehearse_option
def reports(operator: str | None, *, as_json: bool, rehearse: bool) -> None:
    """List the reports, opened."""
    with house_for(rehearse=rehearse) as house:
        who = signed_in(house, operator)
        rows = [described(house.intake, opened) for opened in open_all(house.intake, who.keys)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("id", "door", "grade", "danger", "status", "received", "words")
    for row in rows:
        words = row["text"] or (row["transcript"] or {}).get("text") or ""
        danger = {True: "yes", False: "no", None: ""}[row["danger"]]
        table.add_row(
            row["id"][:8], row["channel"], row["grade"] or "…", danger, row["status"], row["received"],
            _inert(words[:_SHOWN]),
        )  # fmt: skip
    _CONSOLE.print(table)


@click.command()
@click.argument("report")
@operator_option
@json_option
@rehearse_option
def show(report: str, operator: str | None, *, as_json: bool, rehearse: bool) -> None:
    """Show one report; the first digits of its id are enough."""
    with house_for(rehearse=rehearse) as house:
        who = signed_in(house, operator)
        with house.store.read() as connection:
            found = queries.report_id(connection, report)
        opened = open_report(house.intake, who.keys, found) if found else None
        if opened is None:
            stop("There is no report whose id begins like this, or more than one.", REFUSED)
        row = described(house.intake, opened)
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False, indent=2))
        return
    table = Table(show_header=False)
    for name, value in row.items():
        table.add_row(name, _inert(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    _CONSOLE.print(table)


@click.command()
@operator_option
@json_option
@rehearse_option
def calls(operator: str | None, *, as_json: bool, rehearse: bool) -> None:
    """Print the call log."""
    with house_for(rehearse=rehearse) as house:
        who = signed_in(house, operator)
        rows = logged(house.intake, who.keys)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("caller", "line", "language", "steps", "outcome", "seconds", "day", "report")
    for row in rows:
        table.add_row(
            row["caller"] or "", row["line"], row["language"], " › ".join(row["steps"]), row["outcome"],
            str(row["seconds"]), row["day"], (row["report"] or "")[:8],
        )  # fmt: skip
    _CONSOLE.print(table)


COMMANDS = (reports, show, calls)
