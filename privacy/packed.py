"""Digits as machines pack them: two to a byte, and as integers and floats of databases."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_LEAST = 5
"""Bytes of a form below which chance would find it: five are met by chance once in 10^12 places."""

_HALF = 1 << 30  # an integer below it has so few bytes that chance would find it


def packed(digits: str) -> Iterator[tuple[str, bytes]]:
    """Return (name, bytes) of every packed form with whole bytes."""
    pairs = digits[: len(digits) // 2 * 2]
    value = int(digits)
    forms = [("BCD", bytes.fromhex(pairs)), ("BCD with swapped halves", _swapped(pairs))]
    forms += [("a numeric of PostgreSQL", _numeric(digits))]
    if value >= _HALF:
        forms += [("a 48-bit integer", value.to_bytes(6, "big")), ("a 64-bit integer", value.to_bytes(8, "little"))]
        forms += [("a 64-bit float", struct.pack(order + "d", value)) for order in "<>"]
    return (form for form in forms if len(form[1]) >= _LEAST)


def halves(digits: str) -> Iterator[tuple[str, re.Pattern[bytes]]]:
    """Return (name, pattern) of the packed forms that begin in the middle of a byte, whatever the other halves hold."""
    inner = digits[1:][: len(digits[1:]) // 2 * 2]
    last = digits[len(inner) + 1 :]
    if len(inner) // 2 >= _LEAST - 1:
        yield "BCD", _within(_low(digits[0]), bytes.fromhex(inner), _high(last))
        yield "BCD with swapped halves", _within(_high(digits[0]), _swapped(inner), _low(last))


def _low(digit: str) -> bytes:
    """Return the bytes whose low half is a digit; none where there is no digit."""
    return bytes(range(int(digit), 256, 16)) if digit else b""


def _high(digit: str) -> bytes:
    return bytes(int(digit) * 16 + low for low in range(16)) if digit else b""


def _within(before: bytes, middle: bytes, after: bytes) -> re.Pattern[bytes]:
    """Return a pattern that begins with its literal part, which is looked for quickly."""
    ahead = b"(?<=[" + re.escape(before) + b"]" + re.escape(middle) + b")"
    return re.compile(re.escape(middle) + ahead + (b"[" + re.escape(after) + b"]" if after else b""), re.DOTALL)


def _swapped(digits: str) -> bytes:
    """Return packed digits as a SIM card and a text message's header have them (3GPP TS 23.040, semi-octets)."""
    return bytes.fromhex("".join(digits[at + 1] + digits[at] for at in range(0, len(digits), 2)))


def _numeric(digits: str) -> bytes:
    """Return the digits of PostgreSQL's numeric on disk: 16-bit integers, little-endian, base 10,000."""
    filled = digits.zfill(-(-len(digits) // 4) * 4)
    return struct.pack(f"<{len(filled) // 4}H", *(int(filled[at : at + 4]) for at in range(0, len(filled), 4)))
