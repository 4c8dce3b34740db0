"""Another key for each desk: made, put in place of the old one on everything that was sealed, the old one destroyed.

    begin    one transaction: the desk has a new key, its holders hold both; new items are sealed to it
    move     page by page, in an operator's session: each wrap opened with the old key, made anew for the new
    settle   by then every process has seen the new key (`store.desk_keys`), and what was under way is committed
    move     what came in for the old key meanwhile
    destroy  nothing needs the old key: every wrap of it is gone, and so is it

Killed anywhere, it goes on where it was when it is called again. At every moment everything opens for its readers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from intake.operators import SignedIn, Unfit, with_desks
from privacy.recovery import pair_of
from privacy.seal import NotOpened, new_pair, unwrap, wrap
from store import desks, rewrapping, shredding, traces
from store.database import Connection, Store
from store.desk_keys import FRESH
from store.desks import RECOVERY, RETIRED

DUE = "rotation"
"""The mark that somebody knew keys that they are to know no longer: set when they go, gone once new keys are made."""

SETTLE = 6 * FRESH
"""Seconds between the first pass and the last: what a process sealed to the old key is committed by then, or never."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The desks that have new keys, how many wraps were made anew, and how many no key opened (they are altered)."""

    desks: tuple[str, ...]
    moved: int
    spoiled: int


def rotate(store: Store, who: SignedIn, pause: Callable[[float], None], *, settle: float = SETTLE) -> Rotated:
    """Replace the keys of all desks that an operator reads. What was left unfinished before is finished first.

    Raises `Unfit` for who holds no key, and where a key in the database is not the one that is held.
    """
    done = Rotated((), 0, 0)
    if _under_way(store, who):
        done = _complete(store, who, pause, settle)
        if not is_due(store):
            return done
    current = with_desks(store, who.operator, who.private)
    store.write(partial(_begin, who=current))
    again = _complete(store, who, pause, settle)
    return Rotated(again.desks, done.moved + again.moved, again.spoiled)


def is_due(store: Store) -> bool:
    """Tell whether somebody knows keys that they are to know no longer."""
    with store.read() as connection:
        return desks.setting(connection, DUE) is not None


def require(connection: Connection) -> None:
    """Note that new keys are due."""
    desks.set_once(connection, DUE, b"yes")


def check_current(connection: Connection, who: SignedIn) -> None:
    """Raise `Unfit` unless the keys that an operator holds are those in the database; keep others from changing them.

    Between reading one's keys and handing them on, somebody may have replaced them; and whoever can write to the
    database must not have us hand a key of theirs to everybody.
    """
    publics = desks.lock(connection)
    if not who.keys:
        message = "only somebody who reads reports can do this: it takes the desks' keys"
        raise Unfit(message)
    if any(publics.get(desk) != pair_of(private).public for desk, private in who.keys.items()):
        message = "the desks' keys were changed meanwhile; try again"
        raise Unfit(message)


def _begin(connection: Connection, who: SignedIn) -> None:
    """Make new keys and give them to whoever held the old ones, all in one transaction."""
    check_current(connection, who)
    if any(desk.endswith(RETIRED) for desk in who.keys):
        message = "somebody else is replacing the desks' keys just now; try again in a minute"
        raise Unfit(message)
    public_of = {one.name: one.public for one in desks.all_operators(connection)}
    public_of[RECOVERY] = desks.setting(connection, RECOVERY) or b""
    for desk, private in who.keys.items():
        holders, fresh = desks.holders(connection, desk), new_pair()
        desks.retire(connection, desk, pair_of(private).public, fresh.public)
        for holder in holders:
            desks.give(connection, desk, holder, wrap(fresh.private, public_of[holder]))
    if who.keys.keys() == desks.desk_keys(connection).keys():
        desks.unset(connection, DUE)


def _complete(store: Store, who: SignedIn, pause: Callable[[float], None], settle: float) -> Rotated:
    first = {desk: _move(store, desk, *keys) for desk, keys in _under_way(store, who).items()}
    pause(settle)
    last = {desk: _move(store, desk, *keys) for desk, keys in _under_way(store, who).items()}
    for desk in last:
        store.write(partial(desks.destroy, name=desk + RETIRED))
    if not traces.wipe(store, "wraps", "desk_wraps"):
        store.write(shredding.leave_remnants)  # somebody reads: the sweep sees to it
    moved = sum(one.moved for one in (*first.values(), *last.values()))
    return Rotated(tuple(sorted(last)), moved, sum(one.spoiled for one in last.values()))


def _under_way(store: Store, who: SignedIn) -> dict[str, tuple[bytes, bytes]]:
    """Return (old, new) private key of each desk whose replacement is not finished, as this operator holds them."""
    keys = with_desks(store, who.operator, who.private).keys
    return {desk: (keys[desk + RETIRED], new) for desk, new in keys.items() if desk + RETIRED in keys}


@dataclass(frozen=True, slots=True)
class _Moved:
    moved: int
    spoiled: int


def _move(store: Store, desk: str, old: bytes, new: bytes) -> _Moved:
    """Make every wrap for a desk anew that its old key opens."""
    reader, last, moved, spoiled = f"desk:{desk}", b"", 0, 0
    while True:
        with store.read() as connection:
            page = rewrapping.wraps_of(connection, reader, last)
        if not page:
            return _Moved(moved, spoiled)
        keys = {item: _opened(sealed, old) for item, sealed in page.items()}
        fresh = {item: wrap(key, pair_of(new).public) for item, key in keys.items() if key is not None}
        spoiled += sum(_opened(page[item], new) is None for item, key in keys.items() if key is None)
        store.write(partial(rewrapping.replace, reader=reader, old=page, new=fresh))
        last, moved = max(page), moved + len(fresh)


def _opened(sealed: bytes, private: bytes) -> bytes | None:
    try:
        return unwrap(sealed, private)
    except NotOpened:
        return None
