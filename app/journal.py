"""The log: one JSON line an event, made of fixed words. What is not on the list of fields does not get in.

A message with arguments, a traceback or a library's own text could carry a number or a word of a report, so of foreign
loggers only the level and the logger's name are written.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from datetime import UTC, datetime

FIELDS = ("kind", "error", "reason", "count", "door")
_LOG = logging.getLogger(__name__)
OURS = ("app", "desk", "intake", "ivr", "provider", "sms", "store", "web", "work")


class Fixed(logging.Formatter):
    """Writes an event without anything that came from outside."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of one event: day, level, who, what (a fixed text of ours), allowed fields."""
        ours = record.name.split(".")[0] in OURS and not record.args and isinstance(record.msg, str)
        line = {
            "at": f"{datetime.now(UTC):%Y-%m-%d}",
            "level": record.levelname.lower(),
            "who": record.name,
            "what": record.msg if ours else "",
        }
        line |= {name: str(getattr(record, name)) for name in FIELDS if ours and hasattr(record, name)}
        return json.dumps(line)


def keep_journal(level: int = logging.WARNING) -> None:
    """Send all logging through the one formatter, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Fixed())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # it would print the line that could not be written, with all that is in it
    sys.excepthook = _died
    threading.excepthook = lambda died: _died(died.exc_type)


def _died(error: type[BaseException], *_: object) -> None:
    """Say that a thread ended by an error of this name; its text and its traceback could quote a report."""
    _LOG.critical("a thread died", extra={"error": error.__name__})
