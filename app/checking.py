"""What `sotto check` looks at beyond the settings: each finding is a sentence an owner can act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from app.copies import told
from app.ground import look_around
from app.house import House
from config.setting import declared
from config.settings import Settings
from intake.budget import ALL
from intake.rotation import DUE
from provider.connect import standing
from provider.profiles import PROFILES, missing
from store import desks, erased, erasures, jobs, queries
from store.database import NotKept
from triage.retention import OPEN, Stop
from work.files.gate import Gate
from work.forgetting import REPORT, schedule
from work.speech.host import Host

_SOON, _LATE = timedelta(days=30), timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    about: str
    words: str
    ok: bool = True


def examine(house: House, env: Mapping[str, str]) -> list[Finding]:
    """Look at everything."""
    return [
        *_ground(house, env),
        *_store(house),
        *_keys(house),
        *_copies(house),
        *_retention(house),
        *_limits(house),
        *_provider(house),
        *_speech(house),
        *_files(),
    ]


def _ground(house: House, env: Mapping[str, str]) -> Iterator[Finding]:
    """Say what the line stands on, and whether it would start on it in earnest."""
    found = {field: getattr(house.settings, field) for field in declared(Settings)}
    for look in look_around(found, env):
        yield Finding(look.about, str(look.fault or look.words), ok=look.fault is None)


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
        if row.fault and row.kind != erasures.KIND:
            yield Finding("jobs", f"{row.count} × {row.kind}: {row.fault}", ok=False)
    if counts["undelivered"]:
        words = f"{counts['undelivered']} codes sent by text were not delivered: their reporters may not be reachable."
        yield Finding("texts", words, ok=False)


def _copies(house: House) -> Iterator[Finding]:
    with suppress(NotKept):
        for sentence, ok in told(house):
            yield Finding("copies", sentence, ok=ok)


def _keys(house: House) -> Iterator[Finding]:
    """Look for what somebody must still do about keys and backups."""
    try:
        with house.store.read() as connection:
            due = desks.setting(connection, DUE) is not None
            unfinished = any(name.endswith(desks.RETIRED) for name in desks.lock(connection))
            untold = erased.waiting(connection)
    except NotKept:
        return
    if due:
        words = "Somebody who reads no longer may know the desks' keys: run `sotto operators rotate`."
        yield Finding("desk keys", words, ok=False)
    if unfinished:
        words = "The desks' keys were being replaced, and that was not finished: run `sotto operators rotate`."
        yield Finding("desk keys", words, ok=False)
    for folder, reports in untold.items():
        words = f"{folder} is out of reach and was not told of {len(reports)} erased reports: bring it back."
        yield Finding("backups", words, ok=False)


def _retention(house: House) -> Iterator[Finding]:
    """Say what is not erased although its day has come, and what will be without anybody having closed it."""
    forgetting = house.forgetting()
    today = forgetting.today()
    try:
        found = [each for each in schedule(forgetting) if each.what == REPORT]
    except NotKept:
        return  # said above
    due = [each.due for each in found if each.due.day <= today]
    soon = today + _SOON
    yield Finding("retention", f"{sum(each.due.stop is Stop.HELD for each in found)} reports on legal hold.")
    if unread := sum(each.stop is Stop.UNREAD for each in due):
        words = f"{unread} reports are kept past their day because nobody at the desk has read all of them."
        yield Finding("retention", words, ok=False)
    if late := sum(each.stop is None and each.day < today - _LATE for each in due):
        words = f"{late} reports should have been erased days ago: `sotto forget`, and look at the log of the sweep."
        yield Finding("retention", words, ok=False)
    if left := sum(each.due.rule == OPEN and each.due.day <= soon and each.due.stop is None for each in found):
        words = f"{left} open reports will be erased within {_SOON.days} days: close them, or put a hold on them."
        yield Finding("retention", words, ok=False)


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


def _files() -> Iterator[Finding]:
    problems = Gate().check()
    for sentence in problems:
        yield Finding("files", sentence, ok=False)
    if not problems:
        yield Finding("files", "Pictures, documents, films and sound can be looked at.")
