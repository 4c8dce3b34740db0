"""What is sealed opens in its own place, for its own readers, and nowhere else."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.items import Reader, open_item, seal_item
from privacy.seal import (
    KeyPair,
    NotOpened,
    Place,
    new_pair,
    open_sealed,
    own_key,
    pad,
    padded_length,
    seal,
    unpad,
    unwrap,
    unwrap_for_day,
    wrap,
    wrap_for_day,
)

PLACE = Place(b"r" * 16, b"i" * 16, "story", 1)
KEY = bytes(range(32))


def test_the_envelope_is_final() -> None:
    """A known answer: if this test fails, reports that were sealed before can no longer be opened."""
    sealed = seal(b"a man with a gun", PLACE, KEY, bytes)
    assert sealed[0] == 1
    assert len(sealed) == 1 + 24 + 512 + 16
    assert sealed.hex()[50:98] == VECTOR
    assert open_sealed(sealed, PLACE, KEY) == b"a man with a gun"


VECTOR = "f426e1a682a8927062e65f58cc714b84bcbcad937a904d0b"


@given(st.binary(max_size=3000))
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    assert open_sealed(seal(plain, PLACE, KEY, secrets.token_bytes), PLACE, KEY) == plain


@pytest.mark.threat(45)
@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, report=b"s" * 16),
        replace(PLACE, item=b"j" * 16),
        replace(PLACE, kind="note"),
        replace(PLACE, version=2),
    ],
    ids=["another report", "another item", "another kind", "another version"],
)
def test_moved_elsewhere_it_does_not_open(elsewhere: Place) -> None:
    with pytest.raises(NotOpened):
        open_sealed(seal(b"words", PLACE, KEY, secrets.token_bytes), elsewhere, KEY)


@pytest.mark.threat(45)
@given(st.integers(0, 552), st.integers(0, 7))
def test_one_changed_bit_is_noticed(byte: int, bit: int) -> None:
    sealed = bytearray(seal(b"words", PLACE, KEY, secrets.token_bytes))
    sealed[byte] ^= 1 << bit
    with pytest.raises(NotOpened):
        open_sealed(bytes(sealed), PLACE, KEY)


@pytest.mark.threat(45)
@given(st.integers(0, 552))
def test_cut_short_it_does_not_open(length: int) -> None:
    with pytest.raises(NotOpened):
        open_sealed(seal(b"words", PLACE, KEY, secrets.token_bytes)[:length], PLACE, KEY)


@pytest.mark.threat(45)
def test_the_length_of_a_text_does_not_show() -> None:
    assert {len(pad(b"x" * length)) for length in range(512)} == {512}
    assert len(pad(b"x" * 512)) == 1024


@given(st.integers(0, 50_000_000))
def test_padding_costs_at_most_an_eighth_beyond_eight_kibibytes(length: int) -> None:
    assert length < padded_length(length) <= max(length + 512, length * 9 // 8)


@given(st.binary(max_size=2000))
def test_padding_comes_off_again(plain: bytes) -> None:
    assert unpad(pad(plain)) == plain


def test_without_padding_nothing_is_unpadded() -> None:
    with pytest.raises(NotOpened):
        unpad(bytes(512))


def test_each_reader_opens_an_item_and_nobody_else() -> None:
    desk, pipeline, stranger = new_pair(), new_pair(), new_pair()
    readers = {"desk:main": desk.public, "pipeline:2026-11-23": pipeline.public}
    item = seal_item(b"words", report=b"r" * 16, kind="story", readers=readers, random=secrets.token_bytes)
    assert open_item(item, "desk:main", desk.private) == b"words"
    assert open_item(item, "pipeline:2026-11-23", pipeline.private) == b"words"
    with pytest.raises(NotOpened):
        open_item(item, "desk:main", stranger.private)
    with pytest.raises(KeyError):
        open_item(item, "desk:other", desk.private)


@pytest.mark.threat(45)
def test_a_wrapped_key_swapped_between_items_does_not_open_either() -> None:
    desk = new_pair()
    one, other = (
        seal_item(words, report=b"r" * 16, kind="story", readers={"d": desk.public}, random=secrets.token_bytes)
        for words in (b"one", b"other")
    )
    with pytest.raises(NotOpened):
        open_item(replace(one, wraps=other.wraps), "d", desk.private)


def test_a_wrap_opens_for_its_holder_alone() -> None:
    holder = new_pair()
    assert unwrap(wrap(b"k" * 32, holder.public), holder.private) == b"k" * 32
    for private in (new_pair().private, b"", b"short"):
        with pytest.raises(NotOpened):
            unwrap(wrap(b"k" * 32, holder.public), private)


def held() -> KeyPair:
    """Return a day's pair as the process has it that does everything: with the key it seals to itself by."""
    pair = new_pair()
    return replace(pair, own=own_key(pair.private))


@pytest.mark.parametrize("pair", [held(), new_pair()], ids=["private half at hand", "public half alone"])
def test_a_wrap_for_a_day_opens_for_whoever_holds_the_days_private_half(pair: KeyPair) -> None:
    sealing = pair if pair.own else replace(pair, private=b"")
    wrapped = wrap_for_day(b"k" * 32, sealing, secrets.token_bytes)
    for holder in (pair, replace(pair, own=own_key(pair.private)), replace(pair, own=b"")):
        assert unwrap_for_day(wrapped, holder) == b"k" * 32
    for other in (new_pair(), held()):
        with pytest.raises(NotOpened):
            unwrap_for_day(wrapped, other)


@pytest.mark.parametrize("cut", [slice(0, 0), slice(0, 1), slice(0, -1), slice(1, None)])
def test_an_altered_wrap_for_a_day_does_not_open(cut: slice) -> None:
    for pair in (held(), new_pair()):
        with pytest.raises(NotOpened):
            unwrap_for_day(wrap_for_day(b"k" * 32, pair, secrets.token_bytes)[cut], pair)


def test_a_day_that_this_process_holds_reads_an_item_beside_its_desk() -> None:
    desk, day = new_pair(), held()
    readers: dict[str, Reader] = {"desk:main": desk.public, "pipeline:2026-11-23": day}
    item = seal_item(b"words", report=b"r" * 16, kind="story", readers=readers, random=secrets.token_bytes)
    assert open_item(item, "pipeline:2026-11-23", day) == b"words"
    assert open_item(item, "desk:main", desk.private) == b"words"
    with pytest.raises(NotOpened):
        open_item(item, "pipeline:2026-11-23", held())
