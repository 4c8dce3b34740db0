"""Who reads at the desk: added, given other roles, a new password, removed, and back in by the printed key.

A desk's key is handed on by somebody who holds it. Who no longer reads loses every copy of it that is kept here, and
new keys fall due (`intake.rotation`): what they may have noted down opens nothing from then on.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace

from intake.operators import FIRST_ROLES, SignedIn, Unfit, check_name
from intake.rotation import check_current, require
from privacy.passwords import Cost, lock
from privacy.recovery import recovery_text
from privacy.seal import KeyPair, NotOpened, new_pair, unwrap, wrap
from store import desks, history, queries, reports
from store.database import Connection, Store
from store.desks import RECOVERY, Operator
from triage.roles import Page, Role, may
from triage.states import Move, Status, after

Random = Callable[[int], bytes]
_ONE_TIME_BYTES = 10


def add_operator(store: Store, by: SignedIn, name: str, random: Random, cost: Cost, phone: str | None = None) -> str:
    """Add an operator who reads what `by` reads; return a one-time password. Raises `Unfit`."""
    check_name(name)
    one, password = _fresh(Operator(name, b"", b"", (Role.OPERATOR,), phone), random, cost)

    def write(connection: Connection) -> bool:
        check_current(connection, by)
        if not desks.add_operator(connection, one):
            return False
        _hand_on(connection, by, one)
        return True

    if not store.write(write):
        message = "this name is taken; choose another"
        raise Unfit(message)
    return password


def remove(store: Store, by: SignedIn, name: str, day: str, random: Random) -> None:
    """Remove an operator: keys, sessions, duty. What they had claimed is handed back. Raises `Unfit`."""
    _not_oneself(by, name)

    def write(connection: Connection) -> None:
        desks.lock(connection)
        one = _known(connection, name)
        _check_left(connection, one, ())
        _hand_back(connection, name, day, random)
        desks.remove_operator(connection, name)
        require(connection)

    store.write(write)


def change_roles(store: Store, by: SignedIn, name: str, roles: Sequence[str], day: str, random: Random) -> bool:
    """Give an operator other roles; return whether they read no longer, so that new keys are due. Raises `Unfit`.

    Keys follow the roles: who comes to read gets those that `by` holds, who ceases to read keeps none.
    """
    wanted = tuple(role for role in Role if role in roles)
    if not wanted or not set(roles) <= set(Role):
        message = f"roles are {', '.join(Role)}; give at least one"
        raise Unfit(message)

    def write(connection: Connection) -> bool:
        desks.lock(connection)
        one = _known(connection, name)
        read, will_read = _reads(one.roles), _reads(wanted)
        if read != will_read:
            _not_oneself(by, name)
        _check_left(connection, one, wanted)
        desks.save_operator(connection, replace(one, roles=wanted))
        if will_read and not read:
            check_current(connection, by)
            _hand_on(connection, by, one)
        if read and not will_read:
            _hand_back(connection, name, day, random)
            desks.take_keys(connection, name)
            require(connection)
        return read and not will_read

    return store.write(write)


def add_desks(store: Store, names: Sequence[str]) -> None:
    """Make the keys of desks that have none yet: an owner named them after `init`. Whoever reads gets them.

    No operator need be there: the private half is sealed to each of them, and forgotten.
    """
    with store.read() as connection:
        if not set(names) - desks.desk_keys(connection).keys():
            return

    def write(connection: Connection) -> None:
        readers = {one.name: one.public for one in desks.all_operators(connection) if _reads(one.roles)}
        readers[RECOVERY] = desks.setting(connection, RECOVERY) or b""
        for name in sorted(set(names) - desks.lock(connection).keys()):
            pair = new_pair()
            if desks.add_desk(connection, name, pair.public):
                for holder, public in readers.items():
                    desks.give(connection, name, holder, wrap(pair.private, public))

    store.write(write)


def give_password(store: Store, by: SignedIn, name: str, random: Random, cost: Cost) -> str:
    """Let somebody who forgot their password in again: with a new pair of keys, by a one-time password. Raises `Unfit`.

    Their old pair is gone, so the desks' keys come from `by`. Every session of theirs ends.
    """
    _not_oneself(by, name)
    with store.read() as connection:
        one, password = _fresh(_known(connection, name), random, cost)

    def write(connection: Connection) -> None:
        current = _known(connection, name)
        renewed = replace(current, public=one.public, locked=one.locked, one_time=True)
        if _reads(current.roles):
            check_current(connection, by)
        desks.take_keys(connection, name)
        desks.save_operator(connection, renewed)
        if _reads(current.roles):
            _hand_on(connection, by, renewed)

    store.write(write)
    return password


def recover(store: Store, recovery: KeyPair, name: str, random: Random, cost: Cost) -> str:
    """Let somebody in who holds the printed key: a new operator, or one whose password is lost. With all roles.

    Returns a one-time password. Raises `NotOpened` for a key that is not this site's, `Unfit` for a name.
    """
    check_name(name)
    with store.read() as connection:
        if desks.setting(connection, RECOVERY) != recovery.public:
            raise NotOpened
        known = desks.operator(connection, name) or Operator(name, b"", b"", ())
    one, password = _fresh(replace(known, roles=FIRST_ROLES), random, cost)

    def write(connection: Connection) -> None:
        desks.lock(connection)
        desks.take_keys(connection, name)
        desks.save_operator(connection, one)
        for desk, sealed in desks.held(connection, RECOVERY).items():
            desks.give(connection, desk, name, wrap(unwrap(sealed, recovery.private), one.public))

    store.write(write)
    return password


def new_recovery_key(store: Store, by: SignedIn) -> str:
    """Make another recovery key and return its text, to be shown once; the old one opens nothing here from then on.

    What the old one had opened before may be known, so new desk keys fall due. Raises `Unfit` for who does not read
    every desk: the new key would not open them all.
    """
    pair = new_pair()

    def write(connection: Connection) -> None:
        check_current(connection, by)
        if by.keys.keys() != desks.lock(connection).keys():
            message = "only somebody who reads every desk can do this"
            raise Unfit(message)
        desks.set_setting(connection, RECOVERY, pair.public)
        for desk, private in by.keys.items():
            desks.give(connection, desk, RECOVERY, wrap(private, pair.public))
        require(connection)

    store.write(write)
    return recovery_text(pair)


def _fresh(one: Operator, random: Random, cost: Cost) -> tuple[Operator, str]:
    """Return an operator with new keys under a one-time password, and that password."""
    password, pair = base64.b32encode(random(_ONE_TIME_BYTES)).decode().lower(), new_pair()
    locked = lock(pair.private, password, random, cost)
    return replace(one, public=pair.public, locked=locked, one_time=True), password


def _hand_on(connection: Connection, by: SignedIn, one: Operator) -> None:
    for desk, private in by.keys.items():
        desks.give(connection, desk, one.name, wrap(private, one.public))


def _hand_back(connection: Connection, name: str, day: str, random: Random) -> None:
    """Give back every report that somebody claimed: nobody else could take it from them."""
    for row in queries.claimed_by(connection, name):
        if row.status == Status.CLAIMED:
            reports.change(connection, row.id, status=after(Status.CLAIMED, Move.HAND_BACK), claimed_by=None)
            history.add(connection, random(16), row.id, history.Made(name, Move.HAND_BACK, None, day))


def _known(connection: Connection, name: str) -> Operator:
    one = desks.operator(connection, name)
    if one is None:
        message = "there is no operator of that name"
        raise Unfit(message)
    return one


def _reads(roles: Sequence[str]) -> bool:
    return may([Role(role) for role in roles], Page.REPORT)


def _leads(roles: Sequence[str]) -> bool:
    return _reads(roles) and may([Role(role) for role in roles], Page.OPERATORS)


def _check_left(connection: Connection, one: Operator, roles: Sequence[str]) -> None:
    """Raise `Unfit` if nobody would be left who can let others read."""
    others = [each.roles for each in desks.all_operators(connection) if each.name != one.name]
    if not any(_leads(held) for held in (*others, roles)):
        message = "nobody would be left who reads and may add others: make somebody else a supervisor first"
        raise Unfit(message)


def _not_oneself(by: SignedIn, name: str) -> None:
    if name == by.operator.name:
        message = "nobody does this to themselves: ask another supervisor or admin"
        raise Unfit(message)
