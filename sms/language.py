"""Guess in which of a line's languages a first text message is written."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

from sms.obvious import obvious

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
# Taken into the comparison without being offered: a text in a language that nobody configured would otherwise be given
# with confidence to the nearest one that somebody did. Measured in docs/decisions/0003.
_DECOYS = ("fr", "tl")
_SURE = 0.6
_ENOUGH = 100  # characters; on 1,047 real messages 500 of them guessed no better, at four times the cost


def guess(text: str, allowed: Sequence[str], default: str) -> str:
    """Return the one of `allowed` (tags like `en`, `zh-CN`) that `text` is written in, `default` where that is unsure.

    Chinese is known by its script alone; only the first 100 characters count.
    """
    sample = text[:_ENOUGH]
    if _HAN.search(sample) and not _KANA_OR_HANGUL.search(sample):
        return _tag("zh", allowed, default)
    codes = _codes(allowed)
    if clear := obvious(sample, codes):
        return _tag(clear, allowed, default)
    code, confidence = _likeliest(sample, codes)
    return _tag(code, allowed, default) if confidence >= _SURE else default


def warm(allowed: Sequence[str]) -> None:
    """Load what `guess` needs for these languages, so that the first message does not wait for it."""
    _detector(_codes(allowed))


def _likeliest(text: str, codes: tuple[str, ...]) -> tuple[str, float]:
    first = _detector(codes).compute_language_confidence_values(text)[0]
    return first.language.iso_code_639_1.name.lower(), first.value


def _tag(code: str, allowed: Sequence[str], default: str) -> str:
    return next((tag for tag in allowed if _code(tag) == code), default)


def _code(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _codes(allowed: Sequence[str]) -> tuple[str, ...]:
    return _known_codes(tuple(allowed))


@functools.cache
def _known_codes(allowed: tuple[str, ...]) -> tuple[str, ...]:
    known = (code for code in (*map(_code, allowed), *_DECOYS) if code.upper() in _KNOWN)
    return tuple(dict.fromkeys(known))


@functools.cache
def _detector(codes: tuple[str, ...]) -> LanguageDetector:
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*(_KNOWN[code.upper()] for code in codes))
    return builder.with_low_accuracy_mode().build()


_KNOWN: dict[str, IsoCode639_1] = {name: getattr(IsoCode639_1, name) for name in dir(IsoCode639_1) if name.isupper()}
