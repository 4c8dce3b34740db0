"""The reporter's code: fifteen random digits and a check digit, read in groups of four like a bank card."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from unicodedata import decimal

from argon2.low_level import Type, hash_secret_raw
from nacl.bindings import crypto_generichash_blake2b_salt_personal as blake2b

from privacy.secret import Secret

LENGTH = 16
_RANDOM_DIGITS = LENGTH - 1
_SPACE = 10**_RANDOM_DIGITS
_DRAW_BYTES = 8

# Digits as people group them: by up to three blanks, full stops, hyphens of any kind, and the like.
_RUN = re.compile(r"\d(?:[\s.,:/|·_()\u200b\u200e\u200f\ufeff\u2010-\u2015\u2212-]{0,3}\d){15,}")
_DIGIT = re.compile(r"\d")
MOST_CLAIMS = 4
"""Codes looked for in one text: each costs a look-up."""

_MOST_WINDOWS = 2000
_MOST_NESTED = 4

MEMORY_KIB = 65_536
PASSES = 2
LANES = 1


@dataclass(frozen=True, slots=True, repr=False)
class CodeKeys:
    """What a code opens: `lookup` finds its report, `key` opens the reporter's private key. Neither tells the other."""

    lookup: bytes
    key: bytes


def check_digit(digits: str) -> str:
    """Return the check digit of a run of digits by Luhn's formula (ISO/IEC 7812-1, annex B).

    It catches every single wrong digit and every swap of neighbours but 09 and 90.
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the formula's own nine
    return str(-total % 10)


def new_code(random: Callable[[int], bytes]) -> Secret:
    """Draw a code. `random(n)` gives n random bytes; draws that would favour some digits are thrown away."""
    limit = 256**_DRAW_BYTES // _SPACE * _SPACE
    while (drawn := int.from_bytes(random(_DRAW_BYTES))) >= limit:
        pass
    digits = f"{drawn % _SPACE:0{_RANDOM_DIGITS}d}"
    return Secret(digits + check_digit(digits))


def checked(text: str) -> Secret | None:
    """Return the code in `text` if it is sixteen digits, groups allowed, with a right check digit; else None."""
    digits = "".join(_plain(text).split()).replace("-", "")
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return None
    return Secret(digits) if check_digit(digits[:-1]) == digits[-1] else None


def claims(text: str) -> list[Secret]:
    """Return what in a text may be a code: sixteen digits with a right check digit, in whatever grouping and script.

    Runs of just sixteen digits come first, then what is hidden in longer ones; `MOST_CLAIMS` at most.
    """
    runs = [_DIGIT.findall(run.group()) for run in _RUN.finditer(_plain(text))]
    windows = ("".join(run[at : at + LENGTH]) for run in sorted(runs, key=len) for at in range(len(run) - LENGTH + 1))
    fitting = (each for each in islice(windows, _MOST_WINDOWS) if check_digit(each[:-1]) == each[-1])
    return [Secret(each) for each in islice(dict.fromkeys(fitting), MOST_CLAIMS)]


def without(code: Secret, text: str) -> str:
    """Return a text without a code, wherever it stands in it and however it is grouped.

    Taking one away can put another together. A text made of so many inside each other loses all its digits.
    """
    for _ in range(_MOST_NESTED):
        left = _once_without(code.reveal(), text)
        if left is None:
            return text
        text = left
    return text if _once_without(code.reveal(), text) is None else " ".join(_DIGIT.sub(" ", text).split())


def _once_without(digits: str, text: str) -> str | None:
    """Return a text without the copies of a code that stand in it; None where there is none."""
    kept, after = [], 0
    for first, last in _places(digits, _plain(text)):
        kept.append(text[after:first].strip())
        after = last
    return " ".join(part for part in (*kept, text[after:].strip()) if part) if after else None


def _places(digits: str, plain: str) -> Iterator[tuple[int, int]]:
    """Return where each copy of a code begins and ends in a text, one look at each sign: a text may be long."""
    for run in _RUN.finditer(plain):
        places = [run.start() + digit.start() for digit in _DIGIT.finditer(run.group())]
        told, at = "".join(plain[place] for place in places), -LENGTH
        while (at := told.find(digits, at + LENGTH)) >= 0:
            yield places[at], places[at + LENGTH - 1] + 1


def _plain(text: str) -> str:
    """Return a text with the digits of every script as ASCII ones, each sign in its place."""
    return text if text.isascii() else _DIGIT.sub(lambda digit: str(decimal(digit.group())), text)


def groups(code: Secret) -> str:
    """Return the code as people read it: four groups of four digits."""
    digits = code.reveal()
    return " ".join(digits[at : at + 4] for at in range(0, LENGTH, 4))


def derive(code: Secret, salt: bytes, pepper: bytes) -> CodeKeys:
    """Stretch a code once (Argon2id, 64 MiB, 2 passes: 0.05 to 0.2 s) and split the result into look-up and key.

    `salt` is the site's and stands in the database; `pepper` lives in the secrets folder. The split is keyed
    BLAKE2b with a personal string for each half, libsodium's own way to derive several keys from one.
    """
    stretched = hash_secret_raw(
        code.reveal().encode() + pepper, salt, time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES,
        hash_len=32, type=Type.ID,
    )  # fmt: skip
    return CodeKeys(_part(stretched, b"lookup"), _part(stretched, b"reporter"))


def _part(stretched: bytes, use: bytes) -> bytes:
    return blake2b(b"", key=stretched, person=b"sotto." + use)
