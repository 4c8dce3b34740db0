"""The queue and the call log as lists: in order, without a word of a reporter, a page at a time."""

from __future__ import annotations

import re

import pytest

from desk.lists import PAGE, part_of
from store import threads
from tests.desk.office import Office, Operator

_OPENED = re.compile(r'href="/desk/reports/([0-9a-f]{32})"')


def listed(ana: Operator, query: str = "") -> list[str]:
    """Return the ids of the reports in the queue, in its order."""
    return _OPENED.findall(ana.get(f"/desk{query}").text)


def test_the_most_urgent_stand_first_under_their_headings(ana: Operator, office: Office) -> None:
    low = office.report("The lights in the hall do not work.")
    danger = office.report("Somebody is in the house.", danger="yes")
    office.site.clock.go(minutes=6)
    fresh = office.report("They have a knife.", danger="yes")
    ungraded = office.report("Something is wrong here, and has been since spring.", graded=False)
    assert listed(ana) == [danger, fresh, ungraded, low]
    page = ana.get("/desk").text
    headings = ["Time is running out", "In danger", "Have a look", "Low"]
    assert [re.sub("<.*", "", part).strip() for part in page.split('scope="rowgroup" colspan="7">')[1:]] == headings


@pytest.mark.threat(15)
def test_no_word_of_a_reporter_and_no_time_of_day_is_in_the_list(ana: Operator, office: Office) -> None:
    office.report("Kranich pays Zilpzalp in cash.", category="corruption", door="sms")
    page = ana.get("/desk").text
    assert "Kranich" not in page
    assert "Zilpzalp" not in page
    assert not re.search(r"\b\d{1,2}:\d{2}\b", page)
    assert "Bribery or abuse of office" in page


def test_a_grade_has_its_word_beside_its_colour(ana: Operator, office: Office) -> None:
    office.report(danger="yes")
    assert re.search(r'class="grade high">\s*<svg[^>]*>.*?</svg>high</span>', ana.get("/desk").text, re.DOTALL)


def test_each_list_shows_what_belongs_to_it(ana: Operator, office: Office) -> None:
    mine, closed, free = office.report(), office.report(), office.report()
    ana.move(mine, "claim")
    ana.move(closed, "close", outcome="spam")
    assert set(listed(ana)) == {mine, free}
    assert listed(ana, "?show=mine") == [mine]
    assert listed(ana, "?show=closed") == [closed]
    assert listed(ana, "?show=transferred") == []
    assert set(listed(ana, "?show=<script>")) == {mine, free}


def test_a_long_queue_comes_in_pages(ana: Operator, office: Office) -> None:
    reports = {office.report(f"report {at}", graded=False) for at in range(PAGE + 3)}
    first, second = listed(ana), listed(ana, "?page=2")
    assert (len(first), len(second)) == (PAGE, 3)
    assert {*first, *second} == reports
    assert "Page 2 of 2" in ana.get("/desk?page=2").text


@pytest.mark.parametrize("asked", ["", "0", "-1", "x", "²", "99", "9" * 5000, "1.5", "٣"])
def test_a_page_that_is_none_is_the_nearest_there_is(asked: str) -> None:
    part = part_of(range(PAGE + 1), asked)
    assert 1 <= part.number <= part.pages == 2
    assert part_of((), asked).number == 1


@pytest.mark.threat(15)
def test_the_call_log_shows_calls_without_a_number_and_links_what_lives(ana: Operator, office: Office) -> None:
    report = office.report(door="voice")
    site, day = office.site, office.site.intake.keyring.day()
    call = threads.Draft(
        b"x" * 16, bytes.fromhex(report), b"a" * 16, "public", "en", ("language", "menu", "story"), "reported", 0
    )
    site.store.write(lambda connection: threads.save_draft(connection, day, call))
    site.store.write(lambda connection: threads.close_draft(connection, day, call, b"c" * 16, 90))
    page = ana.get("/desk/calls").text
    assert "language › menu › story" in page
    assert "1:30" in page
    assert "reported" in page
    assert f"/desk/reports/{report}" in page
    office.go(days=2)
    ana.sign_in()
    page = ana.get("/desk/calls").text
    assert "forgotten" in page
    assert report not in page
