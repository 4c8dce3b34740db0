"""A report's page, and what operators do to a report."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import Any

import pytest

from intake.follow import find, news
from intake.visit import Visit
from privacy.codes import checked
from privacy.seal import new_pair, wrap
from store import desks, marks
from talk.engine import Session
from tests.desk.office import Office, Operator, open_desk
from tests.plugins.site import Site
from triage.lines import Lines

NASTY = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% raw %}", "</textarea><svg onload=x>",
    "javascript:alert(1)", "&lt;b&gt;", "';--", "a\u202etxt.exe", "\x1b]0;gone\x07", "𝕏\ud7ff\ufffd",
    "%0d%0aSet-Cookie: a=b",
]  # fmt: skip


def moments(office: Office, report: str) -> set[str]:
    """Return what has happened to a report as its clocks see it."""
    with office.site.store.read() as connection:
        found = marks.of_reports(connection, (bytes.fromhex(report),))
    return {mark.moment for mark in found.get(bytes.fromhex(report), [])}


def told(office: Office, report: str) -> str:
    """Return what a reporter who comes back with the code is told."""
    code = checked(office.codes[report])
    assert code is not None
    found = find(office.site.intake, code)
    assert found is not None
    visit = Visit("web", "public", b"v" * 16, Session("", "en"))
    facts = news(office.site.intake, visit, found)
    return f"{facts['status']} {facts['messages']}"


def test_opening_a_report_is_its_first_look_and_claims_nothing(ana: Operator, office: Office) -> None:
    report = office.report(danger="yes")
    assert "looked" not in moments(office, report)
    page = ana.get(f"/desk/reports/{report}").text
    assert "looked" in moments(office, report)
    assert office.row(report).claimed_by is None
    assert '<div class="met"><dt>first look</dt><dd>met</dd></div>' in page


@pytest.mark.threat(21, 43)
@pytest.mark.parametrize("words", NASTY)
def test_what_a_stranger_wrote_is_shown_and_does_nothing(ana: Operator, office: Office, words: str) -> None:
    report = office.report(words, door="sms", category="other")
    office.add(report, "message", words.encode(), "reporter", "unverified")
    office.add(report, "note", words.encode(), "desk")
    office.add(report, "file", words.encode() + b"\0content", "reporter")
    page = ana.get(f"/desk/reports/{report}").text
    for live in ("<script>alert", "<img", "<svg onload", "</textarea><", "49{", "\u202e", "\x1b", "\x07"):
        assert live not in page
    ana.move(report, "claim")
    ana.move(report, "reply", words=words)
    assert "<script>alert" not in ana.get(f"/desk/reports/{report}").text


def test_a_report_shows_its_thread_in_order_with_who_said_it(ana: Operator, office: Office) -> None:
    report = office.report("First words.", door="sms")
    office.add(report, "message", b"Second words.", "reporter", "unverified")
    ana.move(report, "claim")
    ana.move(report, "reply", words="Third words.")
    page = ana.move(report, "note", words="Fourth words.").text
    places = [page.index(words) for words in ("First words.", "Second words.", "Third words.", "Fourth words.")]
    assert places == sorted(places)
    assert page.index("same sender, not verified by code") < places[1]
    assert page.index("Notes for the desk") < places[3]


def test_the_grade_stands_with_its_reasons_and_who_gave_it(ana: Operator, office: Office) -> None:
    report = office.report("A man with a gun is here right now.", danger="yes", category="weapons")
    page = ana.get(f"/desk/reports/{report}").text
    for words in (
        "somebody is in danger now",
        "What the report is about: Weapons or explosives",
        "Suggested by the rules",
    ):
        assert words in page
    page = ana.move(report, "change_grade", grade="low").text
    assert "Graded by ana" in page
    assert office.row(report).grade == "low"


@pytest.mark.parametrize(
    ("reachable", "note", "words"),
    [
        ("yes", None, "The reporter has the code"),
        ("perhaps", None, "nothing confirms that it arrived"),
        ("perhaps", "undelivered", "was not delivered"),
        ("perhaps", "stopped", "wrote STOP"),
        ("no", None, "No code was handed out"),
    ],
)
def test_whether_and_why_the_reporter_can_be_reached(
    ana: Operator, office: Office, reachable: str, note: str | None, words: str
) -> None:
    report = office.report(door="sms")
    with office.site.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reports SET reachable = ?, reach_note = ?", (reachable, note))
    page = ana.get(f"/desk/reports/{report}").text
    assert words in page
    assert "being erased" in page


def test_a_reply_is_heard_by_who_holds_the_code_and_by_nobody_else(ana: Operator, office: Office) -> None:
    report = office.report()
    ana.move(report, "claim")
    page = ana.move(report, "reply", words="Which gate do you mean?")
    assert "The reply is kept." in page.text
    assert "Which gate do you mean?" in told(office, report)
    ana.move(report, "note", words="Asked for the gate.")
    assert "Asked for the gate." not in told(office, report)
    assert b"Which gate" not in (office.site.folders.data / "sotto.sqlite3").read_bytes()


def test_closing_tells_the_reporter_what_came_of_it_and_can_be_taken_back(ana: Operator, office: Office) -> None:
    report = office.report()
    offer = ana.get(f"/desk/reports/{report}").text
    says = office.site.intake.outcomes["helped"].says["en"]
    assert says in offer
    ana.move(report, "claim")
    page = ana.move(report, "close", outcome="helped").text
    assert "The report is closed." in page
    assert says in told(office, report)
    assert office.row(report).status == "closed"
    assert "closed: Help arrived" in page
    ana.move(report, "reopen")
    assert (office.row(report).status, office.row(report).claimed_by) == ("new", None)


def test_of_many_who_claim_one_report_at_once_one_has_it_and_the_others_are_told(any_site: Site) -> None:
    office = open_desk(any_site)
    names = [office.hire(f"op{at}", "operator") for at in range(6)]
    report = office.report()
    operators = {name: office.operator(name) for name in names}
    tokens = {name: one.token() for name, one in operators.items()}
    answers: dict[str, Any] = {}
    ready = threading.Barrier(len(names))

    def claim(name: str) -> None:
        ready.wait(10)
        answers[name] = operators[name].client.post(f"/desk/reports/{report}/claim", data={"token": tokens[name]})

    threads = [threading.Thread(target=claim, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    won = [name for name, answer in answers.items() if answer.status_code == 303]
    assert won == [office.row(report).claimed_by]
    lost = [answer for answer in answers.values() if answer.status_code != 303]
    assert {answer.status_code for answer in lost} == {409}
    assert all("Somebody else has this report." in answer.text for answer in lost)


def test_who_does_not_hold_a_report_can_read_it_and_is_offered_nothing_but_to_keep_it_from_erasing(
    ana: Operator, office: Office
) -> None:
    report = office.report()
    ana.move(report, "claim")
    office.hire("bo", "operator")
    bo = office.operator("bo")
    page = bo.get(f"/desk/reports/{report}").text
    assert "with ana" in page
    assert set(re.findall(f'action="/desk/reports/{report}/([a-z_]+)"', page)) == {"hold"}
    answer = bo.move(report, "reply", words="Typed too late.")
    assert answer.status_code == 409
    assert "Typed too late.</textarea>" in answer.text
    assert "Typed too late." not in told(office, report)


@pytest.mark.parametrize(
    ("move", "fields", "status", "words"),
    [
        ("reply", {"words": "x"}, 409, "this no longer fits"),
        ("hand_back", {}, 409, "this no longer fits"),
        ("reopen", {}, 409, "this no longer fits"),
        ("note", {"words": " \n "}, 400, "Something is missing"),
        ("note", {}, 400, "Something is missing"),
        ("change_grade", {"grade": "dreadful"}, 400, "Something is missing"),
        ("close", {"outcome": "rewarded"}, 400, "Something is missing"),
        ("close", {}, 400, "Something is missing"),
        ("note", {"words": "x" * 20_001}, 400, "At most 20000 characters"),
    ],
)
def test_a_move_that_cannot_be_made_says_why_and_changes_nothing(
    ana: Operator, office: Office, move: str, fields: dict[str, str], status: int, words: str
) -> None:
    report = office.report()
    before = tuple(office.row(report))
    answer = ana.move(report, move, **fields)
    assert answer.status_code == status
    assert words in answer.text
    assert tuple(office.row(report)) == before


@pytest.mark.parametrize("move", ["transfer", "confirm_transfer", "delete", "../claim", "claim/x", ""])
def test_a_move_that_the_desk_does_not_offer_is_no_page(ana: Operator, office: Office, move: str) -> None:
    report = office.report()
    assert ana.post(f"/desk/reports/{report}/{move}").status_code in {400, 404, 405}
    assert office.row(report).status == "new"


@pytest.mark.parametrize(
    "asked", ["0" * 32, "0" * 31, "0" * 33, "g" * 32, "x", "é" * 16, " " * 32, "0x" + "0" * 30, "%00" * 16, "0" * 9999]
)
def test_a_report_that_is_none_is_not_found(ana: Operator, asked: str) -> None:
    assert ana.get(f"/desk/reports/{asked}").status_code == 404
    assert ana.post(f"/desk/reports/{asked}/claim").status_code == 404
    assert ana.get(f"/desk/reports/{asked}/sound/{asked}.wav").status_code == 404
    assert ana.get(f"/desk/reports/{asked}/attachment/{asked}").status_code == 404


def test_a_report_for_another_desk_is_not_there(site: Site) -> None:
    line = site.intake.lines.by_name["public"]
    other = replace(line, name="other", desks=("second",))
    pair = new_pair()
    lines = Lines({**site.intake.lines.by_name, "other": other}, site.intake.lines.default)
    intake = replace(
        site.intake, lines=lines, desks={**site.intake.desks, "second": pair.public},
        scripts={**site.intake.scripts, "other": site.intake.scripts["public"]},
    )  # fmt: skip
    office = open_desk(replace(site, intake=intake))
    report = office.report("Ana takes the money.", line="other", graded=False)
    ana = office.operator()
    assert report not in ana.get("/desk").text
    assert ana.get(f"/desk/reports/{report}").status_code == 404
    assert ana.move(report, "claim").status_code == 404
    assert office.row(report).status == "new"
    office.hire("bo", "operator")

    def give(connection: Any) -> None:
        desks.add_desk(connection, "second", pair.public)
        one = desks.operator(connection, "bo")
        assert one is not None
        desks.give(connection, "second", "bo", wrap(pair.private, one.public))

    site.store.write(give)
    assert "Ana takes the money." in office.operator("bo").get(f"/desk/reports/{report}").text


def test_an_item_that_was_altered_is_named_and_the_rest_is_whole(ana: Operator, office: Office) -> None:
    report = office.report("Whole words.")
    item = office.add(report, "message", b"altered", "reporter")
    with office.site.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE items SET body = zeroblob(600) WHERE id = ?", (bytes.fromhex(item),))
    page = ana.get(f"/desk/reports/{report}").text
    assert "Items here that do not open: 1" in page
    assert "Whole words." in page


@pytest.mark.parametrize(("tongue", "words"), [("es", "Aviso"), ("zh-CN", "举报"), ("en", "Report")])
def test_every_page_speaks_the_operators_language_whatever_the_report_is_in(
    ana: Operator, office: Office, tongue: str, words: str
) -> None:
    report, draft = office.report("你好", language="zh-CN", danger="yes", category="safety"), office.call()
    ana.get(f"/desk?lang={tongue}")
    ana.move(report, "claim")
    assert words in ana.move(report, "change_grade", grade="high").text
    for path in (
        "/desk",
        "/desk/calls",
        "/desk/live",
        f"/desk/live/{draft}",
        "/desk/password",
        f"/desk/reports/{report}",
    ):
        page = ana.get(path)
        assert page.status_code == 200
        assert f'<html lang="{tongue}">' in page.text


def test_who_has_not_claimed_a_report_is_told_how_to_reply_to_it(ana: Operator, office: Office) -> None:
    report = office.report("The gate is open.")
    hint = "To reply, claim the report first."
    assert hint in ana.get(f"/desk/reports/{report}").text
    assert hint not in ana.move(report, "claim").text


def test_the_keys_named_below_a_report_are_those_that_do_something(ana: Operator, office: Office) -> None:
    report = office.report("The gate is open.")

    def keys(page: str) -> str:
        found = re.search(r'<p class="keys">(.*?)</p>', page, re.DOTALL)
        assert found is not None
        return found[1]

    new = keys(ana.get(f"/desk/reports/{report}").text)
    assert "C Claim" in new
    assert "X Close" in new
    assert "R Reply" not in new
    claimed = keys(ana.move(report, "claim").text)
    assert "R Reply" in claimed
    assert "C Claim" not in claimed
