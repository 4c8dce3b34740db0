"""Coming back with a code: what is opened, what is refused, and what can be done then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask.testing import FlaskClient

from intake.doorkeeper import SEATS
from intake.moves import Wanted, make
from tests.plugins.site import Site
from tests.web.visitor import Visitor, at_story
from triage.states import Move

Outage = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def code(client: FlaskClient, site: Site) -> str:
    """Return the code of a report that was finished."""
    found = at_story(client).tell("The old pier, every night").code
    site.work_off(("code",))
    return found


def entered(client: FlaskClient, digits: str) -> Visitor:
    return Visitor(client).open("/follow-up?lang=en").send(digits=digits)


def wrong(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


@pytest.mark.parametrize("write", [str, lambda code: code.replace(" ", ""), lambda code: code.replace(" ", "-")])
def test_a_code_opens_the_news_however_it_is_grouped(
    client: FlaskClient, code: str, write: Callable[[str], str]
) -> None:
    visitor = entered(client, write(code))
    assert visitor.heading == "News on your report"
    assert "Your report is with us and waits to be read." in visitor.text
    assert "There is no message for you." in visitor.text
    assert "pier" not in visitor.response.text


def test_the_desks_messages_are_shown_apart_and_inert(client: FlaskClient, site: Site, code: str) -> None:
    report = site.reports()[0].row.id
    make(site.intake, site.operator, report, Wanted(Move.CLAIM))
    for reply in ("Thank you.\n\nWhich boat?", "<script>alert(1)</script>"):
        make(site.intake, site.operator, report, Wanted(Move.REPLY, text=reply))
    visitor = entered(client, code)
    assert visitor.response.text.count('<blockquote class="message">') == 2
    assert "Thank you. Which boat?" in visitor.text
    assert "<script" not in visitor.response.text
    assert "Somebody is working on your report." in visitor.text


def test_a_slip_is_named_before_anything_is_looked_up(client: FlaskClient, without: Outage, code: str) -> None:
    with without("codes"):
        visitor = entered(client, wrong(code))
    assert "One of these digits is wrong" in visitor.text
    assert visitor.seen.fields["digits"] == wrong(code)
    assert visitor.send(digits=code).heading == "News on your report"


@pytest.mark.parametrize("digits", ["", "123", "1" * 17, "abcd efgh ijkl mnop", "²" * 16])
def test_what_is_not_sixteen_digits_is_asked_for_again(client: FlaskClient, digits: str) -> None:
    visitor = entered(client, digits)
    assert visitor.heading == "Enter the sixteen digits of your code."
    assert visitor.problem


def test_a_code_that_opens_nothing_is_unknown(client: FlaskClient, code: str) -> None:
    visitor = entered(client, "4111 1111 1111 1111")
    assert code
    assert "There is no report under this code." in visitor.text
    assert visitor.send(digits=code).heading == "News on your report"


def test_a_code_just_made_is_asked_for_again_in_a_minute(client: FlaskClient, site: Site) -> None:
    fresh = at_story(client).tell("just now").code
    assert "try again in a minute" in entered(client, fresh).text
    site.work_off(("code",))
    assert entered(client, fresh).heading == "News on your report"


def test_after_three_tries_a_lost_code_leads_to_a_new_report(client: FlaskClient, site: Site, code: str) -> None:
    visitor = entered(client, wrong(code)).send(digits=wrong(code)).send(digits=wrong(code))
    assert visitor.heading.startswith("A lost code cannot be found again")
    assert visitor.press("report").heading == "Is anyone in danger right now?"
    assert visitor.seen.action.startswith("/report")
    visitor.press("no").press("skip").tell("As I said before")
    assert sorted(report.row.reported_before for report in site.reports()) == [False, True]


def test_words_and_files_are_added_to_the_thread_once(client: FlaskClient, site: Site, code: str) -> None:
    visitor = entered(client, code).press("add")
    fields, action = {**visitor.seen.fields, "words": "The boat is white."}, visitor.seen.action
    pages = [client.post(action, data=fields) for _ in range(2)]
    assert all("That was added to your report." in page.text for page in pages)
    entered(client, code).press("add").tell("", (b"photo", "boat.jpg", "image/jpeg"))
    (report,) = site.reports()
    assert [piece.text for piece in report.of_kind("message")] == ["The boat is white."]
    assert [piece.plain for piece in report.of_kind("file")] == [b"image/jpeg\0photo"]


def test_a_new_code_opens_the_report_and_the_old_one_nothing(client: FlaskClient, site: Site, code: str) -> None:
    report = site.reports()[0].row.id
    make(site.intake, site.operator, report, Wanted(Move.CLAIM))
    make(site.intake, site.operator, report, Wanted(Move.REPLY, text="Still readable"))
    visitor = entered(client, code)
    fields = {**visitor.seen.fields, "option": "replace"}
    first, second = (client.post(visitor.seen.action, data=fields) for _ in range(2))
    assert first.text == second.text
    new = visitor.press("replace").code
    site.work_off(("code",))
    assert new != code
    assert "no report under this code" in entered(client, code).text
    assert "Still readable" in entered(client, new).text


def test_a_code_that_could_not_be_replaced_stays_good(client: FlaskClient, code: str, without: Outage) -> None:
    visitor = entered(client, code)
    with without("jobs"):
        visitor.press("replace")
    assert visitor.response.status_code == 503
    assert "The one you have stays good." in visitor.text
    assert entered(client, code).heading == "News on your report"


def test_a_database_that_is_away_is_told_as_what_it_is(client: FlaskClient, code: str, without: Outage) -> None:
    with without("codes"):
        visitor = entered(client, code)
    assert visitor.response.status_code == 503
    assert visitor.problem.startswith("Something is wrong on our side.")
    assert visitor.seen.fields["digits"] == code
    assert visitor.send().heading == "News on your report"


def test_an_addition_that_could_not_be_saved_stands_there_again(
    client: FlaskClient, code: str, without: Outage, site: Site
) -> None:
    visitor = entered(client, code).press("add")
    with without("jobs"):
        visitor.tell("Important addition")
    assert visitor.words == "Important addition"
    assert visitor.send().heading == "That was added to your report. Thank you."
    assert len(site.reports()[0].of_kind("message")) == 1


def test_an_addition_whose_page_is_too_old_goes_along_through_the_code(client: FlaskClient, code: str) -> None:
    visitor = entered(client, code).press("add").send(words="Important addition", state="old")
    assert visitor.heading == "Enter the sixteen digits of your code."
    assert visitor.words == "Important addition"
    visitor.send(digits=code)
    assert (visitor.heading, visitor.words) == ("News on your report", "Important addition")
    assert visitor.press("add").words == "Important addition"
    assert visitor.send().heading == "That was added to your report. Thank you."


def test_words_that_go_along_are_shown_where_the_conversation_ends(client: FlaskClient, site: Site) -> None:
    fresh = at_story(client).tell("just now").code
    visitor = Visitor(client).open("/follow-up?lang=en").send(words="still mine", state="old").send(digits=fresh)
    assert "try again in a minute" in visitor.text
    assert visitor.words == "still mine"
    site.work_off(("code",))
    again = visitor.send()
    assert (again.response.status_code, again.words) == (200, "still mine")
    assert again.send(digits=fresh).heading == "News on your report"


def test_the_language_of_the_news_changes_with_the_news_in_it(client: FlaskClient, code: str) -> None:
    visitor = entered(client, code).send(language="es")
    assert visitor.heading == "Noticias de su aviso"
    assert "espera a que alguien lo lea" in visitor.text
    assert visitor.press("add").send(back="1").heading == "Noticias de su aviso"


def test_news_left_open_for_long_asks_for_the_code_again(client: FlaskClient, site: Site, code: str) -> None:
    visitor = entered(client, code)
    site.clock.go(hours=1)
    assert visitor.send(language="es").heading == "Escriba las dieciséis cifras de su clave."


def test_reading_the_news_again_reads_what_is_new(client: FlaskClient, site: Site, code: str) -> None:
    visitor = Visitor(client).open("/follow-up?lang=en")
    page = visitor.seen
    assert "waits to be read" in visitor.send(digits=code).text
    make(site.intake, site.operator, site.reports()[0].row.id, Wanted(Move.CLAIM))
    visitor.seen = page
    assert "Somebody is working" in visitor.send(digits=code).text


def test_two_visitors_with_two_codes_see_each_their_own(client: FlaskClient, site: Site, code: str) -> None:
    other = at_story(client).tell("another").code
    site.work_off(("code",))
    make(site.intake, site.operator, _report(site, "another"), Wanted(Move.CLAIM))
    assert "Somebody is working" in entered(client, other).text
    assert "waits to be read" in entered(client, code).text


def _report(site: Site, story: str) -> bytes:
    return next(bytes(each.row.id) for each in site.reports() if each.of_kind("story")[0].text == story)


@contextmanager
def crowded(site: Site) -> Iterator[None]:
    """Let as many pages wait for look-ups as there are seats."""
    turns = site.intake.doorkeeper._turns
    tickets = [turns.come("web") for _ in range(SEATS["web"])]
    yield
    for ticket in tickets:
        assert ticket is not None
        turns.leave(ticket)


def test_a_page_that_finds_no_room_says_so_and_keeps_the_digits(client: FlaskClient, site: Site, code: str) -> None:
    with crowded(site):
        visitor = entered(client, code)
    assert visitor.response.status_code == 503
    assert "Yours was not tried" in visitor.problem
    assert visitor.seen.fields["digits"] == code
    assert visitor.send().heading == "News on your report"


def test_a_story_with_digits_in_it_is_kept_when_nobody_has_time_to_look_them_up(
    client: FlaskClient, site: Site, code: str
) -> None:
    with crowded(site):
        assert at_story(client).tell(f"The card {code} was stolen").code
    assert any("was stolen" in piece.text for report in site.reports() for piece in report.of_kind("story"))


def test_of_two_codes_made_one_after_the_other_only_the_last_opens(client: FlaskClient, site: Site, code: str) -> None:
    here, there = entered(client, code), entered(client, code)
    first, second = here.press("replace").code, there.press("replace").code
    site.work_off(("code",))
    assert entered(client, second).heading == "News on your report"
    for dead in (code, first):
        assert entered(client, dead).heading != "News on your report"
