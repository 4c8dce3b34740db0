"""A code is easy to read out, hard to guess, and a slip in it is noticed at once."""

from __future__ import annotations

import secrets
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.codes import LENGTH, MOST_CLAIMS, check_digit, checked, claims, derive, groups, new_code, without
from privacy.secret import Secret

DIGITS = st.text("0123456789", min_size=15, max_size=15)


@pytest.mark.threat(25)
def test_a_code_has_sixteen_digits_in_four_groups_and_a_right_check_digit() -> None:
    code = new_code(secrets.token_bytes)
    assert checked(groups(code)) == code
    assert [len(group) for group in groups(code).split()] == [4, 4, 4, 4]


@pytest.mark.slow
@pytest.mark.threat(25)
def test_a_million_codes_are_uniform_and_do_not_repeat() -> None:
    codes = [new_code(secrets.token_bytes).reveal() for _ in range(1_000_000)]
    assert len(set(codes)) == len(codes)
    for place in range(LENGTH - 1):
        counts = Counter(code[place] for code in codes)
        chi_squared = sum((counts[digit] - 100_000) ** 2 / 100_000 for digit in "0123456789")
        assert chi_squared < 40, "p is below one in a hundred thousand for nine degrees of freedom"


@pytest.mark.threat(25)
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


CODE = Secret("8152835304586983")


@pytest.mark.threat(20)
@pytest.mark.parametrize(
    "told",
    [
        "my code is 8152 8353 0458 6983 and he is back",
        "my code is 8152835304586983 and he is back",
        "my code is 8152-8353-0458-6983 and he is back",
        "my code is 8152.8353.0458.6983 and he is back",
        "my code is 8152 – 8353 – 0458 – 6983 and he is back",
        "my code is 81 52 83 53 04 58 69 83 and he is back",
        "my code is 8\u200b152\n8353\t0458\u00a06983 and he is back",
        "my code is ８１５２８３５３０４５８６９８３ and he is back",
        "my code is ٨١٥٢ ٨٣٥٣ ٠٤٥٨ ٦٩٨٣ and he is back",
        "my code is (8152) 8353/0458_6983 and he is back",
    ],
)
def test_a_code_is_found_however_it_is_written_and_the_rest_is_kept(told: str) -> None:
    assert CODE in claims(told)
    left = without(CODE, told)
    assert (left.startswith("my code is"), left.endswith("and he is back")) == (True, True)
    assert not any(sign.isdigit() for sign in left)


@pytest.mark.threat(20)
def test_a_code_is_found_inside_a_longer_run_and_each_time_it_stands_there() -> None:
    told = "call 4155550134 8152 8353 0458 6983, again: 81528353045869838152835304586983 ok"
    assert CODE in claims(told)
    assert without(CODE, told) == "call 4155550134 , again: ok"


@pytest.mark.parametrize("text", ["", "x", "8152 8353 0458 6984", "8152 8353", "8152 text 8353 text 0458 text 6983"])
def test_what_cannot_be_a_code_is_not_looked_up(text: str) -> None:
    assert claims(text) == []


def test_a_text_full_of_digits_costs_four_look_ups_at_most_and_no_time() -> None:
    began = time.process_time()
    assert len(claims("".join(str(n * n) for n in range(20_000))[:100_000])) == MOST_CLAIMS
    assert claims("1" * 100_000) == []
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "told",
    ["8152835304586983 " * 5880, "81528353" * 6000 + "04586983" * 6000, "81528353 " * 3000 + " 04586983" * 3000],
)
def test_a_text_made_of_one_code_alone_holds_a_thread_for_no_time(told: str) -> None:
    began = time.process_time()
    assert claims(without(CODE, told)) == []
    assert time.process_time() - began < 2


def test_what_taking_a_code_away_puts_together_is_taken_away_too() -> None:
    assert without(CODE, "it is 81528353 8152835304586983 04586983, ok") == "it is , ok"


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_searched(text: str) -> None:
    assert all(len(code.reveal()) == LENGTH for code in claims(text))
    assert without(CODE, text) == text or CODE in claims(text)


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
