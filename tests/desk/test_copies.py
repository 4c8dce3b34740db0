"""The desk says honestly what the provider may still hold, and raises its voice where a person must see to it."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from html import unescape

import pytest

from intake.copies import try_again
from intake.putting import erase_job
from privacy.secret import Secret
from provider.profiles import PROFILES, Profile
from store import jobs, rounds
from store.rounds import Round
from tests.desk.office import Office, open_desk
from tests.plugins.site import Site
from tests.provider.fake import Fake, Reply, rest_at

SID = "CA" + "a1" * 16


def told(page: str) -> str:
    """Return what a page says."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


@pytest.fixture
def refused(office: Office, fake: Fake) -> Office:
    """Return a desk where two calls could not be erased."""
    for at in range(2):
        job = erase_job(office.site.intake, None, "call", Secret(SID[:-1] + str(at)), bytes((at,)) * 16)
        office.site.store.write(partial(jobs.add, job=job))
    fake.will(Reply(400))
    office.site.rest = rest_at(fake.url)
    office.site.work_off(("erase",))
    return office


@pytest.fixture
def fake() -> Fake:
    """Return a provider that answers what a test tells it to."""
    return Fake()


def test_where_all_is_well_nothing_raises_its_voice(office: Office) -> None:
    ana = office.operator()
    assert "problem" not in ana.get("/desk").text
    page = told(ana.get("/desk/copies").text)
    assert "Nothing waits to be erased." in page
    assert "have not been looked at yet" in page


@pytest.mark.threat(14)
def test_what_cannot_be_erased_is_an_alarm_on_every_page_and_names_nobody(refused: Office) -> None:
    ana = refused.operator()
    for path in ("/desk", "/desk/calls", "/desk/live"):
        assert "Copies at the provider need a person: 2." in told(ana.get(path).text)
    page = ana.get("/desk/copies").text
    assert "the provider refuses it 2" in told(page)
    assert "jobs --again" in page
    assert SID[2:10] not in page


def test_what_somebody_removed_by_hand_ends_the_alarm(refused: Office, fake: Fake) -> None:
    fake.will(Reply.json({"code": 20404}, 404))
    assert try_again(refused.site.intake) == (2, 0)
    refused.site.work_off(("erase",))
    assert "need a person" not in told(refused.operator().get("/desk").text)


def test_what_no_key_opens_any_more_is_an_alarm_until_somebody_has_looked(refused: Office) -> None:
    refused.go(days=31)
    assert "need a person: 2" in told(refused.operator().get("/desk").text)
    assert try_again(refused.site.intake) == (0, 2)
    assert "need a person" not in told(refused.operator().get("/desk").text)


def test_a_token_that_is_not_taken_is_an_alarm_though_the_job_goes_on(office: Office, fake: Fake) -> None:
    job = erase_job(office.site.intake, None, "call", Secret(SID), b"j" * 16)
    office.site.store.write(lambda connection: jobs.add(connection, job))
    fake.will(Reply(401))
    office.site.rest = rest_at(fake.url)
    office.site.work_off(("erase",))
    office.site.clock.go(days=20)
    office.site.work_off(("erase",))
    ana = office.operator()
    assert "need a person: 1" in told(ana.get("/desk").text)
    assert "does not accept our account and token 1" in told(ana.get("/desk/copies").text)


def test_what_the_last_look_found_is_told_and_what_it_left_alone_is_an_alarm(office: Office) -> None:
    found = Round(office.site.intake.keyring.day(), filed=3, erased=4, old=2, unsure=1)
    office.site.store.write(lambda connection: rounds.keep(connection, found))
    ana = office.operator()
    page = told(ana.get("/desk/copies").text)
    assert f"last looked at on {found.day}. Filed as reports, because nobody had told us of them: 3." in page
    assert "Nobody told us of 3 texts or recordings there" in page
    assert "need a person: 3" in told(ana.get("/desk").text)


@pytest.mark.parametrize("language", ["en", "zh-CN", "es"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_everything_that_a_provider_may_hold_is_said_with_its_end(site: Site, profile: Profile, language: str) -> None:
    office = open_desk(site, profile=profile)
    ana, words = office.operator(), site.intake.words
    ana.get(f"/desk?lang={language}")
    page = told(ana.get("/desk/copies").text)
    every = {name for each in PROFILES.values() for name in each.held}
    assert {name for name in every if (words.get(language, f"desk.copies.held.{name}") or "?") in page} == set(
        profile.held
    )
    assert page.count(words.get(language, "desk.copies.no_end") or "?") == list(profile.held.values()).count(None)
    ends = {(site.clock.moment + timedelta(days=days)).date().isoformat() for days in profile.held.values() if days}
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}", page)) == ends


def test_whoever_keeps_the_line_and_reads_no_reports_sees_it_too(office: Office) -> None:
    office.hire("cleo", "admin")
    assert office.operator("cleo").get("/desk/copies").status_code == 200
