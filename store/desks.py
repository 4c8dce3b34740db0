"""Desks, operators and who holds which desk's key."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from store import hot
from store.schema import desk_wraps, desks, meta, operators

RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who may sign in. `locked` is the private key under the password; `one_time` marks a first password."""

    name: str
    public: bytes
    locked: bytes
    roles: tuple[str, ...]
    phone: str | None = None
    on_duty: bool = False
    one_time: bool = False


def setting(connection: Connection, name: str) -> bytes | None:
    """Return a value of the site: its salt, the recovery key's public half, the mark of a rehearsal."""
    return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar_one_or_none()


def set_once(connection: Connection, name: str, value: bytes) -> bool:
    """Set a value of the site that is not set yet; returns whether it was free."""
    return hot.put(connection, meta, {"name": name, "value": value}, or_leave=True)


def add_desk(connection: Connection, name: str, public: bytes) -> bool:
    """Put a desk in; returns whether its name was free."""
    return hot.put(connection, desks, {"name": name, "public": public}, or_leave=True)


def desk_keys(connection: Connection) -> dict[str, bytes]:
    """Return every desk's public key."""
    return {row.name: row.public for row in connection.execute(select(desks))}


def add_operator(connection: Connection, operator: Operator) -> bool:
    """Put an operator in; returns whether the name was free."""
    return hot.put(connection, operators, _row(operator), or_leave=True)


def save_operator(connection: Connection, operator: Operator) -> None:
    """Overwrite an operator."""
    hot.replace(connection, operators, _row(operator))


def operator(connection: Connection, name: str) -> Operator | None:
    """Return an operator by name."""
    return next((one for one in all_operators(connection) if one.name == name), None)


def all_operators(connection: Connection) -> list[Operator]:
    """Return every operator by name."""
    return [
        Operator(
            row.name, row.public, row.locked, tuple(row.roles.split()), row.phone, bool(row.on_duty), bool(row.one_time)
        )
        for row in connection.execute(select(operators).order_by(operators.c.name))
    ]


def set_duty(connection: Connection, name: str, *, on_duty: bool) -> bool:
    """Put an operator on or off duty; returns whether there is one of that name."""
    return connection.execute(update(operators).where(operators.c.name == name).values(on_duty=on_duty)).rowcount == 1


def give(connection: Connection, desk: str, holder: str, sealed: bytes) -> None:
    """Keep a desk's private key as sealed to a holder: an operator's name, or the recovery key."""
    hot.replace(connection, desk_wraps, {"desk": desk, "holder": holder, "sealed": sealed})


def held(connection: Connection, holder: str) -> dict[str, bytes]:
    """Return the desk keys sealed to a holder, by desk."""
    rows = connection.execute(select(desk_wraps).where(desk_wraps.c.holder == holder))
    return {row.desk: row.sealed for row in rows}


def _row(one: Operator) -> dict[str, hot.Value]:
    return {
        "name": one.name, "public": one.public, "locked": one.locked, "roles": " ".join(one.roles), "phone": one.phone,
        "on_duty": one.on_duty, "one_time": one.one_time,
    }  # fmt: skip
