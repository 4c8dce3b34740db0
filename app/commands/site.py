"""Commands for the site itself: init, migrate, check, connect, jobs."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict

import click
from rich.console import Console

from app.checking import Finding, examine
from app.copies import looked, sentence
from app.entering import COST, environment_for, house_for, password_for, rehearse_option, settings_for, stop
from app.house import NotReady, is_rehearsal, open_site
from app.rulebook import read_rulebook
from app.tables import table
from config.table import as_text, describe
from intake.copies import try_again
from intake.operators import Unfit, found_site
from provider import connect as connecting
from provider.faults import Fault
from provider.numbers import NotANumber, normalise
from provider.probe import probe
from provider.profiles import PROFILES, webhook_keys
from store import jobs as job_table
from store import rounds
from store.database import open_store
from store.migrate import migrate as bring_up
from triage.lines import desk_names

_MARKS = {True: "[green]ok[/]", False: "[red]!![/]"}


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
        recovery = found_site(
            store, names, operator, password, secrets.token_bytes, COST, rehearsal=is_rehearsal(settings)
        )
    except (NotReady, Unfit) as error:
        stop(str(error))
    if recovery is not None:
        store.write(lambda connection: rounds.begin(connection, int(time.time())))
    store.close()
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


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@rehearse_option
def check(*, as_json: bool, rehearse: bool) -> None:
    """Look at everything that must be right, and say what is not: settings, keys, rules, provider, recogniser, jobs."""
    env = environment_for(rehearse=rehearse)
    if not as_json:
        click.echo(as_text(describe(env)))
    with house_for(rehearse=rehearse, anywhere=True) as house:
        findings = examine(house, env)
    if as_json:
        click.echo(json.dumps([{"ok": each.ok, "about": each.about, "words": each.words} for each in findings]))
    else:
        _print(findings)
    if not all(each.ok for each in findings):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("number")
@click.option("--fallback", help="The URL of deploy/fallback.xml as hosted at the provider.")
@click.option("--yes", is_flag=True, help="Change without asking.")
@rehearse_option
def connect(number: str, fallback: str | None, *, yes: bool, rehearse: bool) -> None:
    """Point one of our numbers at this server: shows what it changes, changes it, and tries it out."""
    settings = settings_for(rehearse=rehearse)
    try:
        ours = normalise(number)
    except NotANumber as error:
        stop(f"{error}")
    with house_for(rehearse=rehearse) as house:
        rest = house.rest()
    plan = connecting.plan(rest, ours, settings.public_url, fallback)
    if isinstance(plan, Fault):
        stop(plan.words)
    _show_changes(plan)
    if plan.changes and (yes or click.confirm("Change these?")):
        fault = connecting.apply(rest, plan)
        if fault is not None:
            stop(fault.words)
        click.echo("Changed.")
    profile = PROFILES[settings.profile]
    keys = webhook_keys(profile, tuple(token.reveal() for token in settings.auth_tokens))
    _print([Finding("server", each.words, ok=each.ok) for each in probe(settings.public_url, profile, keys)])


@click.command()
@click.option("--reconcile", is_flag=True, help="Look at the provider for what nobody told us of, now.")
@click.option("--again", is_flag=True, help="Try once more to erase what was given up.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@rehearse_option
def jobs(*, reconcile: bool, again: bool, as_json: bool, rehearse: bool) -> None:
    """Show what is still to be done, by kind, and what failed."""
    with house_for(rehearse=rehearse) as house:
        if again:
            revived, dropped = try_again(house.intake)
            click.echo(f"{revived} are tried again; {dropped}, which no key opens any more, are let go.", err=as_json)
        if reconcile:
            found = looked(house)
            click.echo(json.dumps(asdict(found)) if as_json else sentence(found))
            if found.fault:
                raise click.exceptions.Exit(1)
        if reconcile or again:
            return
        with house.store.read() as connection:
            rows = job_table.overview(connection)
    if as_json:
        click.echo(json.dumps([{"kind": row.kind, "fault": row.fault, "count": row.count} for row in rows]))
        return
    listed = table("kind", "fault", "how many")
    for row in rows:
        listed.add_row(row.kind, row.fault or "", str(row.count))
    Console().print(listed if rows else "Nothing is waiting.")


def _show_changes(plan: connecting.Plan) -> None:
    listed = table("setting", "now", "then")
    for change in plan.changes:
        listed.add_row(change.setting, change.old or "—", change.new or "—")
    Console().print(listed if plan.changes else "The number is connected already.")
    for finding in plan.findings:
        Console().print(f"• {finding}")


def _print(findings: list[Finding]) -> None:
    listed = table("", "about", "what we found")
    for each in findings:
        listed.add_row(_MARKS[each.ok], each.about, each.words)
    Console().print(listed)


COMMANDS = (init, migrate, check, connect, jobs)
