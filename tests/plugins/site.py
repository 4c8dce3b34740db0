"""A site in a test's own folders: a real store and real keys, with a clock that the test moves."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from app.rulebook import Rulebook, read_rulebook
from intake.doorkeeper import Doorkeeper
from intake.limiting import limiting
from intake.opening import Opened, open_all
from intake.operators import SALT, SignedIn, found_site, sign_in
from intake.options import Intake
from privacy.passwords import Cost
from provider.rest import Rest
from store import days, desks
from store.database import Store, open_store
from store.keyring import Keyring
from store.migrate import migrate
from tests.conftest import Folders
from triage.lines import desk_names
from work.files.gate import Gate
from work.options import Forgetting, Work
from work.pipeline import run_one
from work.speech.host import Host

CHEAP = Cost(memory_kib=64, passes=1)
OURS = ("grade", "code", "fetch", "transcribe", "check", "clean", "settle")
PASSWORD = "correct horse battery"


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    moment: datetime = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.moment

    def go(self, **by: float) -> None:
        """Move on by so many seconds, minutes, hours or days."""
        self.moment += timedelta(**by)


@dataclass(slots=True)
class Site:
    """A line that is open, and the operator who reads it."""

    folders: Folders
    store: Store
    intake: Intake
    rulebook: Rulebook
    clock: Clock
    operator: SignedIn
    rest: Rest | None = None
    origin: str = ""
    speech: Host = field(default_factory=lambda: Host("off"))
    gate: Gate = field(default_factory=Gate)

    def limit(self, table: str, **values: object) -> None:
        """Change limits of one table, and begin counting anew; doors that were made before keep those they had."""
        before = self.intake.limiting
        limits = replace(before.limits, **{table: replace(getattr(before.limits, table), **values)})
        self.intake = replace(self.intake, limiting=limiting(limits, before.room))

    def work(self) -> Work:
        """Return what the pipeline works with."""
        return Work(
            self.store, self.intake.keyring, self.intake.desks, self.rulebook.lines, self.rulebook.grading,
            self.rulebook.clocks, self.rest, self.speech, self.gate, self.intake.salt, self.clock, secrets.token_bytes,
            Forgetting(self.store, self.intake.retention, self.clock), self.origin,
        )  # fmt: skip

    def work_off(self, kinds: tuple[str, ...] = OURS) -> int:
        """Do all jobs that are due; return how many there were."""
        work, worker, count = self.work(), secrets.token_bytes(16), 0
        while run_one(work, worker, kinds):
            count += 1
        return count

    def reports(self) -> list[Opened]:
        """Return every report, opened."""
        return open_all(self.intake, self.operator.keys)


def make_site(store: Store, folders: Folders, rulebook: Rulebook) -> Site:
    """Make the tables, the operator and the keys of a site."""
    clock = Clock()
    migrate(store)
    found_site(store, desk_names(rulebook.lines), "ana", PASSWORD, secrets.token_bytes, CHEAP)
    keyring = Keyring(folders.secrets, folders.runtime, secrets.token_bytes, clock)
    store.write(lambda connection: days.ready(connection, keyring.day(), keyring.yesterday()))
    with store.read() as connection:
        salt, publics = desks.setting(connection, SALT), desks.desk_keys(connection)
    intake = Intake(
        store=store, keyring=keyring, desks=publics, lines=rulebook.lines, outcomes=rulebook.outcomes,
        clocks=rulebook.clocks, retention=rulebook.retention, scripts=rulebook.scripts, words=rulebook.words,
        salt=salt or b"", now=clock,
        random=secrets.token_bytes, doorkeeper=Doorkeeper(2, secrets.token_bytes, lambda _: None),
        limiting=limiting(rulebook.limits, lambda: True), wake=lambda: None,
    )  # fmt: skip
    return Site(folders, store, intake, rulebook, clock, sign_in(store, "ana", PASSWORD, CHEAP))


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Return the built-in scripts, words and rules."""
    return read_rulebook()


@pytest.fixture(scope="session", autouse=True)
def quick_codes() -> Iterator[None]:
    """Make the stretching of codes cheap; what it costs for real is measured in bench/."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("privacy.codes.MEMORY_KIB", 64)
        patch.setattr("privacy.codes.PASSES", 1)
        yield


@pytest.fixture
def site(folders: Folders, rulebook: Rulebook) -> Iterator[Site]:
    """Return a line on SQLite, with nothing in it."""
    store = open_store(f"sqlite:///{folders.data}/sotto.sqlite3")
    yield make_site(store, folders, rulebook)
    store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_site(request: pytest.FixtureRequest, folders: Folders, rulebook: Rulebook) -> Iterator[Site]:
    """Return a line with nothing in it, on each database in turn."""
    url = f"sqlite:///{folders.data}/sotto.sqlite3"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
    store = open_store(url)
    yield make_site(store, folders, rulebook)
    store.close()
