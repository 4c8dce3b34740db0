"""What is to be done with something that the provider keeps on a number of ours: one pure rule, for lists and calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

FILED_DAYS = 14
"""What is older than that and nobody's is left alone: of it no key tells any more whether it is a report already."""

YOUNG = 15 * 60
"""Seconds for which a webhook may still be on its way, with all the provider's attempts."""

_DAY = 86_400


class Verdict(StrEnum):
    """What is to be done."""

    LEAVE = "leave"  # it has its job, or is too young, or from before the site was made
    FILE = "file"  # it is nobody's: a report first, then erased
    ERASE = "erase"  # nothing to be filed
    KEPT = "kept"  # to be erased, if only this provider could
    OLD = "old"  # nobody's, and too old to tell
    UNSURE = "unsure"  # perhaps a report already: the key that would tell is lost


@dataclass(frozen=True, slots=True)
class Times:
    """`now` and when the site was made, in seconds since 1970; the last day of which jobs do not open, else ""."""

    now: int
    since: int
    unreadable: str


def judge(at: int, times: Times, *, known: bool, holds_words: bool, erasable: bool) -> Verdict:
    """Return what is to be done with something of the second `at`.

    `known`: it has a job. `holds_words`: a text that came in or a recording with something on it. `erasable`: this
    provider lets us erase its kind.
    """
    if known or at > times.now - YOUNG or at < times.since:
        return Verdict.LEAVE
    if holds_words and at < times.now - FILED_DAYS * _DAY:
        return Verdict.OLD
    if holds_words and datetime.fromtimestamp(at, UTC).date().isoformat() <= times.unreadable:
        return Verdict.UNSURE
    if holds_words:
        return Verdict.FILE
    return Verdict.ERASE if erasable else Verdict.KEPT
