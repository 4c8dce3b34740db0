"""A PostgreSQL server of our own, thrown away after the tests."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_numbers = itertools.count(1)
_SETTINGS = "-c listen_addresses='' -c fsync=off -c max_connections=50 -c unix_socket_directories={place}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """Return the folder with the socket of a running server; the test is skipped where PostgreSQL is not installed."""
    programs = _programs()
    place = Path(tempfile.mkdtemp(prefix="sotto-pg-"))  # short: a socket's path has at most 107 bytes
    _give_away(place)
    data = str(place / "data")
    _run(programs / "initdb", "-D", data, "-U", "sotto", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
    _run(programs / "pg_ctl", "-D", data, "-l", str(place / "log"), "-w", "-o", _SETTINGS.format(place=place), "start")
    yield place
    _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(place)


@pytest.fixture
def new_postgres(postgres_server: Path) -> Callable[[], str]:
    """Return what makes an empty database on that server and returns its address, as SOTTO_DATABASE_URL takes it."""

    def make() -> str:
        name = f"sotto_{next(_numbers)}"
        _run(_programs() / "createdb", "-h", str(postgres_server), "-U", "sotto", name)
        return f"postgresql://sotto@/{name}?host={postgres_server}"

    return make


@pytest.fixture
def postgres(new_postgres: Callable[[], str]) -> str:
    """Return the address of an empty database."""
    return new_postgres()


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    return found[-1]


def _user() -> str | None:
    """Return the user to run as: PostgreSQL refuses to be run by root."""
    return "nobody" if os.geteuid() == 0 else None


def _give_away(place: Path) -> None:
    if user := _user():
        entry = pwd.getpwnam(user)
        os.chown(place, entry.pw_uid, entry.pw_gid)


def _run(program: Path, *arguments: str) -> None:
    subprocess.run([program, *arguments], check=True, user=_user(), cwd="/", stdout=subprocess.DEVNULL, timeout=60)
