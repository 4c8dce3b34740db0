"""The house: settings, store, keys and rules, opened together and closed together."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.bell import Bell
from app.cores import elsewhere
from app.rulebook import Rulebook, read_rulebook
from config.settings import Settings
from intake.call_log import CallLog
from intake.doorkeeper import Doorkeeper
from intake.limiting import limiting
from intake.operators import REHEARSAL, SALT
from intake.options import Intake
from intake.people import add_desks
from privacy.alias import alias, digests
from provider.inbound import InboundOptions
from provider.profiles import PROFILES, api_secrets, webhook_keys
from provider.rest import Rest, RestOptions, open_rest
from rehearsal.options import are_rehearsed
from sms.language import guess
from store import days, desks, folder
from store.database import Store, open_store
from store.desk_keys import DeskKeys
from store.erased import tell as tell_backups
from store.keyring import Keyring
from store.migrate import migrate, pending
from store.room import MEGABYTE, Room
from store.spending import Spending
from triage.lines import desk_names
from work.files.gate import Gate
from work.options import Forgetting, Work
from work.speech.host import Host

_SQLITE = "sqlite:///"


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
    bell: Bell
    room: Room
    spending: Spending

    def work(self, speech: Host) -> Work:
        """Return what the pipeline works with."""
        return Work(
            store=self.store,
            keyring=self.keyring,
            desks=self.intake.desks,
            lines=self.rulebook.lines,
            rules=self.rulebook.grading,
            clocks=self.rulebook.clocks,
            rest=self.rest(),
            speech=speech,
            gate=Gate(),
            salt=self.intake.salt,
            now=self.intake.now,
            random=secrets.token_bytes,
            forgetting=self.forgetting(),
            origin=self.settings.public_url,
            guess=guess,
        )

    def _tell_backups(self, _erased: Sequence[bytes]) -> None:
        """Tell every folder of backups what was erased; one that is away is told when it is back."""
        tell_backups(self.store)

    def forgetting(self) -> Forgetting:
        """Return what retention works with."""
        return Forgetting(self.store, self.rulebook.retention, self.intake.now, self._tell_backups)

    def rest(self) -> Rest:
        """Return the provider's REST side."""
        profile = PROFILES[self.settings.profile]
        tokens = api_secrets(profile, _tokens(self.settings))
        return open_rest(RestOptions(self.settings.account_sid, tokens, self.settings.api_url, profile))

    def count_spending(self) -> None:
        """Tell other processes what this one has spent on replies, and hear from them."""
        now, budget = self.intake.seconds(), self.intake.limiting.budget
        self.spending.tell(budget.counts(now), now)
        budget.elsewhere(self.spending.others(now))

    def close(self) -> None:
        """Write down what waits, and close the store."""
        self.log.flush(self.intake)
        self.count_spending()
        self.store.close()


def open_site(settings: Settings) -> Store:
    """Open the database with the newest tables: SQLite's are made here, PostgreSQL's by `sotto migrate`.

    Raises `NotReady`, also for a rehearsal's database in earnest and the other way round.
    """
    _own_folders(settings)
    store = open_store(settings.database_url.reveal())
    if not store.single and pending(store):
        store.close()
        message = "the database lacks its newest tables: run `sotto migrate` first"
        raise NotReady(message)
    if store.single:
        migrate(store)
    if _marked(store) not in (None, is_rehearsal(settings)):
        store.close()
        message = "a rehearsal's database is for rehearsals alone, and no other is used for one"
        raise NotReady(message)
    return store


def is_rehearsal(settings: Settings) -> bool:
    """Return whether these settings are a rehearsal's: its credentials say so."""
    return are_rehearsed(settings.account_sid, settings.auth_tokens[0].reveal())


def _marked(store: Store) -> bool | None:
    """Return whether a database is a rehearsal's; None while no site has been made in it."""
    with store.read() as connection:
        if desks.setting(connection, SALT) is None:
            return None
        return desks.setting(connection, REHEARSAL) is not None


def open_house(settings: Settings) -> House:
    """Open everything. Raises `NotReady`, and `RulebookFaults` for an owner's files."""
    rulebook = read_rulebook(settings.config_dir)
    store = open_site(settings)
    keyring = Keyring(settings.secrets_dir, settings.runtime_dir, secrets.token_bytes, _now)
    with store.read() as connection:
        salt = desks.setting(connection, SALT)
    if salt is None:
        store.close()
        message = "there is no operator yet: run `sotto init --operator NAME` first"
        raise NotReady(message)
    add_desks(store, desk_names(rulebook.lines))
    store.write(lambda connection: days.ready(connection, keyring.yesterday(), keyring.day(), keyring.tomorrow()))
    bell, room = Bell(), _room(settings, rulebook)
    intake = Intake(
        store=store,
        keyring=keyring,
        desks=DeskKeys(store, time.monotonic),
        lines=rulebook.lines,
        outcomes=rulebook.outcomes,
        clocks=rulebook.clocks,
        retention=rulebook.retention,
        scripts=rulebook.scripts,
        words=rulebook.words,
        salt=salt,
        now=_now,
        random=secrets.token_bytes,
        doorkeeper=Doorkeeper(os.cpu_count() or 1, secrets.token_bytes, time.sleep, elsewhere=elsewhere),
        limiting=limiting(rulebook.limits, room),
        wake=bell.ring,
    )
    house = House(
        settings, rulebook, store, keyring, intake, CallLog(), inbound_options(settings, keyring), bell, room,
        Spending(settings.runtime_dir, secrets.token_bytes(16)),
    )  # fmt: skip
    house.count_spending()
    return house


def _room(settings: Settings, rulebook: Rulebook) -> Room:
    """Return what watches the disk; a database that is not a file here has its own."""
    limits, url = rulebook.limits.room, settings.database_url.reveal()
    database = Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None
    return Room(settings.data_dir, limits.free * MEGABYTE, database, limits.database * MEGABYTE)


def _own_folders(settings: Settings) -> None:
    """Make the folders that are kept, for us alone. Raises `NotReady` for one of keys that others can write to.

    That for runtime keys is made with the first of them: before the service ran, only systemd could make it.
    """
    try:
        for place in (settings.secrets_dir, settings.runtime_dir):
            folder.check(place)
        for place in (settings.data_dir, settings.secrets_dir):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except folder.NotOurs as error:
        raise NotReady(str(error)) from None
    except OSError as error:
        message = f"{error.filename} cannot be made or entered: {error.strerror}"
        raise NotReady(message) from None


def inbound_options(settings: Settings, keyring: Keyring) -> InboundOptions:
    """Return what webhooks are verified with, and named by."""
    profile = PROFILES[settings.profile]
    return InboundOptions(
        tokens=webhook_keys(profile, _tokens(settings)),
        origin=settings.public_url,
        profile=profile,
        alias=lambda number: tuple(alias(number, key) for key in keyring.day_keys()),
        digest=lambda kind, sid: digests(kind, sid, keyring.day_keys()),
    )


def _tokens(settings: Settings) -> tuple[str, ...]:
    return tuple(token.reveal() for token in settings.auth_tokens)


def _now() -> datetime:
    return datetime.now(UTC)
