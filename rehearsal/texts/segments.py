"""How many parts a text travels in."""

from __future__ import annotations

import math

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà",
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")


def segments(text: str) -> int:
    """Return the number of SMS parts: of 160 or 153 seven-bit units, else of 70 or 67 sixteen-bit units."""
    if set(text) <= _GSM | _GSM_TWICE:
        units = sum(2 if letter in _GSM_TWICE else 1 for letter in text)
        return 1 if units <= 160 else math.ceil(units / 153)
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= 70 else math.ceil(units / 67)
