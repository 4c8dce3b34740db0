"""Desks, operators and who holds which desk's key."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from store import hot
from store.schema import desk_wraps, desks, meta, operators

RECOVERY = "recovery"
"""The holder of every desk's key that is no operator: the printed key."""

RETIRED = ".old"
"""Ends the name under which a desk's replaced key is kept until nothing needs it: no desk of an owner has a dot."""


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


def set_setting(connection: Connection, name: str, value: bytes) -> None:
    """Set a value of the site, or change it."""
    hot.replace(connection, meta, {"name": name, "value": value})


def unset(connection: Connection, name: str) -> None:
    """Take a value of the site away."""
    connection.execute(delete(meta).where(meta.c.name == name))


def settings(connection: Connection, prefix: str) -> dict[str, bytes]:
    """Return the values of the site whose names begin with `prefix`, by the rest of the name."""
    found = connection.execute(select(meta).where(meta.c.name.startswith(prefix, autoescape=True)))
    return {row.name.removeprefix(prefix): row.value for row in found}


def add_desk(connection: Connection, name: str, public: bytes) -> bool:
    """Put a desk in; returns whether its name was free."""
    return hot.put(connection, desks, {"name": name, "public": public}, or_leave=True)


def desk_keys(connection: Connection) -> dict[str, bytes]:
    """Return the public key of every desk to seal to."""
    every = connection.execute(select(desks))
    return {row.name: row.public for row in every if not row.name.endswith(RETIRED)}


def lock(connection: Connection) -> dict[str, bytes]:
    """Return every desk's public key, replaced ones too; nobody else changes keys until this transaction ends."""
    return {row.name: row.public for row in connection.execute(select(desks).with_for_update())}


def retire(connection: Connection, name: str, old: bytes, new: bytes) -> None:
    """Give a desk another public key; the old one with all its wraps goes on under a name of its own."""
    connection.execute(desks.insert().values(name=name + RETIRED, public=old))
    connection.execute(update(desk_wraps).where(desk_wraps.c.desk == name).values(desk=name + RETIRED))
    connection.execute(update(desks).where(desks.c.name == name).values(public=new))


def destroy(connection: Connection, name: str) -> None:
    """Destroy a desk's key: no holder has it from here on."""
    connection.execute(delete(desk_wraps).where(desk_wraps.c.desk == name))
    connection.execute(delete(desks).where(desks.c.name == name))


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


def holders(connection: Connection, desk: str) -> list[str]:
    """Return who holds a desk's key: operators' names, and the recovery key."""
    return list(connection.execute(select(desk_wraps.c.holder).where(desk_wraps.c.desk == desk)).scalars())


def take_keys(connection: Connection, holder: str) -> None:
    """Take all desks' keys from a holder."""
    connection.execute(delete(desk_wraps).where(desk_wraps.c.holder == holder))


def remove_operator(connection: Connection, name: str) -> None:
    """Remove an operator with every key that was theirs."""
    take_keys(connection, name)
    connection.execute(delete(operators).where(operators.c.name == name))


def held(connection: Connection, holder: str) -> dict[str, bytes]:
    """Return the desk keys sealed to a holder, by desk."""
    rows = connection.execute(select(desk_wraps).where(desk_wraps.c.holder == holder))
    return {row.desk: row.sealed for row in rows}


def _row(one: Operator) -> dict[str, hot.Value]:
    return {
        "name": one.name, "public": one.public, "locked": one.locked, "roles": " ".join(one.roles), "phone": one.phone,
        "on_duty": one.on_duty, "one_time": one.one_time,
    }  # fmt: skip
