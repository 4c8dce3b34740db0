"""What `sotto check` looks at beyond the settings: each finding is a sentence an owner can act on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.house import House
from intake.budget import ALL
from provider.connect import standing
from provider.profiles import PROFILES, missing
from store import jobs, queries
from store.database import NotKept
from work.speech.host import Host

_PRIVATE = 0o077


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    about: str
    words: str
    ok: bool = True


def examine(house: House) -> list[Finding]:
    """Look at everything."""
    return [*_folders(house), *_store(house), *_limits(house), *_provider(house), *_speech(house)]


def _folders(house: House) -> Iterator[Finding]:
    for about, folder in (("secrets", house.settings.secrets_dir), ("runtime keys", house.settings.runtime_dir)):
        if folder.exists() and folder.stat().st_mode & _PRIVATE:
            yield Finding(about, f"{folder} can be read by others: chmod 700", ok=False)
        else:
            yield Finding(about, f"{folder} is ours alone.")
    if not _in_memory(house.settings.runtime_dir):
        words = "SOTTO_RUNTIME_DIR is not in memory: keys that must die would stay on disk."
        yield Finding("runtime keys", words, ok=False)


def _in_memory(folder: Path) -> bool:
    """Return whether a folder lies on a file system in memory, by the longest mount point that holds it."""
    mounts = (line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines())
    holding = [(place, kind) for place, kind in mounts if os.path.commonpath((place, folder)) == place]
    return bool(holding) and max(holding, key=lambda mount: len(mount[0]))[1] in ("tmpfs", "ramfs")


def _store(house: House) -> Iterator[Finding]:
    try:
        with house.store.read() as connection:
            counts = queries.counts(connection)
            waiting = jobs.overview(connection)
    except NotKept:
        yield Finding("database", "The database cannot be read.", ok=False)
        return
    yield Finding("database", f"{counts['reports']} reports, {counts['jobs']} jobs waiting.")
    for row in waiting:
        if row.fault:
            yield Finding("jobs", f"{row.count} × {row.kind}: {row.fault}", ok=False)
    if counts["undelivered"]:
        words = f"{counts['undelivered']} codes sent by text were not delivered: their reporters may not be reachable."
        yield Finding("texts", words, ok=False)


def _limits(house: House) -> Iterator[Finding]:
    """Say how much of the budget for replies is used, by all processes of this machine, and whether there is room."""
    now, budget = house.intake.seconds(), house.intake.limiting.budget
    for share in budget.shares(now):
        if share.used or share.line == ALL:
            of = f"line {share.line}" if share.line else "all lines"
            words = f"{share.used} of {share.most} segments sent this {share.span}, {of}."
            yield Finding("replies", words, ok=share.used < share.most)
    fault = house.room.fault()
    yield Finding("disk", f"{fault}: nothing new is taken." if fault else "There is room for reports.", ok=not fault)


def _provider(house: House) -> Iterator[Finding]:
    for sentence in missing(PROFILES[house.settings.profile]):
        yield Finding("provider", sentence)
    for sentence in standing(house.rest()):
        yield Finding("provider", sentence, ok=False)


def _speech(house: House) -> Iterator[Finding]:
    host = Host(str(house.settings.speech))
    try:
        problems = host.check()
    finally:
        host.stop()
    for sentence in problems:
        yield Finding("recogniser", sentence, ok=False)
    if not problems:
        yield Finding("recogniser", "Recordings can be decoded and transcribed.")
