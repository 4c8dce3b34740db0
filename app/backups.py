"""A site in one sealed file, and back: its database, its pepper, its owner's files, its settings without secrets.

What is sealed is a line of JSON for each thing, in this order:

    ["sotto", {…}]              what it is: day, revision of the tables, whether it is a rehearsal's
    ["pepper", base64]          without it no code opens its report
    ["settings", {name: text}]  as they stood in the environment, secrets left out
    ["file", path, base64]      each file of the owner's scripts, words and rules
    ["table", …], ["row", …]    the database (`store.archive`); the site's salt is a row of it

Never in it: pipeline, erase, hour and day keys, tables of a day. What must die would live on in a backup.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from app.house import House, NotReady, is_rehearsal
from config.setting import declared
from config.settings import Settings
from privacy.seal import KEY_BYTES, KeyPair, NotOpened
from privacy.stream import open_stream, seal_stream
from store import archive, backup_files, desks, erased, folder, migrate
from store.archive import NoArchive, Record
from store.backup_files import NoBackup
from store.database import open_store

DAYS = 14
"""Days for which a backup may be used. What is erased is out of every backup after as many."""


class NotRestored(Exception):
    """A restore that does not happen; the text says why. Nothing was kept of it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `left_out` counts reports that were erased since; None where the list of those is gone."""

    day: str
    left_out: int | None
    files: Path | None


def make_backup(house: House, place: Path, env: Mapping[str, str], random: Callable[[int], bytes]) -> Path:
    """Write a backup into a folder, after destroying those there whose time is over. Raises `OSError`.

    From then on the folder is told of everything that is erased.
    """
    day = date.fromisoformat(house.keyring.day())
    backup_files.expire(place, day)
    backup_files.begin_list(place)
    house.store.write(lambda connection: erased.remember(connection, place))
    erased.tell(house.store)
    with house.store.read() as connection:
        public = desks.setting(connection, desks.RECOVERY) or b""
    head = backup_files.head(day + timedelta(days=DAYS))
    lines = (json.dumps(record).encode() + b"\n" for record in _records(house, env))
    name = f"sotto-{day}-{random(4).hex()}.backup"
    return backup_files.write(place, name, _whole(head, seal_stream(lines, public, head, random)))


def _whole(head: bytes, sealed: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from sealed


def _records(house: House, env: Mapping[str, str]) -> Iterator[Record]:
    rows = archive.dump(house.store)
    _, revision = next(rows)
    told = {"day": house.keyring.day(), "revision": revision, "rehearsal": is_rehearsal(house.settings)}
    yield ["sotto", told]
    yield ["pepper", base64.b64encode(house.keyring.pepper()).decode()]
    names = [one.name for one in declared(Settings).values() if not one.secret]
    yield ["settings", {name: env[name] for name in names if env.get(name)}]
    own = house.settings.config_dir
    for path in sorted(own.rglob("*")) if own else ():
        if path.is_file() and own:
            yield ["file", path.relative_to(own).as_posix(), base64.b64encode(path.read_bytes()).decode()]
    yield from rows


def restore(
    settings: Settings, file: Path, key: Callable[[], KeyPair], today: date, *, expired: bool = False
) -> Restored:
    """Bring a site back from a backup into a database without rows and folders without keys of another site.

    Raises `NotRestored`, `NotReady` and `NotKept`. Killed in the middle it leaves tables without rows, and perhaps the
    pepper that belongs to the backup: done again, it goes through.
    """
    gone = backup_files.read_erased(file.parent)
    try:
        with file.open("rb") as sealed:
            head, until = backup_files.read_head(sealed)
            if until < today and not expired:
                raise NotRestored(_EXPIRED.format(until=until))
            records = _lines(open_stream(sealed.read, key().private, head))
            return _filled(settings, records, gone)
    except (NoBackup, NoArchive):
        raise NotRestored(_NONE) from None
    except NotOpened:
        raise NotRestored(_SHUT) from None
    except OSError as error:
        message = f"{error.filename or file} cannot be read or written: {error.strerror}"
        raise NotRestored(message) from None


_EXPIRED = (
    "this backup was to be destroyed after {until}: what was erased since then may come back with it. "
    "If there is no other, and you answer for that: --expired"
)
_NONE = "this is no backup of ours, or one of another version"
_SHUT = "it does not open: another recovery key, or the file was cut short or altered. Nothing was restored"


def _filled(settings: Settings, records: Iterator[Record], gone: frozenset[bytes] | None) -> Restored:
    told = _expect(next(records, None), "sotto")
    if not isinstance(told, dict) or not migrate.is_known(str(told.get("revision"))):
        raise NotRestored(_NONE)
    if bool(told.get("rehearsal")) != is_rehearsal(settings):
        message = "a rehearsal's backup is for rehearsals alone, and no other is used for one"
        raise NotRestored(message)
    store = open_store(settings.database_url.reveal())
    try:
        if not archive.is_empty(store):
            message = "there is a site here already: restore into an empty database and data folder"
            raise NotRestored(message)
        migrate.downgrade(store, "base")
        migrate.migrate(store, told["revision"])
        files: list[Path] = []
        left_out = archive.load(store, _beside(settings, records, files), gone or frozenset())
        migrate.migrate(store)
    finally:
        store.close()
    return Restored(str(told["day"]), None if gone is None else left_out, files[0] if files else None)


def _beside(settings: Settings, records: Iterator[Record], files: list[Path]) -> Iterator[Record]:
    """Hand on what belongs into the database; put the rest where it belongs when all that comes before was read."""
    pepper, own = b"", {}
    for kind, *rest in records:
        if kind == "pepper":
            pepper = base64.b64decode(rest[0])
        elif kind == "settings":
            own["settings.env"] = "".join(f"{name}={value}\n" for name, value in rest[0].items()).encode()
        elif kind == "file":
            own[f"config/{_inside(rest[0])}"] = base64.b64decode(rest[1])
        else:
            yield [kind, *rest]
    if len(pepper) != KEY_BYTES:
        raise NoArchive
    _put_pepper(settings, pepper)
    files.append(_put_files(settings.data_dir / "restored", own))


def _put_pepper(settings: Settings, pepper: bytes) -> None:
    try:
        found = folder.read_or_make(settings.secrets_dir / "pepper", pepper)
    except folder.NotOurs as error:
        raise NotReady(str(error)) from None
    if found != pepper:
        message = f"{settings.secrets_dir} has the pepper of another site: move it away"
        raise NotRestored(message)


def _put_files(place: Path, own: Mapping[str, bytes]) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    for name, content in own.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
    return place


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path.startswith("/"):
        raise NoArchive
    return "/".join(parts)


def _expect(record: Record | None, kind: str) -> Any:
    if record is None or record[0] != kind:
        raise NoArchive
    return record[1]


def _lines(pieces: Iterator[bytes]) -> Iterator[Record]:
    """Give each line as what it says. Raises `NoArchive`, and what `pieces` raises."""
    held: list[bytes] = []
    for piece in pieces:
        first, *more = piece.split(b"\n")
        held.append(first)
        for start in more:
            yield _record(b"".join(held))
            held = [start]
    if any(held):
        raise NoArchive


def _record(line: bytes) -> Record:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise NoArchive from error
    if not isinstance(record, list) or len(record) < 2:  # noqa: PLR2004 - a kind and what it says
        raise NoArchive
    return record
