"""The command that searches everything for one number: prove."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from app.entering import REFUSED, rehearse_option, settings_for, stop
from app.proof import OUTSIDE, Proof, Verdict
from app.proving import Told, living_keys, prove_all
from app.tables import table
from desk.visible import visible
from privacy.needles import number_needles
from privacy.search import Hit
from provider.numbers import NotANumber, written

_PATH = click.Path(exists=True, path_type=Path)
_SHOWN = 40  # hits; a number that is in one place is often in many
_SAID = {
    Verdict.ABSENT: "[green]Absent.[/] The number is in nothing that was searched, in none of {forms} forms.",
    Verdict.FOUND: "[red]Found.[/] The number is in the places above.",
    Verdict.UNSURE: "[yellow]Not sure.[/] The number was not found, but not everything could be searched.",
}
_BY_DESIGN = (
    "Not the number, but its alias, is in the database: somebody with the key in the runtime folder can tell that this "
    "number called or texted lately. That is by design. The key dies, and the alias with it, when {day} begins (UTC)."
)
_ON_DUTY = "It is the telephone of an operator: it stands in the database on purpose, for calls to whoever is on duty."


@click.command()
@click.argument("number", required=False)
@click.option(
    "--also", multiple=True, type=_PATH, help="A folder or file to search too: backups, exports, a proxy's log."
)
@click.option("--strict", is_flag=True, help="Take an alias that is still alive for a find.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@rehearse_option
def prove(number: str | None, also: tuple[Path, ...], *, strict: bool, as_json: bool, rehearse: bool) -> None:
    """Search everything that this machine keeps for a number, in every form; it is asked for, or read from input."""
    if number is not None and not rehearse:
        stop(
            "Do not give the number as an argument: it stands in the shell's history and in the list of processes now. "
            "Type it when asked, or send it to standard input.",
            REFUSED,
        )
    settings = settings_for(rehearse=rehearse)
    try:
        spellings = written(number or _asked())
    except NotANumber as error:
        stop(f"This {error}.", REFUSED)
    needles = number_needles(spellings, living_keys(settings))
    with _progress(quiet=as_json) as told:
        proof = prove_all(settings, needles, also, told, rehearsal=rehearse)
    if as_json:
        click.echo(json.dumps(proof.as_json(), indent=2))
    else:
        _print(proof, needles.count)
    raise click.exceptions.Exit(Verdict.FOUND if strict and proof.aliases else proof.verdict)


def _asked() -> str:
    """Return the number from a prompt that does not show it, or from standard input."""
    if sys.stdin.isatty():
        typed: str = click.prompt("Number, with + and country code", hide_input=True)
        return typed
    return sys.stdin.readline().strip()


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Told]:
    """Show on standard error how much of how much was looked through."""
    shown = (TextColumn("searching"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True, disable=quiet) as progress:
        task = progress.add_task("", total=0)

        def told(done: int, more: int = 0) -> None:
            progress.update(task, advance=done, total=(progress.tasks[0].total or 0) + more)

        yield told


def _print(proof: Proof, forms: int) -> None:
    console = Console()
    searched = Table("searched", "files or tables", "bytes", title="What was searched", title_justify="left")
    for what, (many, size) in proof.searched.items():
        searched.add_row(what, f"{many:,}", f"{size:,}")
    console.print(searched)
    _print_closed(console, proof)
    if proof.hits:
        console.print(_hits("Where it is", proof.hits))
    if proof.duty:
        console.print(_ON_DUTY)
    if proof.aliases:
        console.print(_hits("Where its alias is", proof.aliases))
        console.print(_BY_DESIGN.format(day=max(hit.dies or "" for _, hit in proof.aliases)))
    console.print(_SAID[proof.verdict].format(forms=f"{forms:,}"))


def _print_closed(console: Console, proof: Proof) -> None:
    """Say what could not be looked into: by design, for want of a right, and by nature."""
    if proof.sealed:
        sealed = Table(
            "sealed", "how many", "bytes", title="What is sealed, and opens with its key alone", title_justify="left"
        )
        for each in proof.sealed:
            sealed.add_row(each.where, f"{each.count:,}", f"{each.bytes:,}")
        console.print(sealed)
    if proof.unread:
        unread = table("not searched", "why", title="What could not be searched")
        for one in proof.unread:
            unread.add_row(Text(visible(one.place)), one.why)
        console.print(unread)
    console.print("Outside any search here: " + "; ".join(OUTSIDE) + ".")


def _hits(title: str, hits: list[tuple[str, Hit]]) -> Table:
    listed = table("where", "in which form", "about at byte", title=title)
    for where, hit in hits[:_SHOWN]:
        packed = "".join(f", in {kind}" for kind in hit.packed)
        listed.add_row(Text(visible(where)), Text(hit.form + packed), f"{hit.at:,}")
    if len(hits) > _SHOWN:
        listed.add_row(f"and {len(hits) - _SHOWN:,} more", "", "")
    return listed


COMMANDS = (prove,)
