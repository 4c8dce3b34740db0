"""A base backup of PostgreSQL, read as it is made and kept nowhere: what deleted rows and its journal still hold."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from store.everything import Unreadable

_PIECE = 1024 * 1024
_PROGRAM = "pg_basebackup"


def base_backup(url: str) -> Iterator[bytes]:
    """Return a tar of the server's data folder with the journal that belongs to it. Raises `Unreadable`."""
    program = shutil.which(_PROGRAM) or next(
        map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{_PROGRAM}"))), None
    )
    if program is None:
        message = "pg_basebackup is not installed"
        raise Unreadable(message)
    arguments, secret = _connection(make_url(url))
    making = subprocess.Popen(  # nosec B603  # noqa: S603 - a program of the system's, arguments from our own settings
        [program, "-D", "-", "-F", "t", "-X", "fetch", "-c", "fast", "--no-password", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | secret,
    )  # fmt: skip
    with making:
        while making.stdout and (piece := making.stdout.read(_PIECE)):
            yield piece
    if making.returncode:
        message = "the server gives us no base backup: that needs the role's REPLICATION and a line in pg_hba.conf"
        raise Unreadable(message)


def _connection(url: URL) -> tuple[list[str], dict[str, str]]:
    """Return arguments and environment. A password is no argument: those stand in the list of processes."""
    host = url.host or url.query.get("host")
    given = {"-h": host, "-p": url.port, "-U": url.username}
    arguments = [text for name, value in given.items() if value for text in (name, str(value))]
    return arguments, {"PGPASSWORD": str(url.password)} if url.password else {}
