"""Telephone numbers, by phonenumbers: those an owner configures, and where a sender's comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from privacy.secret import Secret
from provider.plans import placed

_BETWEEN = re.compile(r"[ ()./-]")
_ANY_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


class NumberFault(StrEnum):
    """What is wrong with a number that somebody typed. The words are for the person, and repeat no digit."""

    NOT_A_NUMBER = "is not a telephone number: write it as +, country code and number, such as +12025550123"
    NO_COUNTRY = "begins with no country code: write + and the country code in front"
    TOO_SHORT = "is too short for a number of its country"
    TOO_LONG = "is too long for a number of its country"
    NOT_IN_USE = "has the right length, but its country gives out no such number"


class NotANumber(ValueError):
    """A configured number cannot be called. Its text says why without repeating the number."""

    def __init__(self, fault: NumberFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class NumberType(StrEnum):
    """What a number is, as far as its country's plan tells."""

    FIXED = "fixed"
    MOBILE = "mobile"
    FIXED_OR_MOBILE = "fixed_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    SHARED_COST = "shared_cost"
    VOIP = "voip"
    OTHER = "other"
    UNKNOWN = "unknown"
    """Newer than our copy of its country's plan, perhaps."""


_TYPES = {
    PhoneNumberType.FIXED_LINE: NumberType.FIXED,
    PhoneNumberType.MOBILE: NumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: NumberType.FIXED_OR_MOBILE,
    PhoneNumberType.TOLL_FREE: NumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: NumberType.PREMIUM,
    PhoneNumberType.SHARED_COST: NumberType.SHARED_COST,
    PhoneNumberType.VOIP: NumberType.VOIP,
    PhoneNumberType.UNKNOWN: NumberType.UNKNOWN,
}

_NORTH_AMERICA = "+1"

_PARSE_FAULTS = {
    NumberParseException.INVALID_COUNTRY_CODE: NumberFault.NO_COUNTRY,
    NumberParseException.TOO_SHORT_AFTER_IDD: NumberFault.TOO_SHORT,
    NumberParseException.TOO_SHORT_NSN: NumberFault.TOO_SHORT,
    NumberParseException.TOO_LONG: NumberFault.TOO_LONG,
}

_LENGTH_FAULTS = {
    phonenumbers.ValidationResult.TOO_SHORT: NumberFault.TOO_SHORT,
    phonenumbers.ValidationResult.TOO_LONG: NumberFault.TOO_LONG,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number comes from: ISO region ("001" for numbers of the world, None if nobody's) and type."""

    region: str | None
    type: NumberType


def normalise(text: str, region: str | None = None) -> str:
    """Return a configured number as E.164; `region` allows it to be written as in that country. Raises `NotANumber`.

    Numbers set aside for fiction, such as +1 202 555 0123, are accepted like others of their country.
    """
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as error:
        raise NotANumber(_PARSE_FAULTS.get(error.error_type, NumberFault.NOT_A_NUMBER)) from None
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in _LENGTH_FAULTS:
        raise NotANumber(_LENGTH_FAULTS[length])
    if not phonenumbers.is_valid_number(number):
        raise NotANumber(NumberFault.NOT_IN_USE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def origin(number: str) -> Origin:
    """Return where an E.164 number comes from, for allow-lists: premium and foreign numbers cost whoever answers."""
    found = placed(number)
    return Origin(None, NumberType.OTHER) if found is None else Origin(found[0], _kind(number, found[1]))


def _kind(number: str, kind: int) -> NumberType:
    """Return a number's type. Personal numbers earn by what comes in (+44 70…), except those of North America (5xx)."""
    if kind == PhoneNumberType.PERSONAL_NUMBER and number.startswith(_NORTH_AMERICA):
        return NumberType.UNKNOWN
    return _TYPES.get(kind, NumberType.OTHER)


def written(text: str) -> dict[str, Secret]:
    """Return a number as programs write it, by the name of each way; a country's own formats are among them.

    A number that no country gives out is taken as it is: somebody may have called from it all the same. Raises
    `NotANumber` for what is no number, or has no country code.
    """
    try:
        e164 = normalise(text)
    except NotANumber as error:
        bare = _BETWEEN.sub("", text)
        if error.fault is NumberFault.NO_COUNTRY or not _ANY_NUMBER.fullmatch(bare):
            raise
        e164 = bare
    number = phonenumbers.parse(e164, None)
    formats = phonenumbers.PhoneNumberFormat
    ways = {"national format": formats.NATIONAL, "international format": formats.INTERNATIONAL, "URI": formats.RFC3966}
    made = {"E.164": e164, "digits": e164[1:], "national": phonenumbers.national_significant_number(number)}
    made |= {name: phonenumbers.format_number(number, way) for name, way in ways.items()}
    return {name: Secret(spelling) for name, spelling in made.items()}
