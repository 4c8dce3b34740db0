"""What was sealed as it flowed opens as it flows, and anything that was done to it is noticed before the end."""

from __future__ import annotations

import io
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.recovery import pair_of, read_recovery, recovery_text
from privacy.seal import NotOpened, new_pair
from privacy.stream import PIECE, open_stream, seal_stream

READER, BOUND = new_pair(), b"what stands before it"
START = 80 + 24


def sealed(plain: bytes, *, cut: int = 7000) -> bytes:
    parts = [plain[at : at + cut] for at in range(0, len(plain), cut)]
    return b"".join(seal_stream(parts, READER.public, BOUND, secrets.token_bytes))


def opened(stream: bytes, *, bound: bytes = BOUND, private: bytes = READER.private) -> bytes:
    return b"".join(open_stream(io.BytesIO(stream).read, private, bound))


WHOLE = sealed(bytes(3 * PIECE + 100))


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
def test_it_opens_again_whatever_its_length(length: int) -> None:
    plain = secrets.token_bytes(length)
    assert opened(sealed(plain)) == opened(sealed(plain, cut=10**6)) == plain


@pytest.mark.threat(45)
@given(st.integers(0, len(WHOLE) - 1))
def test_cut_short_it_is_refused(length: int) -> None:
    with pytest.raises(NotOpened):
        opened(WHOLE[:length])


@pytest.mark.threat(45)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 7))
def test_one_changed_bit_is_noticed(byte: int, bit: int) -> None:
    changed = bytearray(WHOLE)
    changed[byte] ^= 1 << bit
    with pytest.raises(NotOpened):
        opened(bytes(changed))


@pytest.mark.threat(45)
@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 0, 1, 2, 3), (0, 2, 3), (0, 1, 2), (3,), (0, 1, 2, 3, 3)], ids=str)
def test_pieces_moved_doubled_or_left_out_are_noticed(order: tuple[int, ...]) -> None:
    pieces = [WHOLE[at : at + PIECE + 17] for at in range(START, len(WHOLE), PIECE + 17)]
    assert len(pieces) == 4
    with pytest.raises(NotOpened):
        opened(WHOLE[:START] + b"".join(pieces[at] for at in order))


def test_a_stream_does_not_open_under_another_head_or_for_another_reader() -> None:
    with pytest.raises(NotOpened):
        opened(WHOLE, bound=b"another")
    with pytest.raises(NotOpened):
        opened(WHOLE, private=new_pair().private)
    with pytest.raises(NotOpened):
        opened(WHOLE + b"\0")


def test_the_head_of_one_stream_does_not_open_the_pieces_of_another() -> None:
    with pytest.raises(NotOpened):
        opened(sealed(b"other")[:START] + WHOLE[START:])


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["", " ", "-"]), st.booleans())
def test_a_printed_key_is_read_however_it_is_typed(private: bytes, between: str, small: bool) -> None:
    text = recovery_text(pair_of(private)).replace("-", between)
    assert read_recovery(text.lower() if small else text).private == private


def test_letters_that_look_like_digits_may_be_typed_as_those() -> None:
    text = recovery_text(new_pair())
    assert read_recovery(text.replace("O", "0").replace("I", "1").replace("B", "8")) == read_recovery(text)


@pytest.mark.parametrize("text", ["", "AAAA", "A" * 51, "A" * 60, "?" * 52, "é" * 52])
def test_what_is_no_printed_key_is_refused(text: str) -> None:
    with pytest.raises(NotOpened):
        read_recovery(text)
