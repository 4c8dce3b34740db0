"""Which of the provider's ids are on their way out already: read from the jobs that erase, done with or given up.

Such a job stays until it is confirmed or its key is dead after 30 days. What is looked for is at most 14 days old. So
everything that ever had a job is found here for longer than anybody asks, though every digest of it is dead by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from privacy.arguments import open_argument
from privacy.seal import NotOpened
from privacy.secret import Secret
from store import erasures
from store.erasures import Erasure
from work.options import Work


@dataclass(frozen=True, slots=True, repr=False)
class Ledger:
    """Jobs by the id they erase. `unreadable` is the newest day whose jobs do not open, its key being lost; else ""."""

    by_sid: Mapping[Secret, Erasure]
    unreadable: str = ""

    def get(self, sid: Secret | None) -> Erasure | None:
        """Return the job that erases something, given up or not; None where there is none."""
        return None if sid is None else self.by_sid.get(sid)


def ledger(work: Work) -> Ledger:
    """Open every job that erases."""
    with work.store.read() as connection:
        rows = erasures.all_erasures(connection)
    by_sid, unreadable = {}, ""
    for row in rows:
        sid = _sid(work, row)
        if sid is None:
            unreadable = max(unreadable, row.day)
        else:
            by_sid[sid] = row
    return Ledger(by_sid, unreadable)


def _sid(work: Work, row: Erasure) -> Secret | None:
    pair = work.keyring.erase(row.day)
    try:
        return None if pair is None else open_argument(row.argument, pair).get("sid")
    except NotOpened:
        return None
