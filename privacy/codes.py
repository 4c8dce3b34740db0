"""The reporter's code: fifteen random digits and a check digit, read in groups of four like a bank card."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from nacl.bindings import crypto_generichash_blake2b_salt_personal as blake2b

from privacy.secret import Secret

LENGTH = 16
_RANDOM_DIGITS = LENGTH - 1
_SPACE = 10**_RANDOM_DIGITS
_DRAW_BYTES = 8

_IN_TEXT = re.compile(r"(?<![0-9])(?<![0-9][ -])[0-9](?:[ -]?[0-9]){15}(?![ -]?[0-9])")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

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
    """Return the code in `text` if it is sixteen ASCII digits, groups allowed, with a right check digit; else None."""
    digits = "".join(text.translate(_FULL_WIDTH).split()).replace("-", "")
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return None
    return Secret(digits) if check_digit(digits[:-1]) == digits[-1] else None


def find_code(text: str) -> tuple[Secret, str] | None:
    """Return the first code in a text and the text without it; None where there is none.

    Digits may be grouped by blanks or hyphens and be of full width. A longer run of digits is no code.
    """
    for match in _IN_TEXT.finditer(text.translate(_FULL_WIDTH)):
        if code := checked(match.group()):
            return code, f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}".strip()
    return None


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
