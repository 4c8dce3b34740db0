"""Commands for operators: list, add, duty."""

from __future__ import annotations

import json
import secrets

import click
from rich.console import Console
from rich.table import Table

from app.entering import COST, REFUSED, house_for, operator_option, rehearse_option, signed_in, stop
from intake.operators import Unfit, add_operator
from provider.numbers import normalise
from store import desks
from triage.roles import Page, Role, may


@click.group()
def operators() -> None:
    """See, add and put on duty the people of the desk."""


@operators.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@rehearse_option
def list_(*, as_json: bool, rehearse: bool) -> None:
    """List the operators."""
    with house_for(rehearse=rehearse) as house, house.store.read() as connection:
        found = desks.all_operators(connection)
    if as_json:
        rows = [
            {"name": one.name, "roles": one.roles, "on_duty": one.on_duty, "phone": bool(one.phone)} for one in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("name", "roles", "on duty", "phone")
    for one in found:
        table.add_row(one.name, " ".join(one.roles), "yes" if one.on_duty else "", "yes" if one.phone else "")
    Console().print(table)


@operators.command()
@click.argument("name")
@click.option("--phone", help="A number to ring while on duty, with + and country code.")
@operator_option
@rehearse_option
def add(name: str, phone: str | None, operator: str | None, *, rehearse: bool) -> None:
    """Add somebody; prints a one-time password, replaced at the first login."""
    with house_for(rehearse=rehearse) as house:
        who = signed_in(house, operator)
        if not may([Role(role) for role in who.operator.roles], Page.OPERATORS):
            stop("Operators are added by a supervisor or an admin.", REFUSED)
        try:
            number = normalise(phone) if phone else None
            password = add_operator(house.store, who, name, secrets.token_bytes, COST, number)
        except (Unfit, ValueError) as error:
            stop(f"{error}", REFUSED)
    click.echo(f"{name} can sign in at /desk with this password, once: {password}")


@operators.command()
@click.argument("name")
@click.argument("state", type=click.Choice(["on", "off"]))
@rehearse_option
def duty(name: str, state: str, *, rehearse: bool) -> None:
    """Put somebody on or off duty."""
    with house_for(rehearse=rehearse) as house:
        if not house.store.write(lambda connection: desks.set_duty(connection, name, on_duty=state == "on")):
            stop("There is no operator of that name.", REFUSED)
    click.echo(f"{name} is {state} duty.")


COMMANDS = (operators,)
