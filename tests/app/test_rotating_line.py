"""A line goes on while its desk's keys are replaced under it: nothing that comes in is lost, and the old key is."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest

from intake.operators import sign_in
from privacy.passwords import Cost
from privacy.seal import NotOpened, unwrap
from store.database import open_store
from store.rewrapping import wraps_of
from tests.plugins.line import PASSWORD, SOTTO, Line, new_number, open_line

pytestmark = pytest.mark.slow


@pytest.fixture
def line() -> Iterator[Line]:
    """Return a line of its own."""
    with open_line(SOTTO_SPEECH="off") as opened:
        yield opened


def keys_of_the_desk(line: Line) -> list[bytes]:
    store = open_store(f"sqlite:///{line.database}")
    keys = sign_in(store, "ana", PASSWORD, Cost()).keys
    store.close()
    return list(keys.values())


def opens(line: Line, private: bytes) -> int:
    """Return how many wraps for the desk a key opens."""
    store, count = open_store(f"sqlite:///{line.database}"), 0
    with store.read() as connection:
        found = wraps_of(connection, "desk:desk", b"")
    store.close()
    for sealed in found.values():
        try:
            count += bool(unwrap(sealed, private))
        except NotOpened:
            continue
    return count


@pytest.mark.threat(45)
def test_texts_that_come_in_while_keys_are_replaced_are_all_read_afterwards(line: Line) -> None:
    assert line.peer is not None
    line.peer.text("text 0", sender=new_number())
    [old] = keys_of_the_desk(line)
    rotating = subprocess.Popen([SOTTO, "operators", "rotate", "--operator", "ana"], env=line.env, cwd=line.place)
    sent = 1
    while rotating.poll() is None:
        assert line.peer.text(f"text {sent}", sender=new_number()).replies
        sent += 1
        time.sleep(0.4)
    assert rotating.returncode == 0
    assert sent > 20
    line.peer.text(f"text {sent}", sender=new_number())
    line.settle("grade", seconds=120)
    assert {row["text"] for row in line.reports()} == {f"text {number}" for number in range(sent + 1)}
    [new] = keys_of_the_desk(line)
    assert opens(line, old) == 0
    assert opens(line, new) > 0
