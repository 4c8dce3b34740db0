"""Lengths of time as people write them: "10 minutes", "24 hours", "7 days", "3 months"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

EXACT = timedelta(hours=24)
ALLOWED = 'a number and minutes, hours, days or months, such as "10 minutes"'

_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_SHAPE = re.compile(r"([1-9]\d{0,2}) (minute|hour|day|month)s?")
_MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; or, if `months` is not 0, that many calendar months."""

    length: timedelta
    months: int = 0

    @property
    def exact(self) -> bool:
        """Tell whether this is short enough (24 hours at most) to be kept to the second."""
        return not self.months and self.length <= EXACT

    def last_day(self, start: date) -> date:
        """Return the last day of the span that begins on `start`: three months from 30 November end in February."""
        if not self.months:
            return start + self.length
        years, month = divmod(start.month - 1 + self.months, _MONTHS_IN_A_YEAR)
        last = calendar.monthrange(start.year + years, month + 1)[1]
        return date(start.year + years, month + 1, min(start.day, last))


def parse_span(text: str) -> Span | None:
    """Read a span; None when the text is none (ALLOWED says what is)."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    count, unit = int(found[1]), found[2]
    return Span(timedelta(0), count) if unit == "month" else Span(count * _UNITS[unit])
