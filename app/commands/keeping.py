"""The command for retention: what is due, erasing it now, holds, and the counts that outlive what was erased."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from app.commands.desk import json_option
from app.entering import REFUSED, house_for, operator_option, rehearse_option, signed_in, stop
from app.house import House
from app.keeping import as_row, count_rows, erase_all, printed_count
from app.tables import table
from intake.moves import Refused, Wanted, Why, make
from store import queries
from triage.states import Move
from work.forgetting import Standing, schedule

_CONSOLE = Console()
_REFUSED = {
    Why.GONE: "There is no report whose id begins like this, or more than one, or it is not for your desk.",
    Why.ROLE: "Your role does not allow this.",
    Why.STATUS: "It has a hold already, or has none.",
}


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what is due and what keeps it; erase nothing.")
@click.option("--all", "everything", is_flag=True, help="With --dry-run: what is not due yet, too.")
@click.option("--counts", is_flag=True, help="Show what was counted of the reports that are erased.")
@click.option("--hold", metavar="REPORT", help="Put a legal hold on a report; needs --reason.")
@click.option("--lift", metavar="REPORT", help="Lift a report's legal hold; needs --reason.")
@click.option("--reason", help="One of those in config/rules/retention.toml.")
@operator_option
@json_option
@rehearse_option
def forget(  # noqa: PLR0913 - one for each option
    hold: str | None, lift: str | None, reason: str | None, operator: str | None, *, dry_run: bool, everything: bool,
    counts: bool, as_json: bool, rehearse: bool,
) -> None:  # fmt: skip
    """Erase now what is due (the line does so by itself every day), or show what that is."""
    if everything and not dry_run:
        stop("--all goes with --dry-run: what is not due is never erased.", REFUSED)
    if sum(map(bool, (hold, lift, counts, dry_run))) > 1:
        stop("--dry-run, --counts, --hold and --lift go one at a time.", REFUSED)
    with house_for(rehearse=rehearse) as house:
        if hold or lift:
            _hold(house, operator, Move.HOLD if hold else Move.LIFT_HOLD, hold or lift or "", reason)
        elif counts:
            _print_counts(house, as_json=as_json)
        elif dry_run:
            _print_due(house, everything=everything, as_json=as_json)
        else:
            _erase(house, as_json=as_json)


def _erase(house: House, *, as_json: bool) -> None:
    done = erase_all(house)
    if as_json:
        click.echo(json.dumps(done))
        return
    click.echo(
        f"Erased: {done['reports']} reports, {done['items']} recordings and files of others, {done['calls']} calls."
    )
    if not done["washed"]:
        click.echo("Somebody was reading: what is left in the database's files goes with the next sweep.")


def _print_due(house: House, *, everything: bool, as_json: bool) -> None:
    forgetting = house.forgetting()
    today = forgetting.today()
    found = [each for each in schedule(forgetting) if everything or each.due.day <= today]
    rows = [as_row(each) for each in found]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    if not found:
        click.echo("Nothing is kept." if everything else "Nothing is due.")
        return
    _CONSOLE.print(_table(rows))
    click.echo(_summed(found))


def _summed(found: Sequence[Standing]) -> str:
    stopped = sum(each.due.stop is not None for each in found)
    return f"{len(found) - stopped} to erase, {stopped} kept by a hold, or because nobody has read all of it."


def _table(rows: Sequence[dict[str, Any]]) -> Table:
    listed = table("report", "what", "day", "rule", "days", "since", "kept because")
    for row in rows:
        listed.add_row(
            row["report"][:8], row["what"], row["day"], row["rule"], str(row["days"]), row["since"], row["stop"] or ""
        )
    return listed


def _print_counts(house: House, *, as_json: bool) -> None:
    rows = count_rows(house)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    listed = table("period", "line", "what", "value", "how many")
    for row in rows:
        listed.add_row(row["period"], row["line"], row["what"], row["value"] or "", printed_count(row["count"]))
    _CONSOLE.print(listed if rows else "Nothing was erased yet.")


def _hold(house: House, operator: str | None, move: Move, report: str, reason: str | None) -> None:
    rules = house.rulebook.retention
    known = rules.hold if move is Move.HOLD else rules.lift
    if reason not in known:
        stop(f"--reason is one of: {', '.join(known)}.", REFUSED)
    who = signed_in(house, operator)
    with house.store.read() as connection:
        found = queries.report_id(connection, report)
    try:
        make(house.intake, who, found or b"", Wanted(move, reason=reason))
    except Refused as refused:
        stop(_REFUSED.get(refused.why, str(refused.why)), REFUSED)
    click.echo("The hold is set." if move is Move.HOLD else "The hold is lifted. What is due goes within a day.")


COMMANDS = (forget,)
