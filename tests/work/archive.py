"""Reports that were worked on and closed, and looking for what is left of them once they are erased."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from intake.moves import Wanted, look, make
from intake.putting import erase_job
from privacy.secret import Secret
from store import jobs, reports
from store.database import Connection
from store.schema import codes, counts, items, wraps
from tests.desk.office import Office, open_desk
from tests.plugins.site import Site
from triage.states import Move
from work.forgetting import daily
from work.options import Forgetting
from work.sweep import sweep


@dataclass
class Archive:
    """A desk whose reports come to an end. `told` are the ids that the port for backups was told, in order."""

    site: Site
    office: Office
    told: list[bytes] = field(default_factory=list)

    def report(self, outcome: str | None = None, *, sound: int = 0, files: int = 0, **how: Any) -> bytes:
        """File a report with so many recordings and files, have it read and, with an outcome, closed."""
        report = self.office.report(**how)
        for kind, count in (("recording", sound), ("file", files)):
            for _ in range(count):
                self.office.add(report, kind, secrets.token_bytes(3000), author="reporter")
        self.read(bytes.fromhex(report))
        if outcome is not None:
            self.move(bytes.fromhex(report), Move.CLOSE, outcome=outcome)
        return bytes.fromhex(report)

    def read(self, report: bytes) -> None:
        """Open a report at the desk."""
        with self.site.store.read() as connection:
            there = reports.sealed_items(connection, report)
        look(self.site.intake, report, sum(author == "reporter" for author, _, _ in there))

    def move(self, report: bytes, move: Move, **how: Any) -> None:
        """Make a move."""
        make(self.site.intake, self.site.operator, report, Wanted(move, **how))

    def forgetting(self) -> Forgetting:
        """Return what retention works with here."""
        return Forgetting(self.site.store, self.site.intake.retention, self.site.clock, self.told.extend)

    def day(self, days: float = 1) -> None:
        """Go on by days, and do what is done every day: two sweeps, as they come minute by minute."""
        self.site.clock.go(days=days)
        sweep(replace(self.site.work(), forgetting=self.forgetting()))
        for _ in range(2):
            daily(self.forgetting())

    def there(self, report: bytes) -> bool:
        """Return whether a report can be found."""
        with self.site.store.read() as connection:
            return reports.exists(connection, report)

    def item_states(self, report: bytes) -> dict[str, set[tuple[str, bool]]]:
        """Return (state, whether there are bytes) of a report's items, by kind."""
        found: dict[str, set[tuple[str, bool]]] = {}
        with self.site.store.read() as connection:
            for row in connection.execute(select(items).where(items.c.report == report)):
                found.setdefault(row.kind, set()).add((row.state, row.body is not None))
        return found

    def counted(self) -> dict[tuple[str, str, str], int]:
        """Return the counts by period, what and value."""
        with self.site.store.read() as connection:
            rows = connection.execute(select(counts)).all()
        return {(row.period, row.what, row.value): row._mapping["count"] for row in rows}

    def sealed(self, report: bytes) -> dict[str, list[bytes]]:
        """Return every ciphertext of a report: its wraps, bodies, locked keys."""
        mine = select(items.c.id).where(items.c.report == report)
        queries = {
            "wraps": select(wraps.c.sealed).where(wraps.c.item.in_(mine)),
            "bodies": select(items.c.body).where(items.c.report == report),
            "codes": select(codes.c.locked).where(codes.c.report == report),
        }
        with self.site.store.read() as connection:
            return {name: list(connection.execute(query).scalars()) for name, query in queries.items()}

    def erasing_at_the_provider(self, report: bytes) -> None:
        """Have something of a report still to be erased at the provider."""
        job = erase_job(self.site.intake, report, "message", Secret("SM" + "0" * 32), b"e" * 16)
        self.site.store.write(lambda connection: jobs.add(connection, job))

    def run(self, statement: str) -> None:
        """Run a statement on the database."""

        def write(connection: Connection) -> None:
            connection.execute(text(statement))

        self.site.store.write(write)


def archive_of(site: Site) -> Archive:
    """Return the archive of a site."""
    return Archive(site, open_desk(site))


def left_in(folder: Path, needles: list[bytes]) -> int:
    """Return how many ciphertexts, whole or their beginnings or ends, stand in any file of a folder."""
    raw = b"\0".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
    return sum(needle[:32] in raw or needle[-32:] in raw for needle in needles)
