"""What the provider may still hold, and until when; and what of it a person must see to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from desk.door import Desk
from desk.view import Answer, show
from intake.copies import copies


def page(door: Desk) -> Answer:
    """Show how the erasing stands. It names no report: whoever is not trusted with reports may see it."""
    today = date.fromisoformat(door.intake.keyring.day())
    return show(
        door, "copies", copies=copies(door.intake), provider=door.provider, held=_until(door.held, today),
        copies_alarms=0,
    )  # fmt: skip


def _until(held: Mapping[str, int | None], today: date) -> list[tuple[str, int | None, str]]:
    """Return (name, days, last day for what comes in today) of what is held, the longest first."""
    known = [(name, days, (today + timedelta(days=days)).isoformat()) for name, days in held.items() if days]
    return [*((name, None, "") for name, days in held.items() if days is None), *sorted(known, key=lambda one: -one[1])]
