"""A code is easy to read out, hard to guess, and a slip in it is noticed at once."""

from __future__ import annotations

import secrets
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.codes import LENGTH, check_digit, checked, derive, find_code, groups, new_code
from privacy.secret import Secret

DIGITS = st.text("0123456789", min_size=15, max_size=15)


def test_a_code_has_sixteen_digits_in_four_groups_and_a_right_check_digit() -> None:
    code = new_code(secrets.token_bytes)
    assert checked(groups(code)) == code
    assert [len(group) for group in groups(code).split()] == [4, 4, 4, 4]


def test_codes_are_uniform_and_do_not_repeat() -> None:
    codes = [new_code(secrets.token_bytes).reveal() for _ in range(20_000)]
    assert len(set(codes)) == len(codes)
    for place in range(LENGTH - 1):
        counts = Counter(code[place] for code in codes)
        chi_squared = sum((counts[digit] - 2000) ** 2 / 2000 for digit in "0123456789")
        assert chi_squared < 40, "p is below one in a hundred thousand for nine degrees of freedom"


def test_a_draw_that_would_favour_small_codes_is_thrown_away() -> None:
    draws = iter([b"\xff" * 8, bytes(8)])
    assert new_code(lambda _: next(draws)).reveal() == "0" * 16


def test_the_check_digit_is_luhns() -> None:
    assert check_digit("7992739871") == "3"
    assert check_digit("453201511283036") == "6"


@given(DIGITS, st.integers(0, 14), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(digits: str, place: int, off: int) -> None:
    wrong = str((int(digits[place]) + off) % 10)
    assert checked(digits[:place] + wrong + digits[place + 1 :] + check_digit(digits)) is None


@pytest.mark.parametrize("text", ["", "1234", "8152 8353 0458 698x", "²" * 16, "8152835304586983" + "0"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert checked(text) is None


def test_a_code_is_found_in_a_text_and_the_rest_of_the_text_kept() -> None:
    code = "8152 8353 0458 6983"
    assert find_code(f"my code is {code} and he is back") == (
        Secret(code.replace(" ", "")),
        "my code is and he is back",
    )
    assert find_code("８１５２８３５３０４５８６９８３") == (Secret("8152835304586983"), "")
    assert find_code("8152-8353-0458-6983") is not None


@pytest.mark.parametrize("text", ["card 8152 8353 0458 6983 12", "81528353045869830", "x", "8152 8353 0458 6984"])
def test_longer_runs_and_wrong_digits_are_no_code(text: str) -> None:
    assert find_code(text) is None


def test_lookup_and_key_are_different_and_depend_on_code_salt_and_pepper() -> None:
    code, other = Secret("8152835304586983"), Secret("4532015112830366")
    keys = derive(code, b"s" * 16, b"p" * 32)
    assert keys.lookup != keys.key
    assert derive(code, b"s" * 16, b"p" * 32) == keys
    for changed in (
        derive(other, b"s" * 16, b"p" * 32), derive(code, b"t" * 16, b"p" * 32), derive(code, b"s" * 16, b"q" * 32)
    ):  # fmt: skip
        assert changed.lookup != keys.lookup
        assert changed.key != keys.key
