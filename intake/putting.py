"""Making the rows of a report: sealed to its desks and to the pipeline, with the jobs that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from intake.options import Intake
from privacy.arguments import seal_argument
from privacy.items import Reader, SealedItem, seal_item
from privacy.secret import Secret
from store import jobs
from store.database import Connection
from triage.lines import Line

Write = Callable[[Connection], None]
VAULT_SECONDS = 4 * 3600
_PIPELINE = "pipeline:"


def readers(intake: Intake, line: Line) -> dict[str, Reader]:
    """Return who can open what comes in on a line: every desk of its chain, and the pipeline until it is done."""
    chain: dict[str, Reader] = {f"desk:{name}": intake.desks[name] for name in line.desks if name in intake.desks}
    day, pair = intake.keyring.pipeline_today()
    return chain | {_PIPELINE + day: pair}


def sealed(intake: Intake, line: Line, report: bytes, kind: str, plain: bytes) -> SealedItem:
    """Seal one thing for everybody who may read the report."""
    return seal_item(plain, report=report, kind=kind, readers=readers(intake, line), random=intake.random)


def grade_job(intake: Intake, report: bytes, *, danger: bool) -> jobs.Job:
    """Return the job that grades a report: in danger first of all."""
    priority = jobs.DANGER if danger else jobs.SHORT
    return jobs.Job(intake.random(16), "grade", report, intake.seconds(), priority=priority)


def clean_jobs(intake: Intake, items: Iterable[SealedItem], *, danger: bool) -> tuple[jobs.Job, ...]:
    """Return the jobs that look at the files among what came in."""
    return tuple(
        jobs.Job(
            intake.random(16), "clean", item.report, intake.seconds(), item.id, None,
            jobs.file_urgency(len(item.body), danger=danger),
        )
        for item in items if item.kind == "file"
    )  # fmt: skip


def code_job(intake: Intake, report: bytes, code: Secret, private: bytes) -> jobs.Job:
    """Return the job that stretches a new code and locks the reporter's private key under it."""
    day, pair = intake.keyring.pipeline_today()
    argument = seal_argument({"code": code, "private": private.hex()}, pair, intake.random)
    return jobs.Job(intake.random(16), "code", report, intake.seconds(), argument, _PIPELINE + day)


def fetch_job(
    intake: Intake, report: bytes, id_: bytes, argument: Mapping[str, Secret | str | int], seconds: int
) -> jobs.Job:
    """Return the job that fetches a recording or a medium; `id_` is a keyed digest, so that twice is once."""
    day, pair = intake.keyring.pipeline_today()
    wrapped = seal_argument(argument, pair, intake.random)
    priority = jobs.SHORT if seconds <= _SHORT_SECONDS else jobs.LONG
    return jobs.Job(id_, "fetch", report, intake.seconds(), wrapped, _PIPELINE + day, priority)


def erase_job(intake: Intake, report: bytes | None, kind: str, sid: Secret, id_: bytes, wait: int = 0) -> jobs.Job:
    """Return the job that erases the provider's copy of a call, recording or message, sealed to the day's erase key.

    `id_` is a keyed digest, so that twice is once; `wait` is in seconds. A call goes after everything it led to.
    """
    day, pair = intake.keyring.erase_today()
    return jobs.Job(
        id_, "erase", report, intake.seconds() + wait, seal_argument({"kind": kind, "sid": sid}, pair, intake.random),
        f"erase:{day}", jobs.LAST if kind == "call" else jobs.LATER,
    )  # fmt: skip


_SHORT_SECONDS = 60
