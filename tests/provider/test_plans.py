"""What we say of a number is what the library says of it."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider.plans import placed

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
TYPES = [value for name, value in vars(phonenumbers.PhoneNumberType).items() if name.isupper()]


def oracle(number: str) -> tuple[str | None, int]:
    parsed = phonenumbers.parse(number, None)
    return phonenumbers.region_code_for_number(parsed), phonenumbers.number_type(parsed)


def e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@pytest.mark.parametrize("region", REGIONS)
def test_every_kind_of_number_of_a_country_is_known_as_what_it_is(region: str) -> None:
    examples = (phonenumbers.example_number_for_type(region, kind) for kind in TYPES)
    for number in [e164(each) for each in examples if each is not None]:
        for near in (number, number[:-1] + "7", number[:-4] + "0042"):
            assert placed(near) == oracle(near), near


@pytest.mark.parametrize("code", [800, 808, 870, 878, 881, 882, 883, 888, 979])
def test_so_are_numbers_of_the_whole_world(code: int) -> None:
    number = phonenumbers.example_number_for_non_geo_entity(code)
    assert number is None or placed(e164(number)) == oracle(e164(number))


@settings(max_examples=2000)
@given(
    st.sampled_from(["1", "44", "7", "39", "49", "86", "34", "52", "61", "599"]),
    st.from_regex("[1-9][0-9]{5,10}", fullmatch=True),
)
def test_and_numbers_that_nobody_gave_out(code: str, rest: str) -> None:
    number = f"+{code}{rest}"[:16]
    parsed = phonenumbers.parse(number, None)
    assert phonenumbers.national_significant_number(parsed) != rest or placed(number) == oracle(number)


@pytest.mark.parametrize(
    "text", ["", "+", "+0123456789", "4155550134", "whatsapp:+14155550134", "+999123456789", "+12"]
)
def test_what_is_no_number_of_a_country_is_nowhere(text: str) -> None:
    assert placed(text) is None
