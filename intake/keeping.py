"""How long a report is kept, as the desk shows it."""

from __future__ import annotations

from dataclasses import dataclass

from intake.options import Intake
from store import keeping
from triage.retention import Due, attachments_due, recordings_due, report_due


@dataclass(frozen=True, slots=True)
class Keeping:
    """When a report is erased, and its recordings and attachments where they go earlier."""

    report: Due
    recordings: Due | None
    attachments: Due | None


def keeping_of(intake: Intake, report: bytes) -> Keeping | None:
    """Return how long a report is kept; None where there is none. What is still being worked on is not told here."""
    with intake.store.read() as connection:
        kept = keeping.kept(connection, (), report).get(report)
    if kept is None:
        return None
    whole = report_due(intake.retention, kept)
    return Keeping(
        whole,
        _before(recordings_due(intake.retention, kept), whole),
        _before(attachments_due(intake.retention, kept), whole),
    )


def _before(part: Due | None, whole: Due) -> Due | None:
    return part if part is not None and part.day < whole.day else None
