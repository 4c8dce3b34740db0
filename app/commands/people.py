"""Commands for operators: list, add, duty, roles, password, remove, rotate, recover."""

from __future__ import annotations

import json
import secrets
import time

import click
from rich.console import Console

from app.entering import (
    COST,
    REFUSED,
    as_sentence,
    house_for,
    operator_option,
    recovery_key,
    rehearse_option,
    signed_in,
    stop,
)
from app.house import House
from app.tables import table
from intake import people, rotation
from intake.operators import SignedIn, Unfit
from privacy.seal import NotOpened
from provider.numbers import normalise
from store import desks
from triage.roles import Page, Role, may

SETTLE = rotation.SETTLE


@click.group()
def operators() -> None:
    """See, add, put on duty and remove the people of the desk, and the keys they share."""


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
    listed = table("name", "roles", "on duty", "phone")
    for one in found:
        listed.add_row(one.name, " ".join(one.roles), "yes" if one.on_duty else "", "yes" if one.phone else "")
    Console().print(listed)


@operators.command()
@click.argument("name")
@click.option("--phone", help="A number to ring while on duty, with + and country code.")
@operator_option
@rehearse_option
def add(name: str, phone: str | None, operator: str | None, *, rehearse: bool) -> None:
    """Add somebody; prints a one-time password, replaced at the first login."""
    with house_for(rehearse=rehearse) as house:
        who = _keeper(house, operator)
        try:
            number = normalise(phone) if phone else None
        except ValueError as error:
            stop(f"The number {error}.", REFUSED)
        try:
            password = people.add_operator(house.store, who, name, secrets.token_bytes, COST, number)
        except Unfit as error:
            stop(as_sentence(error), REFUSED)
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


@operators.command()
@click.argument("name")
@click.argument("role", nargs=-1, required=True)
@operator_option
@rehearse_option
def roles(name: str, role: tuple[str, ...], operator: str | None, *, rehearse: bool) -> None:
    """Give somebody other roles: operator, supervisor, admin. Who reads no longer keeps no key."""
    with house_for(rehearse=rehearse) as house:
        who = _keeper(house, operator)
        day = house.keyring.day()
        try:
            lost = people.change_roles(house.store, who, name, role, day, secrets.token_bytes)
        except Unfit as error:
            stop(as_sentence(error), REFUSED)
        click.echo(f"{name} is {' '.join(role)} now.")
        if lost:
            _renew(house, who)


@operators.command()
@click.argument("name")
@operator_option
@rehearse_option
def password(name: str, operator: str | None, *, rehearse: bool) -> None:
    """Let somebody in again who forgot their password; prints a one-time password."""
    with house_for(rehearse=rehearse) as house:
        who = _keeper(house, operator)
        try:
            once = people.give_password(house.store, who, name, secrets.token_bytes, COST)
        except Unfit as error:
            stop(as_sentence(error), REFUSED)
    click.echo(f"{name} can sign in at /desk with this password, once: {once}")


@operators.command()
@click.argument("name")
@operator_option
@rehearse_option
def remove(name: str, operator: str | None, *, rehearse: bool) -> None:
    """Remove somebody: sessions, keys, duty. Then the desks get new keys, so that what they knew opens nothing."""
    with house_for(rehearse=rehearse) as house:
        who = _keeper(house, operator)
        try:
            people.remove(house.store, who, name, house.keyring.day(), secrets.token_bytes)
        except Unfit as error:
            stop(as_sentence(error), REFUSED)
        click.echo(f"{name} is removed. What they had claimed is open to others again.")
        _renew(house, who)


@operators.command()
@operator_option
@rehearse_option
def rotate(operator: str | None, *, rehearse: bool) -> None:
    """Give every desk another key, and destroy the old one. Interrupted, it goes on when it is called again."""
    with house_for(rehearse=rehearse) as house:
        _renew(house, _keeper(house, operator))


@operators.command()
@click.argument("name")
@rehearse_option
def recover(name: str, *, rehearse: bool) -> None:
    """Let somebody in who holds the recovery key: a new operator, or one whose password is lost."""
    with house_for(rehearse=rehearse) as house:
        key = recovery_key(house.settings)
        try:
            once = people.recover(house.store, key, name, secrets.token_bytes, COST)
        except NotOpened:
            stop("This is not the recovery key of this site.", REFUSED)
        except Unfit as error:
            stop(as_sentence(error), REFUSED)
    click.echo(f"{name} can sign in at /desk with this password, once: {once}")


@operators.command()
@operator_option
@rehearse_option
def new_recovery_key(operator: str | None, *, rehearse: bool) -> None:
    """Print another recovery key, for when the paper is lost or was seen; the old one opens nothing from then on."""
    with house_for(rehearse=rehearse) as house:
        who = _keeper(house, operator)
        try:
            text = people.new_recovery_key(house.store, who)
        except Unfit as error:
            stop(as_sentence(error), REFUSED)
        click.echo(f"Write it on paper and lock it away; it is shown only now:\n\n    {text}\n")
        _renew(house, who)


def _keeper(house: House, name: str | None) -> SignedIn:
    """Sign in somebody who looks after people and keys; the command ends with 2 for anybody else."""
    who = signed_in(house, name)
    if who.operator.one_time:
        stop("This is a password for once: sign in at /desk and choose one of your own first.", REFUSED)
    if not may([Role(role) for role in who.operator.roles], Page.OPERATORS):
        stop("People and keys are for a supervisor or an admin.", REFUSED)
    return who


def _renew(house: House, who: SignedIn) -> None:
    """Replace the desks' keys, and say what came of it."""
    console = Console(stderr=True)
    try:
        with console.status("The desks get new keys; waiting until every process uses them …"):
            done = rotation.rotate(house.store, who, time.sleep, settle=SETTLE)
    except Unfit as error:
        stop(f"The desks have no new keys: {error}. Run `sotto operators rotate`.")
    click.echo(f"New keys for {', '.join(done.desks)}; {done.moved} items sealed to them, the old keys destroyed.")
    if done.spoiled:
        click.echo(f"{done.spoiled} items open with neither key: they were altered.", err=True)
    if rotation.is_due(house.store):
        stop("There are desks that you do not read: let one who does run `sotto operators rotate`.")


COMMANDS = (operators,)
