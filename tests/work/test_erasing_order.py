"""Everything of a call or text is erased, what is inside before what it is in, and patience is counted in days."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from intake.delivery import Reply, told_of
from privacy.alias import digests
from privacy.secret import Secret
from rehearsal import client
from store import desks
from store.desks import Operator
from store.schema import jobs
from tests.plugins.line import CONTROL
from tests.provider.fake import Fake, rest_at
from tests.provider.fake import Reply as Answer
from tests.work.town import Town

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
ERASE = ("erase",)
ANA = "+14155550171"
_RINGING = 45.0

pytestmark = pytest.mark.threat(14)


def deletions(town: Town) -> list[str]:
    """Return a list that grows by the kind of everything that is deleted at the provider from now on."""
    seen: list[str] = []

    def note(answer: Any, **_: object) -> None:
        if answer.request.method == "DELETE" and answer.status_code == 204:
            seen.append(answer.request.path_url.split("/")[-2])

    assert town.site.rest is not None
    town.site.rest.session.hooks["response"].append(note)
    return seen


def all_of_it(town: Town) -> None:
    for _ in range(4):
        town.site.work_off()
        town.erase()


def test_recordings_go_before_their_call(town: Town) -> None:
    seen = deletions(town)
    town.record(CLIP)
    all_of_it(town)
    assert seen == ["Recordings", "Calls"]


def test_a_call_whose_recording_is_not_final_stays_for_as_long(town: Town) -> None:
    town.record(CLIP)
    town.site.work_off()
    town.peer.fault("rest.recordings", "fail", status=409, times=99)
    for _ in range(3):
        town.erase()
    town.peer.calm()
    assert len(town.peer.kept()["calls"]) == 1
    town.site.clock.go(hours=7)
    town.site.work_off(ERASE)
    town.erase()
    assert not any(town.peer.kept().values())


def test_the_legs_to_operators_are_erased_though_nobody_told_of_them(town: Town) -> None:
    on_duty = Operator("bo", b"", b"", (), phone=ANA, on_duty=True)
    town.site.store.write(partial(desks.save_operator, operator=on_duty))
    client.set_phone(town.peer.provider.url, CONTROL, ANA, "no-answer")
    told = town.peer.call(keys=("1", "0"), hang_up_after=_RINGING)
    assert not told.of("dialled")  # the caller left while it rang, so nobody told us of the leg
    before = town.peer.kept()["calls"]
    assert len(before) == 2
    seen = deletions(town)
    all_of_it(town)
    assert town.peer.kept()["calls"] == []
    assert seen == ["Calls"] * len(before)


def test_a_text_goes_after_its_attachments(town: Town) -> None:
    seen = deletions(town)
    town.peer.text("Look", media=[("text/plain", b"at this"), ("text/plain", b"and this")])
    all_of_it(town)
    assert seen[seen.index("Media") :].index("Messages") == 2
    assert not any(town.peer.kept().values())


def test_our_own_replies_are_erased_and_the_report_waits_for_them(town: Town) -> None:
    town.peer.text("There is smoke")
    kept = town.peer.kept()["messages"]
    assert len(kept) == 2
    reports = {job.report for job in town.jobs(*ERASE)}
    assert reports == {town.site.reports()[0].row.id}
    all_of_it(town)
    assert town.peer.kept()["messages"] == []


def test_a_reply_whose_last_word_never_comes_is_erased_all_the_same(town: Town) -> None:
    [number] = town.peer.rest().client.incoming_phone_numbers.list()
    sent = town.peer.rest().client.messages.create(to="+14155550134", from_=number.phone_number, body="Your code")
    sid = Secret(sent.sid)
    keys = town.site.intake.keyring.day_keys()
    told = Reply(sid, digests("message", sid, keys), None, with_code=True)
    for _ in range(3):
        told_of(town.site.intake, told, None)
    [job] = town.jobs(*ERASE)
    assert job.due > town.site.intake.seconds()
    town.site.clock.go(minutes=3)
    town.site.work_off(ERASE)
    assert (town.jobs(*ERASE), town.peer.kept()["messages"]) == ([], [])


@pytest.mark.threat(13)
def test_callbacks_twice_late_and_in_any_order_are_one_job_and_leave_nothing(town: Town) -> None:
    sid = Secret("SM" + secrets.token_hex(16))
    report = None
    for moved in (0, 1):
        town.site.clock.go(days=moved)
        names = digests("message", sid, town.site.intake.keyring.day_keys())
        for arrived in (None, True, None, False):
            told_of(town.site.intake, Reply(sid, names, report, with_code=True), arrived)
    [job] = town.jobs(*ERASE)
    assert job.due <= town.site.intake.seconds()
    files = [file for folder in (town.site.folders.data, town.site.folders.secrets) for file in folder.rglob("*")]
    held = b"".join(file.read_bytes() for file in files if file.is_file())
    for needle in (sid.reveal().encode(), bytes.fromhex(sid.reveal()[2:])):
        assert needle not in held
    town.site.work_off(ERASE)  # the provider never had it: 404
    assert town.jobs(*ERASE) == []


def test_the_copies_of_a_call_are_pending_until_it_has_ended(town: Town) -> None:
    town.peer.fault("call_status", "fail")
    town.record(CLIP)
    [report] = town.site.reports()
    assert report.row.copies == "pending"
    all_of_it(town)
    [report] = town.site.reports()
    assert (report.row.copies, town.peer.kept()["calls"]) == ("erased", [])


def test_being_busy_for_long_uses_up_no_patience(town: Town, fake: Fake) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    fake.will(Answer(status=429, headers={"Retry-After": "1"}))
    town.site.rest = rest_at(fake.url)
    waits = []
    for _ in range(80):
        town.site.clock.go(hours=1)
        town.site.work_off(ERASE)
        waits += [job.due - town.site.intake.seconds() for job in town.jobs(*ERASE)]
    assert {job.dead for job in town.jobs(*ERASE)} == {False}
    assert max(waits) > 4 * 3600  # a second was asked for; who is busy is not asked every second
    assert len({wait for wait in waits if wait > 3 * 3600}) > 2  # and not all at once


def test_a_wrong_token_is_tried_for_as_long_as_the_key_lives(town: Town, fake: Fake) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    right = town.site.rest
    fake.will(Answer(status=401))
    town.site.rest = rest_at(fake.url)
    for _ in range(28):
        town.site.clock.go(days=1)
        town.site.work_off(ERASE)
    assert {(job.dead, job.fault) for job in town.jobs(*ERASE)} == {(False, "credentials")}
    town.site.rest = right
    town.site.clock.go(hours=8)
    town.site.work_off(ERASE)
    assert town.peer.kept()["messages"] == []


def test_patience_is_counted_in_days_and_not_in_tries(town: Town, fake: Fake) -> None:
    town.peer.text("There is smoke")
    town.site.work_off()
    fake.will(Answer(status=429))
    town.site.rest = rest_at(fake.url)
    town.site.clock.go(minutes=1)
    town.site.store.write(lambda connection: connection.execute(update(jobs).values(attempts=500)))
    town.site.work_off(ERASE)
    assert {job.dead for job in town.jobs(*ERASE)} == {False}
