"""An exchange as a page: what stands where. No framework, no database."""

from __future__ import annotations

import pytest

from app.rulebook import Rulebook
from intake.converse import Exchange
from intake.visit import Visit
from talk.engine import Said, Say, Session, Turn, answer, begin, resume
from web.markup import dial
from web.page import News, Page, page_of


def shown(rulebook: Rulebook, turn: Turn, *, thread: bytes | None = None, fault: str = "") -> Page:
    line = rulebook.lines.by_name["public"]
    visit = Visit("web", "public", b"\0" * 16, turn.session, thread=thread)
    return page_of(rulebook.words, line, Exchange(turn, visit), fault)


def test_a_choice_is_its_question_with_a_button_for_each_option(rulebook: Rulebook) -> None:
    page = shown(rulebook, begin(rulebook.scripts["public"], "web", "en"))
    assert (page.kind, page.heading) == ("choice", "Is anyone in danger right now?")
    assert [(each.option, each.text) for each in page.offers] == [("yes", "Yes"), ("no", "No")]
    assert (page.progress, page.back) == ("Question 1", False)


def test_what_is_said_on_the_way_stands_before_the_question(rulebook: Rulebook) -> None:
    script = rulebook.scripts["public"]
    turn = resume(script, answer(script, begin(script, "web", "en").session, Said("yes")), "noted")
    page = shown(rulebook, turn)
    assert page.notices == ("If you can, call 911 now. Then tell us.",)
    assert (page.heading, page.progress, page.back) == ("What is it about?", "Question 2", True)


def test_going_back_to_a_question_counts_it_once(rulebook: Rulebook) -> None:
    session = Session("category", "en", saved=(("danger", "no"), ("category", "other")))
    step = rulebook.scripts["public"].steps["category"]
    assert shown(rulebook, Turn(session, (Say("category", {}),), step, None)).progress == "Question 2"


def test_a_new_code_stands_apart_in_its_groups(rulebook: Rulebook) -> None:
    said = Say("shown", {"code": "4929 1234 5678 9014"})
    page = shown(rulebook, Turn(Session("shown", "en"), (said,), None, None))
    assert (page.kind, page.code) == ("end", ("4929", "1234", "5678", "9014"))
    assert page.heading == "Your report is saved."


@pytest.mark.parametrize(
    ("facts", "messages"),
    [
        ({"messages": "one\n\ntwo\nlines", "count": "2"}, ("one", "two\nlines")),
        ({"messages": "There is no message for you.", "count": "0"}, ()),
    ],
)
def test_news_are_set_out_message_by_message(
    rulebook: Rulebook, facts: dict[str, str], messages: tuple[str, ...]
) -> None:
    facts = {"status": "It is with us.", **facts}
    step = rulebook.scripts["public"].steps["page_more"]
    turn = Turn(Session("page_more", "en"), (Say("page_read", facts), Say("page_more", facts)), step, None)
    page = shown(rulebook, turn, thread=b"\1" * 16)
    assert page.news == News("It is with us.", messages)
    assert page.heading == "News on your report"
    assert page.question[0].startswith("A code that was keyed in")
    assert (page.progress, page.back, page.paragraphs) == ("", False, ())


def test_a_fault_of_the_page_is_said_before_the_scripts_own_remark(rulebook: Rulebook) -> None:
    step = rulebook.scripts["public"].steps["danger"]
    turn = Turn(Session("danger", "en"), (Say("danger", {}, "not_understood"),), step, None)
    assert shown(rulebook, turn).problem == "Please pick one of the answers."
    assert shown(rulebook, turn, fault="Too old.").problem == "Too old."


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Call 911 now.", 'Call <a href="tel:911">911</a> now.'),
        ("<b>911</b>", '&lt;b&gt;<a href="tel:911">911</a>&lt;/b&gt;'),
        ("Nothing <here>", "Nothing &lt;here&gt;"),
    ],
)
def test_the_emergency_number_can_be_tapped_and_all_else_is_text(text: str, html: str) -> None:
    assert dial(text, "911") == html
