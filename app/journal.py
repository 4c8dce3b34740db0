"""The log: one JSON line an event, made of fixed words. What is not on the list of fields does not get in.

A message with arguments, a traceback or a library's own text could carry a number or a word of a report. So a record of
a library loses all of that at its birth, whatever handler it reaches; ours are held against patterns as they are
written. A test reads the source besides: every line of ours is a literal sentence.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

_WORD = re.compile(r"[a-z][a-z0-9_]{0,30}")
_CLASS = re.compile(r"[A-Za-z_]{1,60}")
_COUNT = re.compile(r"\d{1,9}")
_PLACE = re.compile(r"[a-z_/]{1,60}\d{0,3}\.py:\d{1,5}")
FIELDS: Mapping[str, re.Pattern[str]] = {
    "kind": _WORD, "error": _CLASS, "reason": _WORD, "count": _COUNT, "door": _WORD, "where": _PLACE,
}  # fmt: skip
"""What a line may carry besides its sentence, and how a value must look. Another one is left out, its name too."""

OURS = ("app", "desk", "intake", "ivr", "provider", "sms", "store", "web", "work")
_SENTENCE = re.compile(r"[A-Za-z][a-z ,'-]{2,79}")
_NAME = re.compile(r"[a-z_]{1,40}\d{0,3}(\.[a-z_]{1,40}\d{0,3}){0,5}")
_LEVELS = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "critical"}
_ROOT = Path(__file__).parents[1]
_LOG = logging.getLogger(__name__)


class Fixed(logging.Formatter):
    """Writes an event without anything that came from outside."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of one event: day, level, who, what (a fixed text of ours), allowed fields."""
        ours = _ours(record.name)
        who = record.name if ours else record.name.partition(".")[0]
        line = {
            "at": f"{datetime.now(UTC):%Y-%m-%d}",
            "level": _LEVELS.get(record.levelno, "other"),
            "who": _fitting(_NAME, who),
            "what": _fitting(_SENTENCE, record.msg) if ours and not record.args else "",
        }
        return json.dumps(line | (_fields(record) if ours else {}))


def keep_journal(level: int = logging.WARNING) -> None:
    """Send all logging through the one formatter, to standard error, and let nobody who dies say more than a name."""
    root = logging.getLogger()
    root.handlers[:] = [_handler()]
    root.setLevel(level)
    logging.setLogRecordFactory(_born)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # it would print the line that could not be written, with all that is in it
    hush()
    threading.excepthook = lambda died: _died("a thread died", died.exc_type, died.exc_traceback)
    sys.unraisablehook = lambda lost: _died("an error went by", lost.exc_type, lost.exc_traceback)


def hush() -> None:
    """Have a command that dies say the name of its error and where, and libraries no more than that they complained."""
    logging.lastResort = _handler()
    sys.excepthook = lambda error, _, trace: _died("the program died", error, trace)


def where(trace: TracebackType | None) -> str:
    """Return the innermost line of our own code that an error passed through, "" for none."""
    place = ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(_ROOT) and "site-packages" not in file.parts:
            place = f"{file.relative_to(_ROOT)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _handler() -> logging.StreamHandler[Any]:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Fixed())
    return handler


def _born(name: str, level: int, *rest: Any, **more: Any) -> logging.LogRecord:
    """Make a record. Libraries add handlers of their own (SQLAlchemy's echo, Werkzeug): theirs finds nothing in it."""
    record = logging.LogRecord(name, level, *rest, **more)
    if not _ours(name):
        record.msg, record.args, record.exc_info, record.stack_info = "", (), None, None
    return record


def _ours(name: str) -> bool:
    return name.partition(".")[0] in OURS


def _fields(record: logging.LogRecord) -> dict[str, str]:
    given = {name: str(getattr(record, name)) for name in FIELDS if hasattr(record, name)}
    return {name: value for name, value in given.items() if FIELDS[name].fullmatch(value)}


def _fitting(pattern: re.Pattern[str], text: object) -> str:
    return text if isinstance(text, str) and pattern.fullmatch(text) else ""


def _died(what: str, error: type[BaseException] | None, trace: TracebackType | None) -> None:
    """Say what ended by an error of this name; its text and its traceback could quote a report."""
    _LOG.critical(what, extra={"error": error.__name__ if error else "unknown", "where": where(trace)})
