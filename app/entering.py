"""What commands share: settings from the environment or the rehearsal, an opened house, an operator who signed in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from app import ground
from app.house import House, NotReady, is_rehearsal, open_house
from app.rehearsal_home import rehearsal_environment
from app.rulebook import RulebookFaults
from config.settings import Settings, survey
from intake.operators import SignedIn, sign_in
from privacy.passwords import Cost
from privacy.recovery import read_recovery
from privacy.seal import KeyPair, NotOpened
from rehearsal.options import Refused

F = TypeVar("F", bound=Callable[..., Any])
COST = Cost()
REFUSED = 2


def rehearse_option(command: F) -> F:
    """Add `--rehearse`: the command works on the rehearsal's own folder."""
    return click.option("--rehearse", is_flag=True, help="Work on the rehearsal, in its own folder.")(command)


def operator_option(command: F) -> F:
    """Add `--operator NAME`; the password comes from the environment or is asked for."""
    return click.option("--operator", help="Who signs in; the password is asked for, or in SOTTO_OPERATOR_PASSWORD.")(
        command
    )


def as_sentence(error: Exception) -> str:
    """Return what an exception says as a sentence of its own."""
    said = str(error)
    return f"{said[:1].upper()}{said[1:]}."


def stop(message: str, code: int = 1) -> NoReturn:
    """Say why a command ends, and end it."""
    click.echo(message, err=True)
    raise click.exceptions.Exit(code)


def settings_for(*, rehearse: bool, anywhere: bool = False) -> Settings:
    """Read the settings; stop with all their faults and, in earnest, with all that is unsafe about this machine.

    `anywhere` is for who only looks: the machine is not judged. A rehearsal holds nobody's secrets: it runs anywhere.
    """
    env = environment_for(rehearse=rehearse)
    found, faults = survey(env)
    settings = None if faults else Settings(**found)
    if not anywhere and not (settings and is_rehearsal(settings)):
        faults = faults + ground.faults(found, env)
    if settings is None or faults:
        stop("The settings are not in order, or this machine is not.\n" + "\n".join(map(str, faults)))
    return settings


def environment_for(*, rehearse: bool) -> Mapping[str, str]:
    """Return the environment, or a rehearsal's; stop where a rehearsal would meet a real account."""
    try:
        return rehearsal_environment(os.environ) if rehearse else os.environ
    except Refused as refused:
        stop(f"No rehearsal like this: {refused}.")


@contextmanager
def house_for(*, rehearse: bool, anywhere: bool = False) -> Iterator[House]:
    """Open the house; stop with what is missing or wrong."""
    settings = settings_for(rehearse=rehearse, anywhere=anywhere)
    try:
        house = open_house(settings)
    except NotReady as error:
        stop(f"{error}")
    except RulebookFaults as faults:
        stop(f"The scripts, words or rules are not in order.\n{faults}")
    try:
        yield house
    finally:
        house.close()


def signed_in(house: House, name: str | None) -> SignedIn:
    """Sign an operator in; without a name or with a wrong password the command ends with 2."""
    if not name:
        stop("This is for operators alone: add --operator NAME.", REFUSED)
    try:
        return sign_in(house.store, name, password_for(name), COST)
    except NotOpened:
        stop("There is no such operator, or the password is wrong.", REFUSED)


def recovery_key(settings: Settings) -> KeyPair:
    """Return the printed key: from SOTTO_RECOVERY_KEY, from the file that …_FILE names, or asked for.

    The command ends with 2 where there is none, or what there is cannot be one.
    """
    given = settings.recovery_key
    if given is None and not sys.stdin.isatty():
        stop("No recovery key: set SOTTO_RECOVERY_KEY or SOTTO_RECOVERY_KEY_FILE.", REFUSED)
    text = given.reveal() if given else click.prompt("Recovery key", hide_input=True)
    try:
        return read_recovery(text)
    except NotOpened:
        stop("This is no recovery key: it has 52 letters and digits, in groups of four.", REFUSED)


def password_for(name: str, *, fresh: bool = False) -> str:
    """Return an operator's password: from SOTTO_OPERATOR_PASSWORD, from the file that …_FILE names, or asked for."""
    given = os.environ.get("SOTTO_OPERATOR_PASSWORD")
    file = os.environ.get("SOTTO_OPERATOR_PASSWORD_FILE")
    if given:
        return given
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").rstrip("\n")
        except OSError:
            stop("SOTTO_OPERATOR_PASSWORD_FILE names a file that cannot be read.", REFUSED)
    if not sys.stdin.isatty():
        stop("No password: set SOTTO_OPERATOR_PASSWORD or SOTTO_OPERATOR_PASSWORD_FILE.", REFUSED)
    answer: str = click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=fresh)
    return answer
