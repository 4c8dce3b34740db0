"""Erasing at the provider: after ours was read back, again until it is done, and an alarm when it never will be."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.provider.fake import Fake, Reply, rest_at
from tests.work.town import Town
from work.pipeline import run_one

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
ERASE = ("erase",)


def copies(town: Town) -> list[str | None]:
    return [report.row.copies for report in town.site.reports()]


def _hang(handler: BaseHTTPRequestHandler) -> None:
    """Wait for a byte that never comes."""
    handler.rfile.read(1)


def test_call_recording_and_text_are_erased_and_the_reports_say_so(town: Town) -> None:
    town.record(CLIP)
    town.peer.text("There is smoke")
    assert copies(town) == ["pending", "pending"]
    town.site.work_off()
    town.erase()
    assert town.peer.kept() == {"calls": [], "recordings": [], "messages": []}
    assert copies(town) == ["erased", "erased"]
    assert town.jobs() == []


def test_a_call_without_a_report_is_erased_too(town: Town) -> None:
    town.peer.call(keys=("1", "hangup"))
    town.erase()
    assert town.peer.kept()["calls"] == []


def test_nothing_is_erased_while_anything_is_still_to_be_read(town: Town) -> None:
    town.record(CLIP)
    for _ in range(3):
        town.erase()
    kept = town.peer.kept()
    assert len(kept["recordings"]) == len(kept["calls"]) == 1
    assert all(job.fault is None for job in town.jobs(*ERASE))


@pytest.mark.parametrize(("status", "fault"), [(409, "not_final"), (429, "throttled"), (500, "provider_down")])
def test_what_cannot_be_erased_yet_is_tried_again_later(town: Town, status: int, fault: str) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    town.peer.fault("rest.messages", "fail", status=status, times=2)
    town.erase()
    waiting = town.jobs(*ERASE)
    assert {job.fault for job in waiting} == {fault}
    assert all(job.due > town.site.intake.seconds() for job in waiting)
    assert copies(town) == ["pending"]
    town.site.clock.go(hours=7)
    town.site.work_off(ERASE)
    assert town.peer.kept()["messages"] == []
    assert copies(town) == ["erased"]


def test_what_is_gone_already_counts_as_erased(town: Town, fake: Fake) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    fake.will(Reply.json({"code": 20404}, 404))
    town.site.rest = rest_at(fake.url)
    town.erase()
    assert copies(town) == ["erased"]


def test_a_provider_that_hangs_is_asked_again_and_the_report_stays_pending(town: Town, fake: Fake) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    fake.will(Reply(raw=_hang))
    town.site.rest = rest_at(fake.url)
    town.erase()
    assert {job.fault for job in town.jobs(*ERASE)} == {"too_slow"}
    assert copies(town) == ["pending"]


def test_a_wait_that_the_provider_names_is_kept_to(town: Town, fake: Fake) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    fake.will(Reply(status=429, headers={"Retry-After": "1000"}))
    town.site.rest = rest_at(fake.url)
    town.erase()
    assert {job.due - town.site.intake.seconds() for job in town.jobs(*ERASE)} == {1001}


def test_a_lasting_refusal_marks_the_report_and_is_not_hidden_by_what_could_be_erased(town: Town, fake: Fake) -> None:
    town.record(CLIP)
    town.site.work_off()
    right = town.site.rest
    fake.will(Reply(status=400))
    town.site.rest = rest_at(fake.url)
    town.site.clock.go(minutes=1)
    work = town.site.work()
    assert run_one(work, b"a" * 16, ERASE)  # one of the two is refused for good
    assert copies(town) == ["failed"]
    town.site.rest = right
    town.site.work_off(ERASE)
    assert copies(town) == ["failed"]
    assert [(job.fault, job.dead) for job in town.jobs(*ERASE)] == [("refused", True)]


def test_what_is_not_final_for_a_fortnight_is_given_up_with_an_alarm(town: Town, fake: Fake) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    fake.will(Reply.json({"code": 20009}, 409))
    town.site.rest = rest_at(fake.url)
    town.site.clock.go(minutes=1)
    began = town.site.clock.moment
    while any(not job.dead for job in town.jobs(*ERASE)):
        town.site.work_off(ERASE)
        town.site.clock.go(hours=6)
    assert 13 < (town.site.clock.moment - began).days < 20
    assert copies(town) == ["failed"]


def test_what_could_not_be_fetched_is_never_erased(town: Town, fake: Fake) -> None:
    town.record(CLIP)
    right = town.site.rest
    fake.will(Reply(status=400))
    town.site.rest = rest_at(fake.url)
    town.site.work_off()
    town.site.rest = right
    for _ in range(3):
        town.erase()
        town.site.clock.go(hours=7)
    assert len(town.peer.kept()["recordings"]) == 1
    assert copies(town) == ["pending"]
    assert {job.fault for job in town.jobs(*ERASE)} == {"not_fetched"}
