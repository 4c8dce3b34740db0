"""What to mask in a reporter's words. All languages' rules are tried: which one it is, is only a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.codes import checked
from privacy.redaction import chinese, latin
from privacy.redaction.english import ENGLISH
from privacy.redaction.kinds import Kind, Suggestion
from privacy.redaction.spanish import SPANISH

LANGUAGES = ("en", "zh-CN", "es")

_FINDERS = (latin.finder(ENGLISH), latin.finder(SPANISH))
_SIXTEEN = re.compile(r"(?<![0-9])(?<![0-9][ -])[0-9](?:[ -]?[0-9]){15}(?![ -]?[0-9])")
_OF_MONEY = re.compile(r"card|account|iban|bank|visa|tarjeta|cuenta|banco|卡|账|帐|银行", re.IGNORECASE)
_NEAR = 40  # characters before a run of digits in which a bank is looked for


def suggest(text: str) -> tuple[Suggestion, ...]:
    """Return what a text tells about its writer, in order, never overlapping.

    Only what is said in the first person counts: whoever is accused keeps name, number and address. It takes time that
    grows with the length of the text, whatever stands in it.
    """
    found = (*latin.find(text, _FINDERS), *chinese.find(text), *_codes(text))
    return tuple(_apart(sorted(found, key=lambda each: (each.start, -each.end))))


def _apart(found: list[Suggestion]) -> Iterator[Suggestion]:
    """Yield suggestions from left to right, the longer of two that begin alike, none inside another."""
    end = 0
    for each in found:
        if each.start >= end:
            yield each
            end = each.end


def _codes(text: str) -> Iterator[Suggestion]:
    """Yield codes: sixteen digits whose last checks the others, unless a bank is spoken of just before."""
    for match in _SIXTEEN.finditer(text):
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if checked(match[0]) is not None and not _OF_MONEY.search(before):
            yield Suggestion(*match.span(), Kind.CODE, "")
