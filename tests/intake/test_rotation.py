"""A desk's key is replaced: everything opens with the new one, nothing with the old, whatever happens in between."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import select

from intake.operators import SignedIn, Unfit, sign_in
from intake.people import add_operator
from intake.rotation import SETTLE, check_current, rotate
from privacy.seal import new_pair, wrap
from store import desks, rewrapping
from store.database import Connection, NotKept
from store.desk_keys import FRESH, DeskKeys
from store.schema import desk_wraps, wraps
from tests.desk.office import Office, open_desk
from tests.intake.test_people import again, fresh, stories, what_opens
from tests.plugins.line import ROOT, until
from tests.plugins.site import CHEAP, Site


@pytest.fixture
def office(any_site: Site) -> Office:
    """Return a desk on each database in turn."""
    return open_desk(any_site)


class Cut(Exception):
    """The power goes."""


def cut(_: float) -> None:
    raise Cut


def nothing(_: float) -> None:
    """Do not wait."""


def kept(office: Office) -> set[bytes]:
    """Return every wrap for a desk, and every desk's key as sealed to a holder."""
    with office.site.store.read() as connection:
        for_desks = select(wraps.c.sealed).where(wraps.c.reader.startswith("desk:"))
        return {*connection.execute(for_desks).scalars(), *connection.execute(select(desk_wraps.c.sealed)).scalars()}


def desk_names(office: Office) -> set[str]:
    with office.site.store.read() as connection:
        return set(desks.lock(connection))


def test_a_new_key_opens_everything_and_the_old_one_nothing(office: Office) -> None:
    ids = [office.report(f"words {number}") for number in range(3)]
    before, ana = kept(office), office.site.operator
    done = rotate(office.site.store, ana, nothing)
    assert done.desks == ("desk",)
    assert done.moved == len(before) - 2
    assert done.spoiled == 0
    assert not before & kept(office)
    assert stories(office, again(office, ana)) == ["words 0", "words 1", "words 2"]
    assert [what_opens(office, report, dict(ana.keys)) for report in ids] == [[], [], []]
    assert desk_names(office) == {"desk"}


@pytest.mark.threat(45)
def test_no_byte_of_an_old_wrap_is_left_in_any_file(site: Site) -> None:
    office = open_desk(site)
    for number in range(20):
        office.report(f"words {number}")
    before = kept(office)
    rotate(site.store, site.operator, nothing)
    disk = b"".join(file.read_bytes() for file in site.folders.data.iterdir())
    assert len(disk) > 50_000
    assert not [old for old in before if old[:32] in disk]
    assert all(new in disk for new in kept(office))


def test_while_it_is_under_way_everything_opens_and_so_does_what_comes_in(office: Office) -> None:
    office.report("before")
    ana = office.site.operator
    stale = dict(office.site.intake.desks)
    with pytest.raises(Cut):
        rotate(office.site.store, ana, lambda seconds: cut(seconds) if seconds else None)
    assert desk_names(office) == {"desk", "desk.old"}
    office.report("by a process that has not seen the new key")
    fresh(office)
    assert office.site.intake.desks != stale
    office.report("by one that has")
    assert len(stories(office, again(office, ana))) == 3
    rotate(office.site.store, ana, nothing)
    assert desk_names(office) == {"desk"}
    assert len(stories(office, again(office, ana))) == 3


def test_an_operator_added_meanwhile_reads_everything_before_and_after(office: Office) -> None:
    office.report("before")
    store, ana = office.site.store, office.site.operator
    with pytest.raises(Cut):
        rotate(store, ana, cut)
    with pytest.raises(Unfit, match="changed meanwhile"):
        add_operator(store, ana, "cat", secrets.token_bytes, CHEAP)
    once = add_operator(store, again(office, ana), "cat", secrets.token_bytes, CHEAP)
    cat = sign_in(store, "cat", once, CHEAP)
    assert stories(office, cat) == ["before"]
    rotate(store, ana, nothing)
    assert stories(office, again(office, cat)) == ["before"]


def test_an_interrupted_one_is_finished_and_not_begun_anew(office: Office) -> None:
    office.report()
    with pytest.raises(Cut):
        rotate(office.site.store, office.site.operator, cut)
    keys = again(office, office.site.operator).keys
    rotate(office.site.store, office.site.operator, nothing)
    assert again(office, office.site.operator).keys == {"desk": keys["desk"]}


def test_more_wraps_than_a_page_holds_are_all_made_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrapping, "PAGE", 2)
    for number in range(5):
        office.report(f"words {number}")
    before = kept(office)
    rotate(office.site.store, office.site.operator, nothing)
    assert not before & kept(office)
    assert len(stories(office, again(office, office.site.operator))) == 5


def test_what_was_altered_is_counted_and_keeps_nothing_from_being_done(office: Office) -> None:
    report = office.report()

    def spoil(connection: Connection) -> None:
        connection.execute(wraps.update().where(wraps.c.reader == "desk:desk").values(sealed=b"x" * 80))

    office.site.store.write(spoil)
    done = rotate(office.site.store, office.site.operator, nothing)
    assert done.spoiled == len(what_opens(office, report, {})) + done.spoiled > 0
    assert desk_names(office) == {"desk"}


def test_a_key_that_somebody_put_into_the_database_is_handed_to_nobody(office: Office) -> None:
    """Who can write there could otherwise have everything sealed to a key of their own."""
    store, ana, theirs = office.site.store, office.site.operator, new_pair()
    forged = SignedIn(ana.operator, ana.private, {"desk": theirs.private})
    store.write(lambda connection: desks.give(connection, "desk", "ana", wrap(theirs.private, ana.operator.public)))
    with pytest.raises(Unfit, match="changed meanwhile"):
        store.write(lambda connection: check_current(connection, forged))
    with pytest.raises(Unfit, match="changed meanwhile"):
        rotate(store, ana, nothing)


def test_a_process_seals_to_the_new_key_within_seconds(site: Site) -> None:
    now = [0.0]
    live = DeskKeys(site.store, lambda: now[0])
    before = live["desk"]
    rotate(site.store, site.operator, nothing)
    now[0] = FRESH - 0.1
    assert live["desk"] == before
    now[0] = FRESH
    assert live["desk"] != before
    assert dict(live) == {"desk": live["desk"]}
    assert "other" not in live
    assert SETTLE > 2 * FRESH


def test_a_stale_key_that_cannot_be_read_again_is_not_sealed_to(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    live = DeskKeys(site.store, lambda: now[0])

    def away(_: Connection) -> dict[str, bytes]:
        raise NotKept

    monkeypatch.setattr(desks, "desk_keys", away)
    assert live["desk"]
    now[0] = FRESH
    with pytest.raises(NotKept):
        live["desk"]


_ROTATING = """
    import sys, time
    from intake import rotation
    from intake.operators import sign_in
    from store import rewrapping
    from store.database import open_store
    from tests.plugins.site import CHEAP, PASSWORD
    rewrapping.PAGE = 1
    store = open_store(sys.argv[1])
    kept = rewrapping.replace
    def slow(connection, **what):
        kept(connection, **what)
        time.sleep(0.05)
    rewrapping.replace = slow
    rotation.rotate(store, sign_in(store, "ana", PASSWORD, CHEAP), time.sleep, settle=0.5)
"""


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_when_it_is_called_again(site: Site, tmp_path: Path) -> None:
    office = open_desk(site)
    for number in range(15):
        office.report(f"words {number}")
    before = kept(office)
    program = tmp_path / "rotating.py"
    program.write_text(textwrap.dedent(_ROTATING))
    path = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    url = f"sqlite:///{site.folders.data}/sotto.sqlite3"
    for moved in (5, 20):
        process = subprocess.Popen([sys.executable, program, url], env={**os.environ, "PYTHONPATH": path}, cwd=ROOT)
        until(lambda moved=moved: len(before - kept(office)) > moved)  # type: ignore[misc]
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert desk_names(office) == {"desk", "desk.old"}
        assert len(stories(office, again(office, site.operator))) == 15
    rotate(site.store, site.operator, nothing)
    assert not before & kept(office)
    assert len(stories(office, again(office, site.operator))) == 15
    assert desk_names(office) == {"desk"}
