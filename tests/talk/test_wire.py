"""A session travels as a few bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talk.engine import Session
from talk.wire import WireError, from_wire, to_wire

NAMES = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
SESSIONS = some.builds(
    Session,
    NAMES,
    NAMES,
    some.integers(0, 255),
    some.integers(0, 255),
    some.lists(some.tuples(NAMES, NAMES)).map(tuple),
)


@given(session=SESSIONS)
def test_a_session_comes_back_as_it_went(session: Session) -> None:
    assert from_wire(to_wire(session)) == session


def test_it_is_short() -> None:
    saved = (("danger", "yes"), ("category", "espionage"))
    assert len(to_wire(Session("story_more", "zh-CN", 1, 2, saved))) <= 50


@pytest.mark.parametrize(
    "session",
    [
        pytest.param(Session("", "en"), id="no step"),
        pytest.param(Session("me\0nu", "en"), id="zero byte"),
        pytest.param(Session("menu", "en", misses=256), id="count too large"),
        pytest.param(Session("menu", "en", tries=-1), id="count too small"),
        pytest.param(Session("\ud800", "en"), id="no text"),
    ],
)
def test_what_no_script_leads_to_is_refused(session: Session) -> None:
    with pytest.raises(WireError):
        to_wire(session)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\1\0\0", id="no names"),
        pytest.param(b"\2\0\0menu\0en", id="another version"),
        pytest.param(b"\1\0\0menu", id="no language"),
        pytest.param(b"\1\0\0menu\0", id="empty language"),
        pytest.param(b"\1\0\0menu\0en\0danger", id="half a pair"),
        pytest.param(b"\1\0\0\xff\0en", id="no text"),
    ],
)
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        from_wire(data)


@given(data=some.binary(max_size=60))
def test_any_bytes_are_a_session_or_refused(data: bytes) -> None:
    try:
        session = from_wire(data)
    except WireError:
        return
    assert to_wire(session) == data
