"""What is erased here is erased from backups too: every folder that has some is told the report's random id.

`note` belongs into the transaction that erases, so that neither is without the other; `tell` comes after it, and again
with every sweep: a folder on a disk that is not there just now is told when it is back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from store import backup_files, desks
from store.database import Connection, Store

_FOLDER = "backup:"
_REPORT = "erased:"


def remember(connection: Connection, folder: Path) -> None:
    """Keep that there are backups in a folder."""
    desks.set_setting(connection, _FOLDER + str(folder), b"")


def known(connection: Connection) -> list[Path]:
    """Return the folders that have backups."""
    return sorted(Path(path) for path in desks.settings(connection, _FOLDER))


def note(connection: Connection, reports: Iterable[bytes]) -> None:
    """Keep that reports are erased, for each folder that is to be told. Part of the transaction that erases them."""
    folders = "\n".join(map(str, known(connection)))
    for report in reports if folders else ():
        desks.set_setting(connection, _REPORT + report.hex(), folders.encode())


def waiting(connection: Connection) -> dict[Path, list[bytes]]:
    """Return what each folder has not been told yet."""
    found: dict[Path, list[bytes]] = {}
    for report, folders in sorted(desks.settings(connection, _REPORT).items()):
        for folder in folders.decode().splitlines():
            found.setdefault(Path(folder), []).append(bytes.fromhex(report))
    return found


def tell(store: Store) -> list[Path]:
    """Append what waits to the lists in the folders; return the folders that could not be reached. Safe to repeat."""
    with store.read() as connection:
        todo = waiting(connection)
    away = []
    for folder, reports in todo.items():
        try:
            backup_files.add_erased(folder, reports)
        except OSError:
            away.append(folder)
            continue
        store.write(lambda connection, folder=folder, reports=reports: _told(connection, folder, reports))  # type: ignore[misc]
    return away


def expire(store: Store, today: date) -> int:
    """Destroy the backups whose time is over, wherever they can be reached; return how many."""
    with store.read() as connection:
        folders = known(connection)
    return sum(_expired(folder, today) for folder in folders)


def _expired(folder: Path, today: date) -> int:
    try:
        return backup_files.expire(folder, today)
    except OSError:
        return 0


def _told(connection: Connection, folder: Path, reports: list[bytes]) -> None:
    for report in reports:
        name = _REPORT + report.hex()
        left = [each for each in (desks.setting(connection, name) or b"").decode().splitlines() if each != str(folder)]
        if left:
            desks.set_setting(connection, name, "\n".join(left).encode())
        else:
            desks.unset(connection, name)
