"""Numbers that an owner types, and where a sender's comes from."""

from __future__ import annotations

import pytest

from provider.numbers import NotANumber, NumberFault, NumberType, Origin, normalise, origin


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("+1 (202) 555-0123", None, "+12025550123"),
        ("202-555-0123", "US", "+12025550123"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("+86 10 8888 8888", None, "+861088888888"),
        ("+34 912 34 56 78", None, "+34912345678"),
    ],
)
def test_a_number_is_taken_as_people_write_it(typed: str, region: str | None, number: str) -> None:
    assert normalise(typed, region) == number


@pytest.mark.threat(3)
@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", NumberFault.NOT_A_NUMBER),
        ("the desk", NumberFault.NOT_A_NUMBER),
        ("202-555-0123", NumberFault.NO_COUNTRY),
        ("+999 123456", NumberFault.NO_COUNTRY),
        ("+1 202 555", NumberFault.TOO_SHORT),
        ("+1 202 555 0123 4567", NumberFault.TOO_LONG),
        ("+1 055 555 0123", NumberFault.NOT_IN_USE),
    ],
)
def test_what_is_wrong_with_a_number_is_said_without_repeating_it(typed: str, fault: NumberFault) -> None:
    with pytest.raises(NotANumber) as wrong:
        normalise(typed)
    assert wrong.value.fault is fault
    assert not typed or typed not in str(wrong.value)


@pytest.mark.parametrize(
    ("number", "where"),
    [
        ("+18005551212", Origin("US", NumberType.TOLL_FREE)),
        ("+19005551234", Origin("US", NumberType.PREMIUM)),
        ("+447911123456", Origin("GG", NumberType.MOBILE)),
        ("+8613912345678", Origin("CN", NumberType.MOBILE)),
        ("+34803123456", Origin("ES", NumberType.PREMIUM)),
        ("+37060112345", Origin("LT", NumberType.MOBILE)),
        ("+99912345678", Origin(None, NumberType.OTHER)),
        ("whatsapp:x", Origin(None, NumberType.OTHER)),
    ],
)
def test_where_a_number_comes_from_and_what_it_costs_is_known(number: str, where: Origin) -> None:
    assert origin(number) == where
