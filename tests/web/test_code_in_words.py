"""A code in a story is taken out before the story is kept, however it is written, and its reporter is told so."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.plugins.site import Site
from tests.web.conftest import application
from tests.web.visitor import Visitor, at_story


@pytest.fixture
def code(client: FlaskClient, site: Site) -> str:
    """Return the code of a report that was made before."""
    found = at_story(client).tell("They sell pills").code
    site.work_off()
    return found


def kept(site: Site) -> str:
    return "\n".join(piece.text for report in site.reports() for piece in report.of_kind("story", "message"))


@pytest.mark.threat(20)
@pytest.mark.parametrize("between", ["", " ", "-", ".", " / ", "\n", "\u00a0", " – "])
def test_a_code_in_a_new_story_is_taken_out(client: FlaskClient, site: Site, code: str, between: str) -> None:
    page = at_story(client).tell(f"as I said in {code.replace(' ', between)} they came back")
    assert site.intake.words.need("en", "web.error.code_in_words") in page.text
    assert "they came back" in kept(site)
    assert re.sub(r"\D", "", code) not in re.sub(r"\D", "", kept(site))


@pytest.mark.threat(20)
def test_full_width_digits_and_a_card_before_it_hide_no_code(client: FlaskClient, site: Site, code: str) -> None:
    wide = code.translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})
    at_story(client).tell(f"card 4532 0151 1283 0366, code {wide}")
    assert "card 4532 0151 1283 0366, code" in kept(site)
    assert wide not in kept(site)


@pytest.mark.threat(20)
def test_a_code_in_a_follow_up_is_taken_out(client: FlaskClient, site: Site, code: str) -> None:
    page = Visitor(client).open("/follow-up?lang=en").send(digits=code).press("add")
    page.tell(f"{code} they moved to the harbour")
    assert "they moved to the harbour" in kept(site)
    assert re.sub(r"\D", "", code) not in re.sub(r"\D", "", kept(site))


@pytest.mark.threat(36)
def test_the_page_stays_open_when_all_else_is_limited(site: Site) -> None:

    site.limit("sender", always=1, texts_hour=1, texts_day=1)
    site.limit("replies", line_hour=0, line_day=0, total_hour=0, total_day=0)
    client = application(site).test_client()
    assert all(at_story(client).tell(f"report {at}").code for at in range(10))


@pytest.mark.threat(38)
def test_on_a_full_disk_the_page_says_so_and_the_words_stay_in_it(site: Site) -> None:

    site.intake = replace(site.intake, limiting=replace(site.intake.limiting, room=lambda: False))
    page = at_story(application(site).test_client()).tell("They sell pills", (b"x" * 1000, "a.bin", "image/png"))
    assert page.response.status_code == 503
    assert page.words == "They sell pills"
    assert site.reports() == []
    with site.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM items").scalar() == 0
