"""The two telephone codecs: one byte a sample, about 13 bits of range (ITU-T G.711)."""

from __future__ import annotations

_BIAS = 0x84


def _mu_law(code: int) -> int:
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + _BIAS << (code >> 4 & 7)) - _BIAS
    return -magnitude if code & 0x80 else magnitude


def _a_law(code: int) -> int:
    code ^= 0x55
    exponent = code >> 4 & 7
    magnitude = ((code & 0x0F) << 4) + (8 if exponent == 0 else 0x108)
    magnitude <<= max(0, exponent - 1)
    return magnitude if code & 0x80 else -magnitude


MU_LAW = tuple(_mu_law(code) for code in range(256))
"""The 16-bit value of each mu-law code."""

A_LAW = tuple(_a_law(code) for code in range(256))
"""The 16-bit value of each A-law code."""


def byte_tables(values: tuple[int, ...]) -> tuple[bytes, bytes]:
    """Return tables for `bytes.translate`: from a code to the low, and to the high byte of its value."""
    return bytes(value & 0xFF for value in values), bytes(value >> 8 & 0xFF for value in values)
