"""Commands for reading: reports, show, calls, jobs."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.entering import REFUSED, house_for, operator_option, rehearse_option, signed_in, stop
from app.house import House
from app.tables import table
from desk.visible import escaped, visible
from intake.described import described
from intake.logged import logged
from intake.moves import Refused, Wanted, make
from intake.opening import Opened, open_all, open_report
from intake.operators import SignedIn
from store import queries
from triage.grounds import Ground
from triage.roles import Role, may
from triage.states import Move

_CONSOLE = Console()
_SHOWN = 60
_LANGUAGE = "en"  # of this command line


def json_option(command: Any) -> Any:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def _inert(text: str) -> Text:
    """Return what strangers wrote as plain text: the table would take brackets for markup, the terminal escapes."""
    return Text(visible(text))


def _print(held: object) -> None:
    """Print JSON that does nothing to a terminal either."""
    click.echo(escaped(json.dumps(held, ensure_ascii=False, indent=2)))


@click.command()
@operator_option
@json_option
@rehearse_option
def reports(operator: str | None, *, as_json: bool, rehearse: bool) -> None:
    """List the reports, opened. For people what may tell who reported is masked; JSON has the words as they came."""
    with house_for(rehearse=rehearse) as house:
        who = signed_in(house, operator)
        masks = not as_json or not _may_lift(who)
        rows = [described(house.intake, opened, masks=masks) for opened in open_all(house.intake, who.keys)]
    if as_json:
        _print(rows)
        return
    listed = table("id", "door", "grade", "danger", "status", "received", "words")
    for row in rows:
        words = row["text"] or (row["transcript"] or {}).get("text") or ""
        danger = {True: "yes", False: "no", None: ""}[row["danger"]]
        listed.add_row(
            row["id"][:8], row["channel"], row["grade"] or "…", danger, row["status"], row["received"],
            _inert(words[:_SHOWN]),
        )  # fmt: skip
    _CONSOLE.print(listed if rows else "No reports yet.")


@click.command()
@click.argument("report")
@operator_option
@click.option("--lift", type=click.Choice(list(map(str, Ground))), help="Lift the masks, and why; it is written down.")
@json_option
@rehearse_option
def show(report: str, operator: str | None, lift: str | None, *, as_json: bool, rehearse: bool) -> None:
    """Show one report; the first digits of its id are enough."""
    with house_for(rehearse=rehearse) as house:
        who = signed_in(house, operator)
        with house.store.read() as connection:
            found = queries.report_id(connection, report)
        opened = open_report(house.intake, who.keys, found) if found else None
        if opened is None:
            stop("There is no report whose id begins like this, or more than one.", REFUSED)
        if lift is not None:
            _lift(house, who, opened, Ground(lift))
        masks = lift is None and (not as_json or not _may_lift(who))
        row = described(house.intake, opened, masks=masks)
    if as_json:
        _print(row)
        return
    shown = Table(show_header=False)
    for name, value in row.items():
        shown.add_row(name, _inert(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    _CONSOLE.print(shown)


def _may_lift(who: SignedIn) -> bool:
    return may([Role(role) for role in who.operator.roles], Move.LIFT)


def _lift(house: House, who: SignedIn, opened: Opened, ground: Ground) -> None:
    """Write down that the masks are lifted; end the command where that is refused."""
    try:
        make(house.intake, who, opened.row.id, Wanted(Move.LIFT, ground=ground))
    except Refused as refused:
        stop(house.intake.words.need(_LANGUAGE, f"desk.refused.{refused.why}"), REFUSED)


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
        _print(rows)
        return
    listed = table("caller", "line and language", "steps", "outcome", "seconds", "day", "report")
    for row in rows:
        where = " ".join(filter(None, (row["line"], row["language"])))
        listed.add_row(
            row["caller"] or "", where, " › ".join(row["steps"]), row["outcome"],
            str(row["seconds"]), row["day"], (row["report"] or "")[:8],
        )  # fmt: skip
    _CONSOLE.print(listed if rows else "No calls yet.")


COMMANDS = (reports, show, calls)
