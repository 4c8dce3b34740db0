"""Secrets do not show, state belongs to one conversation, and neither half of the vault opens it alone."""

from __future__ import annotations

import copy
import json
import pickle
import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.alias import ALIAS_BYTES, alias, alias_words, digests
from privacy.arguments import open_argument, seal_argument
from privacy.passwords import Cost, lock, unlock
from privacy.repeats import open_reply, seal_reply
from privacy.seal import NotOpened, new_pair
from privacy.secret import Secret
from privacy.state import put, take
from privacy.vault import close_box, open_box, read_ticket, refill_box

ROOT = Path(__file__).parents[2]
NUMBER = "+14155550134"
CHEAP = Cost(memory_kib=64, passes=1)


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret(NUMBER)
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret:>40}",
        f"{secret!r}",
        str.format("{}", secret),
        repr({"a": [secret]}),
    ]
    assert not any(NUMBER in text for text in shown)
    for leak in (pickle.dumps, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            leak(secret)


REVEALING = {
    "app": {"backups.py", "commands/site.py", "entering.py", "ground.py", "health.py", "house.py", "proving.py"},
    "intake": {"doorkeeper.py", "file.py", "follow.py", "reveal.py"},
    "ivr": {"audio.py", "people.py"},
    "privacy": {"alias.py", "arguments.py", "codes.py", "needles.py", "repeats.py"},
    "provider": {"account.py", "erase.py", "fetch.py", "kept.py", "send.py"},
    "work": {"codes.py", "erasing.py", "fetching.py"},
}
"""Who may look into a Secret. A module that comes to this list needs a reason."""


def test_only_those_who_need_it_look_into_a_secret() -> None:
    found: dict[str, set[str]] = {}
    for package in ("app", "config", "desk", "intake", "ivr", "privacy", "provider", "sms", "store", "web", "work"):
        for file in (ROOT / package).rglob("*.py"):
            if ".reveal()" in file.read_text(encoding="utf-8"):
                found.setdefault(package, set()).add(file.relative_to(ROOT / package).as_posix())
    assert found == REVEALING


def test_secrets_compare_by_value_and_only_with_secrets() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert not Secret("")


def test_an_alias_depends_on_the_day_and_says_nothing_of_the_number() -> None:
    today, tomorrow = secrets.token_bytes(32), secrets.token_bytes(32)
    name = alias(NUMBER, today)
    assert len(name) == ALIAS_BYTES
    assert name == alias(NUMBER, today) != alias(NUMBER, tomorrow)
    assert alias(NUMBER[:-1] + "5", today) != name
    assert len(alias_words(name).split()) == 2


def test_digests_of_different_kinds_of_ids_differ() -> None:
    keys = (secrets.token_bytes(32),)
    assert digests("call", Secret("CA1"), keys) != digests("message", Secret("CA1"), keys)
    assert len(digests("call", Secret("CA1"), keys * 2)) == 2


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_state_opens_for_its_own_conversation(state: bytes, bound: bytes) -> None:
    key = secrets.token_bytes(32)
    token = put(state, bound, key, secrets.token_bytes)
    assert take(token, bound, (secrets.token_bytes(32), key)) == state
    for other in (bound + b"x", b"y" + bound):
        with pytest.raises(NotOpened):
            take(token, other, (key,))


@pytest.mark.parametrize("token", ["", "A", "é", "!" * 80, "A" * 80, "AQ" * 60])
def test_what_is_no_state_does_not_open(token: str) -> None:
    with pytest.raises(NotOpened):
        take(token, b"", (bytes(32),))


def test_a_box_opens_with_its_own_ticket_alone() -> None:
    ticket, box = close_box(b"the code", secrets.token_bytes)
    other, _ = close_box(b"another", secrets.token_bytes)
    assert open_box(box, read_ticket(ticket.text())) == b"the code"
    assert open_box(refill_box(b"changed", ticket, secrets.token_bytes), ticket) == b"changed"
    with pytest.raises(NotOpened):
        open_box(box, other)
    assert "•" in repr(ticket)


@pytest.mark.parametrize("text", ["", "AAAA", "é", "not base64!"])
def test_what_is_no_ticket_is_refused(text: str) -> None:
    with pytest.raises(NotOpened):
        read_ticket(text)


def test_a_reply_opens_only_with_the_message_it_answered_and_the_day_it_came() -> None:
    day, sid = secrets.token_bytes(32), Secret("SM" + "0" * 32)
    sealed = seal_reply("Your code: 1234", sid, day, secrets.token_bytes)
    assert open_reply(sealed, sid, day) == "Your code: 1234"
    for wrong in ((Secret("SM" + "1" * 32), day), (sid, secrets.token_bytes(32))):
        with pytest.raises(NotOpened):
            open_reply(sealed, *wrong)


def test_a_jobs_argument_comes_back_as_secrets() -> None:
    pair = new_pair()
    argument: dict[str, Secret | str | int] = {"sid": Secret("RE1"), "kind": "recording", "at": 3}
    sealed = seal_argument(argument, pair, secrets.token_bytes)
    assert open_argument(sealed, pair) == {"sid": Secret("RE1"), "kind": Secret("recording"), "at": Secret("3")}
    with pytest.raises(NotOpened):
        open_argument(sealed, new_pair())


def test_a_password_opens_its_own_lock_alone() -> None:
    locked = lock(b"k" * 32, "correct horse", secrets.token_bytes, CHEAP)
    assert unlock(locked, "correct horse", CHEAP) == b"k" * 32
    for sealed, password in ((locked, "wrong horse"), (b"", "correct horse"), (locked[:-1], "correct horse")):
        with pytest.raises(NotOpened):
            unlock(sealed, password, CHEAP)
