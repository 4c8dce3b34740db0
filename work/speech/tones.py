"""Tell keypad and ringing tones from voices."""

from __future__ import annotations

from array import array
from itertools import combinations_with_replacement
from operator import mul

_ORDER = (
    8  # samples that foretell the next: two would do for each pure sine wave, the rest helps through mu-law's noise
)
_TONE = 1000.0  # power of the sound over what cannot be foretold; measured: tones 1500 and more, voices seldom


def is_tone(frame: array[int]) -> bool:
    """Say whether `frame` (some hundred samples) is a few steady sine waves and next to nothing else."""
    columns = [frame[_ORDER - lag : len(frame) - lag] for lag in range(_ORDER + 1)]
    products = [[0.0] * len(columns) for _ in columns]
    for (one, first), (two, second) in combinations_with_replacement(enumerate(columns), 2):
        products[one][two] = products[two][one] = float(sum(map(mul, first, second)))
    power = products[0][0]
    return power > 0 and _left_over(products) * _TONE < power


def _left_over(products: list[list[float]]) -> float:
    """Return the power of the newest sample that the older ones do not explain: least squares by elimination."""
    rows = [[*products[lag][1:], products[lag][0]] for lag in range(1, _ORDER + 1)]
    left = products[0][0]
    floor = left * 1e-9
    for at, pivot in enumerate(rows):
        if pivot[at] <= floor:
            continue
        left -= pivot[-1] ** 2 / pivot[at]
        for row in rows[at + 1 :]:
            factor = row[at] / pivot[at]
            row[:] = [value - factor * other for value, other in zip(row, pivot, strict=True)]
    return max(0.0, left)
