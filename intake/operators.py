"""Operators: the first one with the site's keys, and signing in. A password is kept in no form."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from privacy.passwords import MINIMUM_LENGTH, Cost, lock, unlock
from privacy.recovery import recovery_text
from privacy.seal import NotOpened, new_pair, unwrap, wrap
from store import desks
from store.database import Connection, Store
from store.desks import RECOVERY, Operator

SALT = "salt"
REHEARSAL = "rehearsal"
FIRST_ROLES = ("operator", "supervisor", "admin")
_SALT_BYTES = 16


class Unfit(ValueError):
    """A name or password that cannot be taken; the text says what is allowed."""


@dataclass(frozen=True, slots=True, repr=False)
class SignedIn:
    """An operator with the private keys of the desks that are theirs, by desk."""

    operator: Operator
    private: bytes
    keys: Mapping[str, bytes]


def found_site(
    store: Store,
    desk_names: tuple[str, ...],
    name: str,
    password: str,
    random: Callable[[int], bytes],
    cost: Cost,
    *,
    rehearsal: bool = False,
) -> str | None:
    """Make the site's salt, its desks, the first operator and the recovery key, once.

    Returns the recovery key as text, to be shown once and kept nowhere here; None where the site has been made before.
    Raises `Unfit`.
    """
    check_name(name)
    check_password(password)
    recovery, first, pairs = new_pair(), new_pair(), {desk: new_pair() for desk in desk_names}
    operator = Operator(name, first.public, lock(first.private, password, random, cost), FIRST_ROLES)

    def write(connection: Connection) -> bool:
        if not desks.set_once(connection, SALT, random(_SALT_BYTES)):
            return False
        if rehearsal:
            desks.set_once(connection, REHEARSAL, b"yes")
        desks.set_once(connection, RECOVERY, recovery.public)
        desks.add_operator(connection, operator)
        for desk, pair in pairs.items():
            desks.add_desk(connection, desk, pair.public)
            desks.give(connection, desk, name, wrap(pair.private, first.public))
            desks.give(connection, desk, RECOVERY, wrap(pair.private, recovery.public))
        return True

    return recovery_text(recovery) if store.write(write) else None


def sign_in(store: Store, name: str, password: str, cost: Cost) -> SignedIn:
    """Open an operator's key and desks. Raises `NotOpened` for a wrong name or password alike, at the same cost."""
    with store.read() as connection:
        operator = desks.operator(connection, name)
    if operator is None:
        unlock(bytes(80), password, cost)
    private = unlock(operator.locked if operator else b"", password, cost)
    if operator is None:
        raise NotOpened
    return with_desks(store, operator, private)


def signed_in_still(store: Store, name: str, private: bytes, locked: bytes) -> SignedIn | None:
    """Return an operator whose key is at hand; None once the password was changed elsewhere, or the operator is gone.

    `locked` is what the key lay under when it was opened. Roles and desks are as they are now.
    """
    with store.read() as connection:
        operator = desks.operator(connection, name)
    if operator is None or not hmac.compare_digest(operator.locked, locked):
        return None
    return with_desks(store, operator, private)


def with_desks(store: Store, operator: Operator, private: bytes) -> SignedIn:
    """Return an operator whose key is at hand with the keys of the desks that are theirs now."""
    with store.read() as connection:
        held = desks.held(connection, operator.name)
    return SignedIn(operator, private, {desk: unwrap(sealed, private) for desk, sealed in held.items()})


def change_password(store: Store, who: SignedIn, password: str, random: Callable[[int], bytes], cost: Cost) -> SignedIn:
    """Give an operator a new password; the keys stay, every other session of theirs ends. Raises `Unfit`."""
    check_password(password)
    one = who.operator
    locked = lock(who.private, password, random, cost)
    changed = Operator(one.name, one.public, locked, one.roles, one.phone, one.on_duty)

    def write(connection: Connection) -> None:
        current = desks.operator(connection, one.name)
        if current is not None and current.locked == one.locked:  # else: removed, or let in anew, just now
            desks.save_operator(connection, replace(current, locked=locked, one_time=False))

    store.write(write)
    return SignedIn(changed, who.private, who.keys)


def check_name(name: str) -> None:
    """Raise `Unfit` unless a name is 2 to 40 letters, digits, dots or hyphens, and not the recovery key's own."""
    if not (2 <= len(name) <= 40 and all(sign.isalnum() or sign in ".-_" for sign in name)):  # noqa: PLR2004 - as said
        message = "a name has 2 to 40 letters, digits, dots, hyphens or underscores"
        raise Unfit(message)
    if name == RECOVERY:
        message = f"{RECOVERY} is how the printed key is called here; choose another name"
        raise Unfit(message)


def check_password(password: str) -> None:
    """Raise `Unfit` for a password that is too short."""
    if len(password) < MINIMUM_LENGTH:
        message = f"a password has at least {MINIMUM_LENGTH} characters"
        raise Unfit(message)
