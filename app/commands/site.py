"""Commands for the site itself: init, migrate, check, connect."""

from __future__ import annotations

import secrets

import click

from app.entering import COST, password_for, rehearse_option, settings_for, stop
from app.house import NotReady, open_site
from app.rulebook import read_rulebook
from intake.operators import Unfit, found_site
from store.database import open_store
from store.migrate import migrate as bring_up
from triage.lines import desk_names


@click.command()
@click.option("--operator", required=True, help="The name of the first operator.")
@rehearse_option
def init(operator: str, *, rehearse: bool) -> None:
    """Make the site: its keys, its first operator, and the recovery key, which is shown once."""
    settings = settings_for(rehearse=rehearse)
    password = password_for(operator, fresh=True)
    names = desk_names(read_rulebook(settings.config_dir).lines)
    try:
        store = open_site(settings)
        recovery = found_site(store, names, operator, password, secrets.token_bytes, COST)
    except (NotReady, Unfit) as error:
        stop(f"{error}")
    if recovery is None:
        stop("This site has been made before; operators are added with `sotto operators add NAME`.")
    click.echo(f"Operator {operator} can sign in at /desk.\n")
    click.echo("The recovery key opens everything if all passwords are lost. It is shown only now.")
    click.echo("Write it on paper and lock it away:\n")
    click.echo(f"    {recovery}\n")


@click.command()
def migrate() -> None:
    """Bring the database to the newest shape of its tables."""
    store = open_store(settings_for(rehearse=False).database_url.reveal())
    bring_up(store)
    store.close()
    click.echo("The tables are up to date.")


COMMANDS = (init, migrate)
