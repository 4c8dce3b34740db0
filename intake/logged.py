"""The call log as people and programs read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake.opening import concerns
from intake.options import Intake
from privacy.alias import alias_words
from store import queries


def logged(intake: Intake, keys: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return the call log as `sotto calls --json` prints it; alias and report only while their day's table lives.

    Only calls to lines of the desks with these `keys`: who called a line is not for those it may be about.
    """
    with intake.store.read() as connection:
        calls = queries.call_log(connection)
    return [
        {
            "caller": alias_words(call.alias) if call.alias else None,
            "line": call.line,
            "language": call.language,
            "steps": list(call.steps),
            "outcome": call.outcome,
            "seconds": call.seconds,
            "day": call.day,
            "report": call.report.hex() if call.report else None,
        }
        for call in calls
        if concerns(intake, keys, call.line)
    ]
