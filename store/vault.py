"""Rows of the vault: ciphertexts whose keys are with the visitors. A row left alone expires."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select, update

from store import hot
from store.schema import vault

_BOX = select(vault.c.box).where(vault.c.id == bindparam("id"), vault.c.expires > bindparam("now"))


def put(connection: Connection, box: bytes, ciphertext: bytes, expires: int) -> None:
    """Keep a ciphertext under a box id until `expires` (seconds since 1970)."""
    hot.replace(connection, vault, {"id": box, "box": ciphertext, "expires": expires})


def get(connection: Connection, box: bytes, now: int) -> bytes | None:
    """Return the ciphertext of a box that has not expired."""
    row = hot.first(connection, _BOX, id=box, now=now)
    return None if row is None else bytes(row[0])


def keep(connection: Connection, box: bytes, expires: int, ciphertext: bytes | None = None) -> bool:
    """Let a box that is there expire later, and change what lies in it; one that was removed stays removed.

    Returns whether it is there.
    """
    values: dict[str, object] = {"expires": expires} | ({} if ciphertext is None else {"box": ciphertext})
    return connection.execute(update(vault).where(vault.c.id == box).values(**values)).rowcount == 1


def remove(connection: Connection, box: bytes) -> None:
    """Remove a box."""
    connection.execute(delete(vault).where(vault.c.id == box))


def expire(connection: Connection, now: int) -> int:
    """Remove what has expired; return how much that was."""
    return connection.execute(delete(vault).where(vault.c.expires <= now)).rowcount
