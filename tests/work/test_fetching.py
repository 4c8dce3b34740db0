"""Bringing in recordings and attachments: tried until they are there, kept whole or not at all."""

from __future__ import annotations

import hashlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from intake.texts import Medium, Text, receive
from intake.visit import Given
from privacy.alias import digests
from privacy.secret import Secret
from provider.fetch import fetch_recording
from provider.rest import Rest
from store import jobs as table
from tests.provider.fake import Fake, Reply, rest_at
from tests.work.town import Town
from work.pipeline import _do, _finish

CLIP = Path(__file__).parents[1] / "clips" / "gun.wav"
FETCH = ("fetch",)


def _hang(handler: BaseHTTPRequestHandler) -> None:
    """Wait for a byte that never comes."""
    handler.rfile.read(1)


def test_a_recording_is_kept_to_the_byte_and_read_back_before_anything_is_erased(town: Town) -> None:
    town.record(CLIP)
    [recording] = town.peer.kept()["recordings"]
    assert town.site.rest is not None
    original = fetch_recording(town.site.rest, Secret(recording))
    assert isinstance(original, bytes)
    town.site.work_off(FETCH)
    assert [job.kind for job in town.jobs("transcribe", "erase")] == ["erase", "erase", "transcribe"]
    town.erase()
    assert town.peer.kept()["recordings"] == [recording]
    town.site.work_off()
    [piece] = town.site.reports()[0].of_kind("recording")
    assert hashlib.sha256(piece.plain).digest() == hashlib.sha256(original).digest()


@pytest.mark.parametrize(
    ("status", "fault"),
    [(404, "not_yet"), (429, "throttled"), (500, "provider_down"), (503, "provider_down"), (401, "credentials")],
)
def test_what_the_provider_refuses_for_now_is_asked_for_again_and_waits_longer_each_time(
    town: Town, status: int, fault: str
) -> None:
    town.record(CLIP)
    town.peer.fault("rest.audio", "fail", status=status, times=2)
    waits = []
    for _ in range(2):
        town.site.work_off(FETCH)
        [job] = town.jobs(*FETCH)
        assert (job.fault, job.lease, job.dead) == (fault, None, False)
        waits.append(job.due - town.site.intake.seconds())
        town.site.clock.go(seconds=waits[-1])
    assert 0 < waits[0] < waits[1]
    town.site.work_off()
    assert [len(report.of_kind("recording")) for report in town.site.reports()] == [1]


def test_a_provider_that_does_not_answer_is_left_alone_and_asked_again(town: Town, fake: Fake) -> None:
    town.record(CLIP)
    right: Rest | None = town.site.rest
    fake.will(Reply(raw=_hang))
    town.site.rest = rest_at(fake.url)
    assert town.site.work_off(FETCH) == 1
    assert [job.fault for job in town.jobs(*FETCH)] == ["too_slow"]
    town.site.rest = rest_at("http://127.0.0.1:9")
    town.site.clock.go(minutes=1)
    town.site.work_off(FETCH)
    assert [job.fault for job in town.jobs(*FETCH)] == ["unreachable"]
    town.site.rest = right
    town.site.clock.go(minutes=1)
    town.site.work_off()
    assert len(town.site.reports()[0].of_kind("recording")) == 1


def test_a_wait_that_the_provider_names_is_kept_to(town: Town, fake: Fake) -> None:
    town.record(CLIP)
    fake.will(Reply(status=429, body=b'{"code": 20429}', headers={"Retry-After": "90"}))
    town.site.rest = rest_at(fake.url)
    town.site.work_off(FETCH)
    [job] = town.jobs(*FETCH)
    assert job.due - town.site.intake.seconds() == 91
    town.site.clock.go(seconds=90)
    assert town.site.work_off(FETCH) == 0


def test_the_address_is_built_from_the_id_on_the_configured_host(town: Town, fake: Fake) -> None:
    town.record(CLIP)
    [recording] = town.peer.kept()["recordings"]
    town.site.rest = rest_at(fake.url)
    town.site.work_off(FETCH)
    [asked] = fake.asked
    assert asked.path == f"/2010-04-01/Accounts/{town.site.rest.options.account}/Recordings/{recording}.wav"


@pytest.mark.parametrize(
    "place", ["http://169.254.169.254/latest", "http://api.twilio.com.evil.example/x", "file:///etc/passwd"]
)
def test_a_recording_that_leads_elsewhere_is_not_followed_and_the_report_stands(
    town: Town, fake: Fake, place: str
) -> None:
    town.record(CLIP)
    fake.will(Reply(status=302, headers={"Location": place}))
    town.site.rest = rest_at(fake.url)
    town.site.work_off()
    assert len(fake.asked) == 1
    assert [(job.fault, job.dead) for job in town.jobs(*FETCH)] == [("foreign_host", True)]
    assert len(town.site.reports()) == 1


def test_an_attachment_is_kept_with_the_type_its_sender_claims(town: Town) -> None:
    town.peer.text("Look at this", media=[("image/jpeg", b"\xff\xd8 not really"), ("text/html", b"<script>")])
    town.site.work_off()
    [report] = town.site.reports()
    assert {piece.plain for piece in report.of_kind("file")} == {
        b"image/jpeg\0\xff\xd8 not really", b"text/html\0<script>",
    }  # fmt: skip


def test_an_attachment_that_cannot_be_had_never_costs_the_words(town: Town, fake: Fake) -> None:
    town.peer.text("Look at this", media=[("image/jpeg", b"\xff\xd8")])
    fake.will(Reply(status=400))
    town.site.rest = rest_at(fake.url)
    town.site.work_off()
    [report] = town.site.reports()
    assert report.of_kind("story")[0].text == "Look at this"
    assert report.row.grade
    assert [(job.fault, job.dead) for job in town.jobs(*FETCH)] == [("refused", True)]


def test_two_workers_on_one_recording_keep_it_once(town: Town) -> None:
    town.record(CLIP)
    work = town.site.work()
    frozen = work.store.write(lambda connection: table.take(connection, b"a" * 16, work.seconds(), {}, FETCH))
    assert frozen is not None
    result = _do(work, frozen.job)
    town.site.clock.go(hours=1)
    town.site.work_off()
    _finish(work, frozen, result)
    [report] = town.site.reports()
    assert len(report.of_kind("recording")) == len(report.of_kind("transcript")) == 1
    assert not town.jobs("fetch", "transcribe", "grade", "code")


def test_an_attachment_whose_link_holds_no_id_keeps_its_message_at_the_provider(town: Town) -> None:
    site, line = town.site, town.site.intake.lines.by_name["public"]
    message, keys = Secret("SM" + "1" * 32), site.intake.keyring.day_keys()
    medium = Medium(None, b"m" * 16, "image/jpeg")
    told = Text(
        Given(message, "Look at this"), line, message, digests("message", message, keys)[0], (), "en", (medium,)
    )
    receive(site.intake, told, lambda _: "", lambda _: 1)
    site.work_off()
    town.erase()
    [lost] = town.jobs("fetch")
    assert (lost.dead, lost.fault) == (True, "no_id")
    [kept] = town.jobs("erase")
    assert (kept.dead, kept.fault) == (False, "not_fetched")
    assert site.reports()[0].of_kind("story")[0].text == "Look at this"
