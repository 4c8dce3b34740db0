"""Making the rows of a report: sealed to its desks and to the pipeline, with the jobs that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from intake.options import Intake
from privacy.arguments import seal_argument
from privacy.items import SealedItem, seal_item
from privacy.secret import Secret
from store import jobs
from store.database import Connection
from triage.lines import Line

Write = Callable[[Connection], None]
VAULT_SECONDS = 4 * 3600
_PIPELINE = "pipeline:"


def readers(intake: Intake, line: Line) -> dict[str, bytes]:
    """Return who can open what comes in on a line: every desk of its chain, and the pipeline until it is done."""
    chain = {f"desk:{name}": intake.desks[name] for name in line.desks if name in intake.desks}
    day, pair = intake.keyring.pipeline_today()
    return chain | {_PIPELINE + day: pair.public}


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
    argument = seal_argument({"code": code, "private": private.hex()}, pair.public)
    return jobs.Job(intake.random(16), "code", report, intake.seconds(), argument, _PIPELINE + day)


def fetch_job(
    intake: Intake, report: bytes, id_: bytes, argument: Mapping[str, Secret | str | int], seconds: int
) -> jobs.Job:
    """Return the job that fetches a recording or a medium; `id_` is a keyed digest, so that twice is once."""
    day, pair = intake.keyring.pipeline_today()
    wrapped = seal_argument(argument, pair.public)
    priority = jobs.SHORT if seconds <= _SHORT_SECONDS else jobs.LONG
    return jobs.Job(id_, "fetch", report, intake.seconds(), wrapped, _PIPELINE + day, priority)


def erase_job(
    intake: Intake, report: bytes | None, argument: Mapping[str, Secret | str | int], *, id_: bytes | None = None
) -> jobs.Job:
    """Return the job that erases the provider's copy, sealed to the erase key of the day."""
    day, pair = intake.keyring.erase_today()
    return jobs.Job(
        id_ or intake.random(16), "erase", report, intake.seconds(), seal_argument(argument, pair.public),
        f"erase:{day}", jobs.LATER,
    )  # fmt: skip


_SHORT_SECONDS = 60
