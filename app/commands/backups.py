"""Commands for keeping a copy that nobody here can open, and for coming back from it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from app.backups import DAYS, NotRestored, make_backup
from app.backups import restore as bring_back
from app.entering import environment_for, house_for, recovery_key, rehearse_option, settings_for, stop
from app.house import NotReady
from store import erased
from store.database import NotKept


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, writable=True, path_type=Path))
@rehearse_option
def backup(folder: Path, *, rehearse: bool) -> None:
    """Put a sealed copy of the site into FOLDER; only the recovery key opens it, and only for two weeks."""
    place = folder.resolve()
    if not str(place).isprintable():
        stop("The folder's name has signs that do not print: choose another.")
    with house_for(rehearse=rehearse) as house:
        try:
            made = make_backup(house, place, environment_for(rehearse=rehearse), secrets.token_bytes)
        except OSError as error:
            stop(f"No backup: {error.filename or place}: {error.strerror}.")
        with house.store.read() as connection:
            away = sorted(erased.waiting(connection))
    click.echo(f"{made}\nIt opens with the recovery key, and is to be destroyed after {DAYS} days.")
    for each in away:
        click.echo(f"{each} is out of reach: it was not told what was erased here.", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--expired", is_flag=True, help="Although it should have been destroyed: erased reports may come back.")
@rehearse_option
def restore(file: Path, *, expired: bool, rehearse: bool) -> None:
    """Bring a site back from a backup, into an empty data folder; what was erased since stays erased."""
    settings = settings_for(rehearse=rehearse)
    today = datetime.now(UTC).date()
    try:
        done = bring_back(settings, file, lambda: recovery_key(settings), today, expired=expired)
    except (NotRestored, NotReady, NotKept) as error:
        stop(f"Not restored: {error}.")
    click.echo(f"The site is back as it was on {done.day}.")
    if done.left_out is None:
        words = "There is no list of what was erased beside it: reports that were erased since then are back."
        click.echo(f"{words} Erase them again.", err=True)
    else:
        click.echo(f"{done.left_out} reports that were erased since then stay erased.")
    click.echo(f"The settings of that day, without secrets, and the owner's files are in {done.files}.")


COMMANDS = (backup, restore)
