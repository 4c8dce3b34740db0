"""A call that a person took: the form, the code that is read out, and what becomes of the report."""

from __future__ import annotations

import re
import threading
from collections import Counter
from dataclasses import replace

import pytest

from intake.call import Call
from intake.call_ends import hung_up
from intake.call_log import CallLog
from intake.follow import find
from intake.logged import logged
from privacy.codes import checked
from privacy.secret import Secret
from tests.desk.office import Office, Operator, open_desk
from tests.plugins.site import Site

_CODE = re.compile(r"<span>(\d{4})</span>")
FORM = {"danger": "yes", "category": "violence", "words": "A man with a gun at the east gate."}


def code_on(page: str) -> str:
    """Return the code that a page shows, or nothing."""
    return "".join(_CODE.findall(page))


def test_a_call_that_a_person_took_waits_for_its_form(ana: Operator, office: Office) -> None:
    draft = office.call()
    office.call(outcome="left", digest=b"e" * 16)
    office.site.clock.go(minutes=4)
    page = ana.get("/desk/live").text
    assert page.count("/desk/live/") == 1
    assert f"/desk/live/{draft}" in page
    assert "began 4 min ago" in page
    assert "on the line" in page
    assert '<span class="count">1</span>' in ana.get("/desk").text


def test_the_form_files_the_report_and_shows_the_code_to_read_out(ana: Operator, office: Office) -> None:
    draft = office.call()
    page = ana.post(f"/desk/live/{draft}", **FORM).text
    code = checked(code_on(page))
    assert code is not None
    office.site.work_off()
    row = office.row(draft)
    assert (row.channel, row.language, row.category, row.danger) == ("voice", "es", "violence", True)
    assert (row.grade, row.reachable, row.copies) == ("high", "no", "pending")
    assert "A man with a gun at the east gate." in ana.get(f"/desk/reports/{draft}").text
    found = find(office.site.intake, code)
    assert found is not None
    assert found.report.hex() == draft
    assert "Nobody is on the line." in ana.get("/desk/live").text


def test_the_reporter_can_be_reached_once_the_code_was_read_out(ana: Operator, office: Office) -> None:
    draft = office.call()
    ana.post(f"/desk/live/{draft}", **FORM)
    answer = ana.post(f"/desk/live/{draft}/read-out")
    assert answer.headers["Location"] == f"/desk/reports/{draft}"
    assert office.row(draft).reachable == "yes"


def test_the_same_form_sent_twice_is_one_report_with_one_code(ana: Operator, office: Office) -> None:
    draft = office.call()
    first, second = (ana.post(f"/desk/live/{draft}", **FORM).text for _ in range(2))
    assert code_on(first) == code_on(second) != ""
    assert Counter(piece.kind for piece in office.site.reports()[0].pieces)["story"] == 1
    assert len(office.site.reports()) == 1


def test_more_words_join_the_report_and_no_second_code_is_handed_out(ana: Operator, office: Office) -> None:
    draft = office.call()
    code = code_on(ana.post(f"/desk/live/{draft}", **FORM).text)
    again = ana.post(f"/desk/live/{draft}", words="He left in a blue van.").text
    assert code_on(again) == ""
    assert "Its code was handed out before." in again
    office.site.work_off()
    assert "He left in a blue van." in ana.get(f"/desk/reports/{draft}").text
    secret = checked(code)
    assert secret is not None
    assert find(office.site.intake, secret) is not None


def test_of_two_operators_who_file_one_call_at_once_one_gets_the_code_and_no_word_is_lost(any_site: Site) -> None:
    office = open_desk(any_site)
    draft, words = office.call(), ["What the one heard.", "What the other heard."]
    operators = [office.operator() for _ in words]
    tokens = [one.token() for one in operators]
    pages: list[str] = []
    ready = threading.Barrier(2)

    def file(at: int) -> None:
        ready.wait(10)
        form = {"token": tokens[at], "words": words[at]}
        pages.append(operators[at].client.post(f"/desk/live/{draft}", data=form).text)

    threads = [threading.Thread(target=file, args=(at,)) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    codes = [code_on(page) for page in pages if code_on(page)]
    assert len(codes) == 1
    office.site.work_off()
    secret = checked(codes[0])
    assert secret is not None
    assert find(any_site.intake, secret) is not None
    (report,) = any_site.reports()
    assert {piece.text for piece in report.of_kind("story", "message")} == set(words)


def test_a_danger_that_was_noted_before_the_person_came_stays_on_the_same_report(ana: Operator, office: Office) -> None:
    draft = office.report("", door="voice", danger="yes")
    with office.site.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reports SET reporter = NULL")
    taken = office.call()
    day = office.site.intake.keyring.day().replace("-", "")
    with office.site.store.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE day_{day}_drafts SET draft = ? WHERE draft = ?",  # noqa: S608 - a day
            (bytes.fromhex(draft), bytes.fromhex(taken)),
        )
    assert code_on(ana.post(f"/desk/live/{draft}", words="He is still here.").text)
    assert (len(office.site.reports()), office.row(draft).danger) == (1, True)


@pytest.mark.parametrize("form", [{}, {"words": " \n"}, {"words": "x" * 50_001, "category": "cyber"}], ids=[0, 1, 2])
def test_a_form_without_words_or_with_too_many_files_nothing_and_keeps_what_was_filled_in(
    ana: Operator, office: Office, form: dict[str, str]
) -> None:
    draft = office.call()
    answer = ana.post(f"/desk/live/{draft}", danger="no", **form)
    assert answer.status_code == 400
    assert 'value="no" checked' in answer.text
    assert form.get("words", "").strip() in answer.text
    assert office.row(draft) is None


def test_a_category_or_danger_that_nobody_offered_is_not_taken(ana: Operator, office: Office) -> None:
    draft = office.call()
    ana.post(f"/desk/live/{draft}", words="Words.", category="<b>", danger="perhaps")
    assert (office.row(draft).category, office.row(draft).danger) == (None, None)


@pytest.mark.parametrize("draft", ["0" * 32, "x", "é", "0" * 33])
def test_a_call_that_nobody_took_has_no_form(ana: Operator, draft: str) -> None:
    assert ana.get(f"/desk/live/{draft}").status_code == 404
    assert ana.post(f"/desk/live/{draft}", **FORM).status_code == 404
    assert ana.post(f"/desk/live/{draft}/read-out").status_code == 404


def test_the_form_can_be_filled_in_after_the_call_for_some_hours(ana: Operator, office: Office) -> None:
    draft = office.call(digest=b"d" * 16)
    call = Call(office.site.intake.lines.by_name["public"], Secret("CA" + "0" * 32), (b"d" * 16,))
    hung_up(office.site.intake, CallLog(), call, 95)
    assert "has ended" in ana.get("/desk/live").text
    assert logged(office.site.intake, office.site.operator.keys)[0]["outcome"] == "connected"
    office.site.clock.go(hours=4)
    ana.sign_in()
    assert f"/desk/live/{draft}" not in ana.get("/desk/live").text


def test_a_call_that_was_filed_stands_in_the_call_log_with_its_report(ana: Operator, office: Office) -> None:
    draft = office.call()
    ana.post(f"/desk/live/{draft}", **FORM)
    call = Call(office.site.intake.lines.by_name["public"], Secret("CA" + "0" * 32), (b"d" * 16,))
    hung_up(office.site.intake, CallLog(), call, 95)
    (line,) = logged(office.site.intake, office.site.operator.keys)
    assert (line["outcome"], line["report"], line["seconds"]) == ("connected", draft, 120)


def test_calls_to_a_line_of_another_desk_are_nobodys_business_here(site: Site) -> None:
    lines = site.intake.lines
    elsewhere = replace(lines.by_name["public"], desks=("another",))
    apart = replace(lines, by_name={**lines.by_name, "public": elsewhere})
    office = open_desk(replace(site, intake=replace(site.intake, lines=apart)))
    ana, draft = office.operator(), office.call()
    assert draft not in ana.get("/desk/live").text
    assert ana.get(f"/desk/live/{draft}").status_code == 404
    assert ana.post(f"/desk/live/{draft}", **FORM).status_code == 404
    assert ana.post(f"/desk/live/{draft}/read-out").status_code == 404
    assert office.row(draft) is None
    hung_up(office.site.intake, CallLog(), Call(elsewhere, Secret("CA" + "1" * 32), (b"d" * 16,)), 60)
    assert logged(office.site.intake, office.site.operator.keys) == []
    assert logged(office.site.intake, {"another": b""}) != []
