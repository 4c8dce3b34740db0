"""How long something is kept, in words: the day, what it is counted from, and what stands in the way."""

from __future__ import annotations

from desk.access import here
from desk.door import Desk
from talk.words import phrase
from triage.retention import CHECKED, OPEN, Due, Retention


def why_kept(door: Desk, due: Due) -> str:
    """Return why something is erased on its day, such as "60 days after closing, as “unfounded”"."""
    words, language = door.intake.words, here().language
    facts = {
        "days": str(due.days),
        "since": due.since.isoformat(),
        "rule": _named(door.intake.retention, due, language),
    }
    known = f"desk.kept.why_{due.rule}"
    return phrase(words, language, known if due.rule in _FIXED else "desk.kept.why", facts)


_FIXED = frozenset({OPEN, CHECKED, "recordings", "attachments"})


def _named(retention: Retention, due: Due, language: str) -> str:
    label = next((rule.label for rule in retention.closed if rule.name == due.rule), {})
    return label.get(language, due.rule)
