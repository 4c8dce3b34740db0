"""Digits as people say them and as recognisers write them down, in the three languages of the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPANISH = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_CHINESE = "零一二三四五六七八九"
_WAYS: Mapping[str, tuple[str, ...]] = {
    "in English": _ENGLISH,
    "in English, with oh": ("oh", *_ENGLISH[1:]),
    "in English, with o": ("o", *_ENGLISH[1:]),
    "in Spanish": _SPANISH,
    "in Spanish, with un": ("cero", "un", *_SPANISH[2:]),
    "in Chinese": tuple(_CHINESE),
    "in Chinese, as on the telephone": ("零", "幺", *_CHINESE[2:]),
    "in Chinese, with a round zero": ("〇", *_CHINESE[1:]),
    "in Chinese, as on the telephone, with a round zero": ("〇", "幺", *_CHINESE[2:]),
    "in Chinese, as on a bank form": tuple("零壹贰叁肆伍陆柒捌玖"),
    "in wide digits": tuple("０１２３４５６７８９"),
}
_TWICE: Mapping[str, tuple[str, str]] = {"in English": ("double", "triple"), "in Spanish": ("doble", "triple")}
_THRICE = 3


def spoken(digits: str) -> Iterator[tuple[str, str]]:
    """Return (how, words) for each way in which a number is read out digit by digit, words apart by spaces."""
    for how, words in _WAYS.items():
        yield f"spoken {how}", " ".join(words[int(digit)] for digit in digits)
        if how in _TWICE:
            yield f"spoken {how}, doubles together", " ".join(_together(digits, words, _TWICE[how]))


def _together(digits: str, words: tuple[str, ...], many: tuple[str, str]) -> Iterator[str]:
    """Return the words with "double five" for 55 and "triple five" for 555."""
    at = 0
    while at < len(digits):
        run = next(size for size in (_THRICE, 2, 1) if digits[at : at + size] == digits[at] * size)
        yield " ".join((*many[run - 2 : run - 1] * (run > 1), words[int(digits[at])]))
        at += run
