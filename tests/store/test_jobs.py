"""A job is done once by one worker, the urgent ones first, and a worker that froze does no harm when it wakes."""

from __future__ import annotations

from store import jobs
from store.jobs import DANGER, LATER, LONG, SHORT, Claim, Job
from tests.plugins.site import Site

NOW = 1_000_000


def add(site: Site, name: str, *, priority: int = SHORT, due: int = NOW, report: bytes | None = None) -> None:
    job = Job(name.encode(), "grade", report, due, priority=priority)
    site.store.write(lambda connection: jobs.add(connection, job))


def take(site: Site, worker: str = "w", now: int = NOW, lease: int = 60) -> Claim | None:
    return site.store.write(lambda connection: jobs.take(connection, worker.encode(), now, {"grade": lease}))


def test_danger_comes_first_then_short_before_long(any_site: Site) -> None:
    for name, priority in (("long", LONG), ("later", LATER), ("danger", DANGER), ("short", SHORT)):
        add(any_site, name, priority=priority)
    taken = [take(any_site) for _ in range(4)]
    assert [claim.job.id for claim in taken if claim] == [b"danger", b"short", b"long", b"later"]
    assert take(any_site) is None


def test_the_same_job_twice_is_one(any_site: Site) -> None:
    add(any_site, "once")
    add(any_site, "once", priority=DANGER)
    assert take(any_site) is not None
    assert take(any_site) is None


def test_what_is_not_due_is_not_taken(any_site: Site) -> None:
    add(any_site, "later", due=NOW + 1)
    assert take(any_site) is None
    assert take(any_site, now=NOW + 1) is not None


def test_a_job_whose_worker_died_is_taken_over_when_its_lease_is_over(any_site: Site) -> None:
    add(any_site, "job")
    first = take(any_site, "dead", lease=60)
    assert take(any_site, "other", now=NOW + 59) is None
    second = take(any_site, "other", now=NOW + 60)
    assert first is not None
    assert second is not None
    assert second.job.attempts == 2
    with any_site.store.read() as connection:
        assert not jobs.holds(connection, first), "the one that froze has lost it"
        assert jobs.holds(connection, second)


def test_put_back_it_is_due_again_and_keeps_the_name_of_its_fault(any_site: Site) -> None:
    add(any_site, "job")
    claim = take(any_site)
    assert claim is not None
    any_site.store.write(lambda connection: jobs.later(connection, claim, NOW + 5, "not_yet"))
    assert take(any_site, now=NOW + 4) is None
    assert take(any_site, now=NOW + 5) is not None


def test_done_it_is_gone(any_site: Site) -> None:
    add(any_site, "job", report=b"r")
    claim = take(any_site)
    assert claim is not None
    any_site.store.write(lambda connection: jobs.done(connection, claim))
    with any_site.store.read() as connection:
        assert jobs.waiting(connection, b"r", ("grade",)) == 0
        assert not jobs.any_waiting(connection, "grade")


def test_a_job_that_will_never_work_is_kept_and_nobody_waits_for_it(any_site: Site) -> None:
    add(any_site, "job", report=b"r")
    claim = take(any_site)
    assert claim is not None
    any_site.store.write(lambda connection: jobs.bury(connection, claim, "altered"))
    assert take(any_site, now=NOW + 10**9) is None
    with any_site.store.read() as connection:
        assert jobs.waiting(connection, b"r", ("grade",)) == 0
        assert jobs.buried(connection, b"r", "grade") == ["altered"]


def test_after_a_restart_the_only_process_takes_back_what_it_held(any_site: Site) -> None:
    add(any_site, "job")
    assert take(any_site) is not None
    any_site.store.write(jobs.release_all)
    assert take(any_site) is not None


def test_waiting_without_a_fault_uses_up_no_try(any_site: Site) -> None:
    add(any_site, "job")
    for round_ in range(3):
        claim = take(any_site, now=NOW + round_)
        assert claim is not None
        assert claim.job.attempts == 1
        due = NOW + round_ + 1
        any_site.store.write(lambda connection, claim=claim, due=due: jobs.later(connection, claim, due, None))  # type: ignore[misc]
