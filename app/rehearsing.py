"""A rehearsal: the line's own provider beside it, a site made on first use, and a short tour for whoever started it."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from app.entering import COST
from app.house import House, NotReady, open_site
from app.rehearsal_home import (
    PROVIDER_BIND,
    RehearsalOperator,
    folder,
    read_home,
    read_operator,
    rehearsal_environment,
    write_home,
)
from app.rulebook import read_rulebook
from config.settings import Settings
from intake.operators import found_site
from provider.connect import wanted
from provider.profiles import PROFILES
from rehearsal.options import Options
from rehearsal.provider import Provider, create
from triage.lines import desk_names

NUMBERS = (("+15005550001", "public line"), ("+15005550002", "enterprise line"))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A provider of our own, ready to be started, and the operator who can read what comes in."""

    provider: Provider
    operator: RehearsalOperator
    place: Path

    def start(self) -> None:
        """Begin to answer."""
        threading.Thread(target=self.provider.serve, name="rehearsal", daemon=True).start()

    def stop(self) -> None:
        """Stop answering; what the provider held is gone."""
        self.provider.close()

    def tour(self, house: House) -> str:
        """Return what a newcomer reads first."""
        line = f"http://{house.settings.bind}"
        return _TOUR.format(
            phone=self.provider.page("phone"),
            texts=self.provider.page("texts"),
            line=line,
            name=self.operator.name,
            password=self.operator.password,
            file=self.place / "operator.json",
        )


_TOUR = """
Sotto is rehearsing: everything is real but the telephone company, which runs here beside it.

  1. Report something.    Call:  {phone}
                          Text:  {texts}
                          Web:   {line}/report
  2. Read it at the desk. {line}/desk   name {name}   password {password}
  3. Answer it there, and hear the answer with the code you were given: call again, or {line}/follow-up

  From a terminal: .venv/bin/sotto text "There is a fire at the old mill" --rehearse
                   SOTTO_OPERATOR_PASSWORD={password} .venv/bin/sotto reports --rehearse --operator {name}

Stop with Ctrl-C. The password is kept in {file}.
"""


def begin_rehearsal() -> Rehearsal:
    """Make what a rehearsal needs and open its provider's port. Raises `Refused` for real credentials, `NotReady`."""
    place = folder(os.environ)
    home = read_home(place)
    settings = Settings.read(rehearsal_environment(os.environ))
    if _free(str(settings.bind)) != str(settings.bind):  # found out before the running one's provider.json is touched
        message = f"something listens on {settings.bind} already: is another rehearsal running?"
        raise NotReady(message)
    operator = _site(settings, place)
    provider = create(
        Options(
            account=home.account,
            token=home.token,
            control_token=home.control,
            origin=settings.public_url,
            numbers=NUMBERS,
            bind=_free(PROVIDER_BIND),
            webhooks=wanted(PROFILES["twilio"], settings.public_url, None),
        )
    )
    write_home(place, replace(home, api=provider.url))
    return Rehearsal(provider, operator, place)


def _site(settings: Settings, place: Path) -> RehearsalOperator:
    operator = read_operator(place)
    names = desk_names(read_rulebook(settings.config_dir).lines)
    store = open_site(settings)
    found_site(store, names, operator.name, operator.password, secrets.token_bytes, COST, rehearsal=True)
    store.close()
    return operator


def _free(bind: str) -> str:
    """Return the usual address of the provider, or one with a port that is free."""
    host, _, port = bind.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            return f"{host}:0"
    return bind
