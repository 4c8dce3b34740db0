"""The nightly look at what the provider keeps on our numbers: what nobody told us of is filed, then all is erased.

It only reads lists and adds jobs, each thing in a transaction of its own, so it can be killed and begun again anywhere.
Two at once agree: what one has filed has its job, and the other leaves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from privacy.alias import digests
from privacy.secret import Secret
from provider.faults import Fault
from provider.kept import (
    MOST,
    Found,
    Kept,
    calls_on,
    our_numbers,
    recording_kept,
    recordings_since,
    text_kept,
    texts_on,
)
from provider.profiles import Profile
from provider.rest import Rest
from store import days, jobs, reports, rounds
from store.database import Connection
from store.jobs import Job
from store.rounds import Round
from work.ledger import Ledger, ledger
from work.options import Work
from work.orphans import draft_of, erase_job, file_recording, file_text
from work.result import Done, Later, Result, backoff
from work.verdicts import YOUNG, Times, Verdict, judge

LISTED = timedelta(days=30)
"""How far back the lists are read. What came in and is older than what is filed is counted, and left alone."""

_TRIES = 8
_AFTER_A_START = YOUNG + 300
_NIGHT = 5 * 3600
_ERASABLE: dict[str, Callable[[Profile], bool]] = {
    "message": lambda profile: profile.delete_message or profile.redact_message,
    "recording": lambda profile: profile.delete_recording,
    "call": lambda profile: profile.delete_call,
}


class _Ended(Exception):
    """The provider does not answer; carries its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(slots=True)
class _Look:
    """One look under way."""

    work: Work
    rest: Rest
    book: Ledger
    times: Times
    counts: Counter[Verdict] = field(default_factory=Counter)
    more: bool = False
    fault: Fault | None = None


def plan_look(work: Work) -> None:
    """Ask for a look once a night, at a time that nobody can foretell. Whoever asks, and how often: it is one."""
    now, night = work.seconds(), _next_night(work)
    job = Job(work.random(16), "reconcile", None, now, priority=jobs.LAST)

    def write(connection: Connection) -> None:
        if rounds.due(connection, now, now + _AFTER_A_START, night):
            jobs.add(connection, job)

    work.store.write(write)


def look_soon(work: Work) -> None:
    """Have the next look soon: while this process was not there, somebody may have spoken to the provider alone."""
    soon = work.seconds() + _AFTER_A_START
    work.store.write(lambda connection: rounds.sooner(connection, soon))


def reconcile(work: Work, job: Job) -> Result:
    """Look at everything; if the provider does not answer, again some times, and then in the next night."""
    found = look(work)
    work.store.write(lambda connection: rounds.keep(connection, found))
    if found.fault is not None and job.attempts < _TRIES:
        return Later(backoff(job.attempts, 60), found.fault)
    return Done()


def look(work: Work) -> Round:
    """Look at everything on our numbers, file what is nobody's and ask for the rest to be erased. Raises `NotKept`."""
    if work.rest is None:
        return Round(work.keyring.day(), fault="no_provider")
    keyring = work.keyring

    def ready(connection: Connection) -> int:
        days.ready(connection, keyring.yesterday(), keyring.day(), keyring.tomorrow())
        return rounds.since(connection)

    since, book = work.store.write(ready), ledger(work)
    under_way = _Look(work, work.rest, book, Times(work.seconds(), since, book.unreadable))
    try:
        _through(under_way)
    except _Ended as ended:
        under_way.fault = ended.fault
    return _came_to(under_way)


def _came_to(look: _Look) -> Round:
    count, fault = look.counts, look.fault
    return Round(
        day=look.work.keyring.day(), filed=count[Verdict.FILE], erased=count[Verdict.ERASE], kept=count[Verdict.KEPT],
        old=count[Verdict.OLD], unsure=count[Verdict.UNSURE], more=look.more, fault=fault.code if fault else None,
    )  # fmt: skip


def _through(look: _Look) -> None:
    """Texts first, then recordings, then calls: by a call we know whose a recording is."""
    start = datetime.fromtimestamp(max(look.times.now - LISTED.total_seconds(), look.times.since), UTC)
    calls: dict[Secret, Kept] = {}
    for number in _numbers(look):
        for text in _listed(look, texts_on(look.rest, number, start)):
            _text(look, text)
        calls |= {call.sid: call for call in _listed(look, calls_on(look.rest, number, start))}
    held = set()
    for recording in _listed(look, recordings_since(look.rest, start)) if calls else ():
        call = calls.get(recording.call or recording.sid)
        if call is not None and not _recording(look, recording, call):
            held.add(call.sid)
    for call in calls.values():
        if call.sid not in held:
            _call(look, call)


def _numbers(look: _Look) -> Iterable[str]:
    """Return our numbers: those that a line names, and those whose calls or texts the provider sends to us."""
    named = [number for line in look.work.lines.by_name.values() for number in line.numbers]
    led_here = our_numbers(look.rest, look.work.origin) if look.work.origin else ()
    if isinstance(led_here, Fault):
        _note(look, led_here)
        led_here = ()
    return dict.fromkeys((*named, *led_here))


def _listed(look: _Look, found: Found) -> tuple[Kept, ...]:
    """Return what a list has. One that is refused is noted, and the others are looked at all the same."""
    if isinstance(found, Fault):
        _note(look, found)
        return ()
    look.more = look.more or len(found) >= MOST
    return found


def _note(look: _Look, fault: Fault) -> None:
    """Note what was refused. Raises `_Ended` where asking for anything else would be answered alike."""
    if fault.retry:
        raise _Ended(fault)
    look.fault = fault


def _text(look: _Look, kept: Kept) -> None:
    verdict = _judged(look, "message", kept, holds_words=kept.inbound)
    if verdict is not Verdict.FILE:
        _settle(look, verdict, "message", kept)
        return
    text = text_kept(look.rest, kept.sid)
    if isinstance(text, Fault):
        if not text.done:
            _note(look, text)
        return
    if not text.body and not text.media:
        _settle(look, Verdict.ERASE, "message", kept)
    elif file_text(look.work, kept, text):
        look.counts[Verdict.FILE] += 1


def _recording(look: _Look, kept: Kept, call: Kept) -> bool:
    """Deal with one recording; return whether its call may be erased after it."""
    verdict = _judged(look, "recording", kept, holds_words=not kept.empty)
    if verdict is not Verdict.FILE:
        _settle(look, verdict, "recording", kept)
        return verdict not in (Verdict.OLD, Verdict.UNSURE)
    there = recording_kept(look.rest, kept.sid)
    if isinstance(there, Fault):
        if not there.done:
            _note(look, there)
        return there.done
    if not there:
        _settle(look, Verdict.ERASE, "recording", kept)
    elif file_recording(look.work, kept, call.ours, look.book):
        look.counts[Verdict.FILE] += 1
    return True


def _call(look: _Look, kept: Kept) -> None:
    _settle(look, _judged(look, "call", kept, holds_words=False), "call", kept)


def _judged(look: _Look, kind: str, kept: Kept, *, holds_words: bool) -> Verdict:
    known = look.book.get(kept.sid) is not None
    erasable = _ERASABLE[kind](look.rest.options.profile)
    return judge(kept.at, look.times, known=known, holds_words=holds_words, erasable=erasable)


def _settle(look: _Look, verdict: Verdict, kind: str, kept: Kept) -> None:
    """Count a verdict, and have erased what is only to be erased."""
    if verdict is Verdict.LEAVE:
        return
    if verdict is not Verdict.ERASE or _asked_for(look.work, kind, kept.sid):
        look.counts[verdict] += 1


def _asked_for(work: Work, kind: str, sid: Secret) -> bool:
    """Ask for something to be erased; return whether nobody had, in the meantime."""
    ids = digests(kind, sid, work.keyring.day_keys())
    draft = draft_of(work, ids) if kind == "call" else None

    def write(connection: Connection) -> bool:
        if jobs.exists(connection, *ids):
            return False
        report = draft.draft if draft and reports.exists(connection, draft.draft) else None
        return jobs.add(connection, erase_job(work, report, kind, sid, ids[0]))

    return work.store.write(write)


def _next_night(work: Work) -> int:
    """Return a moment in the first five hours of the next UTC day."""
    tomorrow = datetime.combine(work.now().astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return int(tomorrow.timestamp()) + int.from_bytes(work.random(4)) % _NIGHT
