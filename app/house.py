"""The house: settings, store, keys and rules, opened together and closed together."""

from __future__ import annotations

import os
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from app.rulebook import Rulebook, read_rulebook
from config.settings import Settings
from intake.call_log import CallLog
from intake.doorkeeper import Doorkeeper
from intake.operators import SALT
from intake.options import Intake
from privacy.alias import alias, digests
from provider.inbound import InboundOptions
from provider.profiles import PROFILES
from provider.rest import Rest, RestOptions, open_rest
from store import days, desks
from store.database import Store, open_store
from store.keyring import Keyring
from store.migrate import migrate, pending
from work.options import Work
from work.speech.host import Host


class NotReady(Exception):
    """The house cannot be opened yet; the text says what to do about it."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything that doors, pipeline and commands work with. `bell` is rung when there is a job."""

    settings: Settings
    rulebook: Rulebook
    store: Store
    keyring: Keyring
    intake: Intake
    log: CallLog
    inbound: InboundOptions
    bell: threading.Event

    def work(self, speech: Host) -> Work:
        """Return what the pipeline works with."""
        return Work(
            store=self.store,
            keyring=self.keyring,
            desks=self.intake.desks,
            lines=self.rulebook.lines,
            rules=self.rulebook.grading,
            rest=self.rest(),
            speech=speech,
            salt=self.intake.salt,
            now=self.intake.now,
            random=secrets.token_bytes,
        )

    def rest(self) -> Rest:
        """Return the provider's REST side."""
        tokens = tuple(token.reveal() for token in self.settings.auth_tokens)
        profile = PROFILES[self.settings.profile]
        return open_rest(RestOptions(self.settings.account_sid, tokens, self.settings.api_url, profile))

    def close(self) -> None:
        """Write down what waits, and close the store."""
        self.log.flush(self.intake)
        self.store.close()


def open_site(settings: Settings) -> Store:
    """Open the database with the newest tables: SQLite's are made here, PostgreSQL's by `sotto migrate`.

    Raises `NotReady`.
    """
    store = open_store(settings.database_url.reveal())
    if store.single:
        migrate(store)
    elif pending(store):
        store.close()
        message = "the database lacks its newest tables: run `sotto migrate` first"
        raise NotReady(message)
    return store


def open_house(settings: Settings) -> House:
    """Open everything. Raises `NotReady`, and `RulebookFaults` for an owner's files."""
    rulebook = read_rulebook(settings.config_dir)
    store = open_site(settings)
    keyring = Keyring(settings.secrets_dir, settings.runtime_dir, secrets.token_bytes, _now)
    with store.read() as connection:
        salt, publics = desks.setting(connection, SALT), desks.desk_keys(connection)
    if salt is None:
        store.close()
        message = "there is no operator yet: run `sotto init --operator NAME` first"
        raise NotReady(message)
    store.write(lambda connection: days.ready(connection, keyring.day(), keyring.yesterday()))
    bell = threading.Event()
    intake = Intake(
        store=store,
        keyring=keyring,
        desks=publics,
        lines=rulebook.lines,
        outcomes=rulebook.outcomes,
        clocks=rulebook.clocks,
        scripts=rulebook.scripts,
        words=rulebook.words,
        salt=salt,
        now=_now,
        random=secrets.token_bytes,
        doorkeeper=Doorkeeper(os.cpu_count() or 1, secrets.token_bytes, time.sleep),
        wake=bell.set,
    )
    return House(settings, rulebook, store, keyring, intake, CallLog(), _inbound(settings, keyring), bell)


def _inbound(settings: Settings, keyring: Keyring) -> InboundOptions:
    return InboundOptions(
        tokens=tuple(token.reveal() for token in settings.auth_tokens),
        origin=settings.public_url,
        profile=PROFILES[settings.profile],
        alias=lambda number: tuple(alias(number, key) for key in keyring.day_keys()),
        digest=lambda kind, sid: digests(kind, sid, keyring.day_keys()),
    )


def _now() -> datetime:
    return datetime.now(UTC)
