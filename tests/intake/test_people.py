"""Who comes, goes, forgets or loses everything: who can read afterwards, and who cannot."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from itertools import chain

import pytest

from intake.opening import open_all
from intake.operators import SignedIn, Unfit, found_site, sign_in, signed_in_still, with_desks
from intake.people import add_operator, change_roles, give_password, recover, remove
from intake.rotation import is_due, rotate
from privacy.items import open_item
from privacy.recovery import read_recovery
from privacy.seal import NotOpened, new_pair
from store import desks, history, reports
from store.database import Store, open_store
from store.migrate import migrate
from tests.conftest import Folders
from tests.desk.office import Office, open_desk
from tests.plugins.site import CHEAP, PASSWORD, Site
from triage.states import Move

DAY = "2026-11-23"


@pytest.fixture
def office(any_site: Site) -> Office:
    """Return a desk on each database in turn."""
    return open_desk(any_site)


def hired(office: Office, name: str = "ben", *roles: str) -> SignedIn:
    """Add an operator with a password of their own and sign them in."""
    office.hire(name, *(roles or ("operator", "supervisor")))
    return sign_in(office.site.store, name, PASSWORD, CHEAP)


def again(office: Office, who: SignedIn) -> SignedIn:
    """Return an operator with the keys that they hold by now."""
    return with_desks(office.site.store, who.operator, who.private)


def stories(office: Office, who: SignedIn) -> list[str]:
    opened = open_all(office.site.intake, who.keys)
    return sorted(piece.text for piece in chain(*(one.of_kind("story") for one in opened)))


def fresh(office: Office) -> None:
    """Let the site's doors see the desks' keys as they are now, as a process does within seconds."""
    with office.site.store.read() as connection:
        object.__setattr__(office.site.intake, "desks", desks.desk_keys(connection))


def what_opens(office: Office, report: str, keys: dict[str, bytes]) -> list[bytes]:
    """Return everything on a report that a thief opens who has the database and some private keys."""
    with office.site.store.read() as connection:
        found = reports.sealed_items(connection, bytes.fromhex(report))
    opened = []
    for _, _, item in found:
        for reader in item.wraps:
            for private in keys.values():
                try:
                    opened.append(open_item(item, reader, private))
                except NotOpened:
                    continue
    return opened


@pytest.mark.threat(45)
def test_what_a_removed_operator_knew_opens_nothing_old_and_nothing_new(office: Office) -> None:
    before = office.report("before")
    ben = hired(office)
    assert stories(office, ben) == ["before"]
    remove(office.site.store, office.site.operator, "ben", DAY, secrets.token_bytes)
    assert what_opens(office, before, dict(ben.keys)) != []
    rotate(office.site.store, office.site.operator, lambda _: None)
    fresh(office)
    after = office.report("after")
    knew = dict(ben.keys) | {"own": ben.private}
    assert what_opens(office, before, knew) == what_opens(office, after, knew) == []
    assert stories(office, again(office, office.site.operator)) == ["after", "before"]
    with pytest.raises(NotOpened):
        sign_in(office.site.store, "ben", PASSWORD, CHEAP)


def test_a_removed_operators_session_ends_at_once(office: Office) -> None:
    report = office.report()
    office.hire("ben", "operator")
    ben = office.operator("ben")
    assert ben.get(f"/desk/reports/{report}").status_code == 200
    remove(office.site.store, office.site.operator, "ben", DAY, secrets.token_bytes)
    assert ben.get(f"/desk/reports/{report}").status_code == 303
    assert ben.get("/desk/password").status_code == 303


def test_what_a_removed_operator_had_claimed_is_open_to_others(office: Office) -> None:
    report = office.report()
    office.hire("ben", "operator")
    assert office.operator("ben").move(report, "claim").status_code == 200
    assert office.row(report).claimed_by == "ben"
    remove(office.site.store, office.site.operator, "ben", DAY, secrets.token_bytes)
    assert (office.row(report).status, office.row(report).claimed_by) == ("new", None)
    with office.site.store.read() as connection:
        assert [made.move for made in history.of_report(connection, bytes.fromhex(report))] == [
            Move.CLAIM,
            Move.HAND_BACK,
        ]


def test_new_keys_stay_due_until_they_are_made(office: Office) -> None:
    hired(office)
    remove(office.site.store, office.site.operator, "ben", DAY, secrets.token_bytes)
    assert is_due(office.site.store)
    rotate(office.site.store, office.site.operator, lambda _: None)
    assert not is_due(office.site.store)


def test_nobody_removes_themselves_or_the_last_who_can_add_readers(office: Office) -> None:
    store, ana, ben = office.site.store, office.site.operator, hired(office, "ben", "admin")
    with pytest.raises(Unfit, match="themselves"):
        remove(store, ana, "ana", DAY, secrets.token_bytes)
    with pytest.raises(Unfit, match="nobody would be left"):
        remove(store, ben, "ana", DAY, secrets.token_bytes)
    with pytest.raises(Unfit, match="nobody would be left"):
        change_roles(store, ben, "ana", ("operator",), DAY, secrets.token_bytes)
    with pytest.raises(Unfit, match="no operator"):
        remove(store, ana, "nobody", DAY, secrets.token_bytes)


def test_who_reads_no_longer_holds_no_key_and_who_comes_to_read_gets_them(office: Office) -> None:
    office.report("words")
    store, ana = office.site.store, office.site.operator
    ben = hired(office)
    assert change_roles(store, ana, "ben", ("admin",), DAY, secrets.token_bytes)
    assert again(office, ben).keys == {}
    assert is_due(store)
    assert not change_roles(store, ana, "ben", ("supervisor", "operator"), DAY, secrets.token_bytes)
    assert stories(office, again(office, ben)) == ["words"]
    assert again(office, ben).keys == ana.keys
    one = sign_in(store, "ben", PASSWORD, CHEAP).operator
    assert one.roles == ("operator", "supervisor")


@pytest.mark.parametrize("roles", [(), ("boss",), ("operator", "boss")])
def test_roles_are_those_that_there_are(office: Office, roles: tuple[str, ...]) -> None:
    hired(office)
    with pytest.raises(Unfit, match="operator, supervisor, admin"):
        change_roles(office.site.store, office.site.operator, "ben", roles, DAY, secrets.token_bytes)


def test_who_holds_no_key_lets_nobody_read(office: Office) -> None:
    store, ana, ben = office.site.store, office.site.operator, hired(office, "ben", "operator", "admin")
    change_roles(store, ana, "ben", ("admin",), DAY, secrets.token_bytes)
    with pytest.raises(Unfit, match="takes the desks' keys"):
        add_operator(store, again(office, ben), "cat", secrets.token_bytes, CHEAP)
    with pytest.raises(Unfit, match="takes the desks' keys"):
        rotate(store, again(office, ben), lambda _: None)


def test_a_forgotten_password_loses_nothing_and_ends_every_session(office: Office) -> None:
    office.report("words")
    store, ben = office.site.store, hired(office)
    session = office.operator("ben")
    once = give_password(store, office.site.operator, "ben", secrets.token_bytes, CHEAP)
    with pytest.raises(NotOpened):
        sign_in(store, "ben", PASSWORD, CHEAP)
    who = sign_in(store, "ben", once, CHEAP)
    assert who.operator.one_time
    assert who.operator.roles == ben.operator.roles
    assert stories(office, who) == ["words"]
    assert session.get("/desk").status_code == 303
    assert signed_in_still(store, "ben", ben.private, ben.operator.locked) is None


def test_an_admin_without_keys_gets_a_password_and_no_key(office: Office) -> None:
    store, ana = office.site.store, office.site.operator
    hired(office)
    change_roles(store, ana, "ben", ("admin",), DAY, secrets.token_bytes)
    once = give_password(store, ana, "ben", secrets.token_bytes, CHEAP)
    assert sign_in(store, "ben", once, CHEAP).keys == {}


@pytest.fixture
def printed(folders: Folders) -> Iterator[tuple[Store, str]]:
    """Return nothing but a database whose recovery key is known."""
    store = open_store(f"sqlite:///{folders.data}/other.sqlite3")
    migrate(store)
    text = found_site(store, ("main", "second"), "ana", PASSWORD, secrets.token_bytes, CHEAP)
    assert text is not None
    yield store, text
    store.close()


@pytest.mark.parametrize("name", ["ana", "zoe"])
def test_the_printed_key_lets_a_new_operator_or_a_locked_out_one_read(printed: tuple[Store, str], name: str) -> None:
    store, text = printed
    once = recover(store, read_recovery(text.lower().replace("-", " ")), name, secrets.token_bytes, CHEAP)
    who = sign_in(store, name, once, CHEAP)
    assert set(who.keys) == {"main", "second"}
    assert set(who.operator.roles) == {"operator", "supervisor", "admin"}
    assert who.operator.one_time
    if name == "ana":
        with pytest.raises(NotOpened):
            sign_in(store, "ana", PASSWORD, CHEAP)


def test_the_printed_key_still_opens_after_a_rotation(printed: tuple[Store, str]) -> None:
    store, text = printed
    rotate(store, sign_in(store, "ana", PASSWORD, CHEAP), lambda _: None)
    once = recover(store, read_recovery(text), "zoe", secrets.token_bytes, CHEAP)
    ana, zoe = sign_in(store, "ana", PASSWORD, CHEAP), sign_in(store, "zoe", once, CHEAP)
    assert ana.keys == zoe.keys


def test_another_sites_printed_key_lets_nobody_in(printed: tuple[Store, str]) -> None:
    with pytest.raises(NotOpened):
        recover(printed[0], new_pair(), "zoe", secrets.token_bytes, CHEAP)


def test_no_operator_is_called_as_the_printed_key_is(office: Office) -> None:
    """Their keys would take the place of the recovery key's."""
    with pytest.raises(Unfit, match="printed key"):
        add_operator(office.site.store, office.site.operator, "recovery", secrets.token_bytes, CHEAP)
