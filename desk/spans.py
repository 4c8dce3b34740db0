"""Lengths of time and sizes in an operator's language: how long, never what time of day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from talk.words import Words, phrase
from triage.deadlines import Deadline, Verdict

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_KB = 1024


def span(words: Words, language: str, length: timedelta) -> str:
    """Return a length of time in its largest fitting unit: just now, 7 min, 3 h, 2 d."""
    seconds = int(length.total_seconds())
    if seconds < _MINUTE:
        return phrase(words, language, "time.now")
    unit, name = (_MINUTE, "minutes") if seconds < _HOUR else (_HOUR, "hours") if seconds < 2 * _DAY else (_DAY, "days")
    return phrase(words, language, f"time.{name}", {"count": str(seconds // unit)})


def left(words: Words, language: str, deadline: Deadline, now: datetime) -> str:
    """Return how long a clock still has, or by how much it is late; a clock of days says its last day."""
    if not isinstance(deadline.due, datetime):
        return deadline.due.isoformat() if isinstance(deadline.due, date) else ""
    late = deadline.verdict is Verdict.MISSED
    length = now - deadline.due if late else deadline.due - now
    count = max(1, int(length.total_seconds()) // _MINUTE)
    told = span(words, language, timedelta(minutes=count))
    return phrase(words, language, "time.late" if late else "time.left", {"time": told})


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count < _KB:
        return f"{count} B"
    return f"{count / _KB:.0f} KB" if count < _KB * _KB else f"{count / (_KB * _KB):.1f} MB"


def minutes(seconds: int) -> str:
    """Return a length of sound as 0:07 or 12:30."""
    return f"{seconds // 60}:{seconds % 60:02d}"
