"""Whatever goes wrong, the words stand in the page again, with a remark that says what happened."""

from __future__ import annotations

import base64
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from intake.visit import Visit, visit_to_wire
from privacy.state import put
from store import days
from talk.engine import Session
from tests.plugins.site import Site
from tests.web.visitor import Visitor, at_story
from web.view import BOUND

Outage = Callable[[str], AbstractContextManager[None]]
STORY = "Line one\n\n  <i>line</i> two \U0001f6a8 老码头"


@pytest.mark.threat(52)
@pytest.mark.parametrize("table", ["jobs", "items", "reports"])
def test_words_that_could_not_be_saved_stand_in_the_form_again(
    client: FlaskClient, site: Site, without: Outage, table: str
) -> None:
    visitor = at_story(client)
    with without(table):
        visitor.tell(STORY)
    assert (visitor.response.status_code, visitor.words) == (503, STORY)
    assert "could not be saved" in visitor.problem
    assert visitor.send().code
    assert [report.of_kind("story")[0].text for report in site.reports()] == [STORY]


def test_a_page_older_than_its_key_asks_for_the_story_with_the_words_in_it(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client)
    site.clock.go(days=2)
    site.intake.keyring.forget_old()
    visitor.tell(STORY)
    assert (visitor.response.status_code, visitor.words) == (400, STORY)
    assert visitor.problem.startswith("This page was open for too long.")
    _days(site)
    assert visitor.send().code
    assert site.reports()[0].of_kind("story")[0].text == STORY


def test_a_page_left_open_over_midnight_still_works(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client)
    site.clock.go(hours=12)
    _days(site)
    assert visitor.tell(STORY).code


@pytest.mark.parametrize("alter", ["cut", "flip", "blank", "junk", "wide"])
def test_an_altered_page_begins_again_with_the_words(client: FlaskClient, site: Site, alter: str) -> None:
    visitor = at_story(client)
    state = visitor.seen.fields["state"]
    flipped = bytearray(base64.urlsafe_b64decode(state + "=="))
    flipped[40] ^= 1
    altered = {"cut": state[:-8], "flip": base64.urlsafe_b64encode(flipped).decode(), "junk": "'; --", "wide": "ｓ" * 9}
    visitor.send(words=STORY, state=altered.get(alter, ""))
    assert visitor.words == STORY
    assert not site.reports()
    assert visitor.send().code


def test_a_state_of_another_door_is_no_page_of_ours(client: FlaskClient, site: Site) -> None:
    key, random = site.intake.keyring.day_keys()[0], site.intake.random
    call = Visit("voice", "public", random(16), Session("story", "en"))
    for state in (put(visit_to_wire(call), BOUND, key, random), put(visit_to_wire(call), b"sms.status", key, random)):
        visitor = at_story(client).send(words=STORY, state=state)
        assert visitor.problem
        assert visitor.words == STORY
    assert not site.reports()


def test_a_state_of_a_line_or_language_that_is_no_more_begins_again(client: FlaskClient, site: Site) -> None:
    key, random = site.intake.keyring.day_keys()[0], site.intake.random
    for line, language in (("gone", "en"), ("public", "fr")):
        visit = Visit("web", line, random(16), Session("story", language))
        visitor = at_story(client).send(words=STORY, state=put(visit_to_wire(visit), BOUND, key, random))
        assert visitor.words == STORY


def test_a_step_that_the_script_no_longer_has_asks_for_the_story(client: FlaskClient, site: Site) -> None:
    key, random = site.intake.keyring.day_keys()[0], site.intake.random
    visit = Visit("web", "public", random(16), Session("removed", "en"))
    visitor = at_story(client).send(words=STORY, state=put(visit_to_wire(visit), BOUND, key, random))
    assert visitor.words == STORY
    assert visitor.send().code


def test_somebody_elses_page_lets_nobody_read_and_never_makes_a_second_code(client: FlaskClient, site: Site) -> None:
    theirs = at_story(client)
    code = theirs.send(words="theirs").code
    borrowed = at_story(client)
    borrowed.seen.fields["state"] = at_story(client).seen.fields["state"]
    assert borrowed.tell("mine").code != code
    assert "theirs" not in borrowed.response.text
    assert len(site.reports()) == 2


def test_words_longer_than_fits_stand_there_whole(client: FlaskClient, site: Site) -> None:
    long = "x" * 100_001
    visitor = at_story(client).tell(long)
    assert (visitor.response.status_code, visitor.words) == (400, long)
    assert "100000 characters" in visitor.problem
    assert not site.reports()


def test_an_empty_story_is_asked_for_again_as_often_as_it_takes(client: FlaskClient) -> None:
    visitor = at_story(client)
    for _ in range(4):
        assert visitor.tell(" \n ").heading == "What happened?"
        assert visitor.problem == "There are no words yet. A few are enough."
    assert visitor.tell("enough").code


@pytest.mark.parametrize("option", ["", "perhaps", "0", "YES!", "*"])
def test_an_answer_that_is_none_is_asked_for_again(client: FlaskClient, option: str) -> None:
    visitor = Visitor(client).open("/report?lang=en")
    for _ in range(3):
        assert visitor.send(option=option).heading == "Is anyone in danger right now?"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", "application/x-www-form-urlencoded", id="nothing"),
        pytest.param(b"\xff\xfe\x00", "application/x-www-form-urlencoded", id="no text"),
        pytest.param(b"{}", "application/json", id="no form"),
        pytest.param(b"--x\r\nnonsense", "multipart/form-data; boundary=x", id="cut short"),
        pytest.param(b"--x--", "multipart/form-data", id="no boundary"),
    ],
)
def test_a_damaged_form_begins_again_and_is_no_error(client: FlaskClient, body: bytes, kind: str) -> None:
    page = client.post("/report?lang=en", data=body, content_type=kind)
    assert page.status_code == 400
    assert "What arrived was damaged. Please begin again." in page.text


def test_a_doubled_field_counts_once(client: FlaskClient, site: Site) -> None:
    state = at_story(client).seen.fields["state"]
    client.post("/report?lang=en", data={"state": [state, "x"], "words": ["first", "second"]})
    assert [report.of_kind("story")[0].text for report in site.reports()] == ["first"]


def test_words_in_a_wrong_encoding_are_kept_as_well_as_they_can_be_read(client: FlaskClient, site: Site) -> None:
    body = f"state={at_story(client).seen.fields['state']}&words=caf%E9+%00+ok"
    client.post("/report?lang=en", data=body, content_type="application/x-www-form-urlencoded")
    story = site.reports()[0].of_kind("story")[0].text
    assert story.startswith("caf")
    assert story.endswith("ok")


def test_a_code_is_taken_out_of_the_words_and_its_owner_told(client: FlaskClient, site: Site) -> None:
    code = at_story(client).tell("first").code
    site.work_off(("code",))
    visitor = at_story(client).tell(f"Again about {code}, he came back")
    assert visitor.code != code
    assert "We took your code out" in visitor.text
    kept = {piece.text for report in site.reports() for piece in report.of_kind("story")}
    assert kept == {"first", "Again about , he came back"}
    alone = at_story(client).tell(code)
    assert alone.problem.startswith("We took your code out")
    assert len(site.reports()) == 2


def test_the_number_of_a_bank_card_is_what_is_reported_and_stays(client: FlaskClient, site: Site) -> None:
    at_story(client).tell("He used card 4111 1111 1111 1111")
    assert site.reports()[0].of_kind("story")[0].text == "He used card 4111 1111 1111 1111"


def _days(site: Site) -> None:
    """Make the tables of a day that begins in the middle of a test, as the pipeline's sweep does."""
    keyring = site.intake.keyring
    site.store.write(lambda connection: days.ready(connection, keyring.day(), keyring.yesterday()))
