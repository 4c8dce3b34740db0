"""Searching everything in turn: files, tables, a server's folders, a base backup, the machine's journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.places import Place, Unread, listed, places
from app.proof import Proof, Prover, Told
from config.settings import Settings
from intake.operators import SALT
from privacy.needles import Key, Needles
from store import desks, everything
from store.keyring import Keyring

__all__ = ("Told", "living_keys", "prove_all")

_SERVER = "PostgreSQL's data folder"


def living_keys(settings: Settings) -> list[Key]:
    """Return the keys under which a number could have been named: those of days name aliases until they die."""
    keyring = Keyring(settings.secrets_dir, settings.runtime_dir, bytes, lambda: datetime.now(UTC))
    keys = [Key(name, value, _last(name)) for name, value in keyring.living_keys().items()]
    try:
        with everything.reading(settings.database_url.reveal()) as connection:
            salt = desks.setting(connection, SALT)
    except everything.Unreadable:
        salt = None
    return keys if salt is None else [*keys, Key("site salt", salt)]


def _last(name: str) -> str | None:
    """Return the day with whose beginning the key of a day dies: the second after its own."""
    use, _, day = name.partition("-")
    return (date.fromisoformat(day) + timedelta(days=2)).isoformat() if use == "day" else None


def prove_all(settings: Settings, needles: Needles, also: Iterable[Path], told: Told, *, rehearsal: bool) -> Proof:
    """Search everything for the needles; `told` hears of bytes that were looked through and of more to come."""
    prover = Prover(needles, told)
    url = settings.database_url.reveal()
    own = [Place("database", path) for path in everything.database_files(url)]
    _files(prover, [*own, *places(settings, also, rehearsal=rehearsal)])
    try:
        folders = _tables(prover, url)
    except everything.Unreadable as error:
        prover.unread("database", f"its tables could not be read: {error}")
        folders = None
    if folders is not None:
        _server(prover, url, folders)
    if not rehearsal:
        prover.journal()
    return prover.proof


def _files(prover: Prover, found: Sequence[Place]) -> None:
    """Search the files of places, all listed first, so that it is known how much there is."""
    for place in found:
        prover.count(place.what)
    files = list(listed(found, prover.proof.unread))
    prover.told(0, sum(size for _, _, size in files))
    prover.files((place, path) for place, path, _ in files)


def _tables(prover: Prover, url: str) -> list[Path] | None:
    """Search the tables; return a server's folders, None where there is no server."""
    with everything.reading(url) as connection:
        prover.told(0, everything.database_size(connection))
        prover.tables(connection)
        return everything.server_folders(connection) if everything.is_server(connection) else None


def _server(prover: Prover, url: str, folders: list[Path]) -> None:
    """Search a server's folders and a base backup of it. To be sure, one of the two is needed: both hold the same."""
    gaps: list[Unread] = prover.proof.unread
    before = len(gaps)
    _files(prover, [Place(_SERVER, folder) for folder in folders])
    whole = bool(folders) and len(gaps) == before
    refused = prover.backup(url)
    if refused is None:
        gaps[before:] = [gap for gap in gaps[before:] if not gap.place.startswith(tuple(map(str, folders)))]
    elif not whole:
        prover.unread("database", f"the deleted rows and the journal of PostgreSQL: {refused}")
