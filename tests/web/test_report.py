"""A report by page: a question at a time, kept once, and only when its last page is sent."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from store.schema import metadata
from tests.plugins.site import Site
from tests.web.conftest import application
from tests.web.visitor import Visitor, at_story

STORY = "Two men load rifles into a boat at the old pier.\nEvery night, about two. <b>Señor</b> 老码头"


def rows(site: Site) -> int:
    """Return how many rows of reporters there are: reports, items, jobs, secrets in the vault."""
    tables = [metadata.tables[name] for name in ("reports", "items", "jobs", "vault")]
    with site.store.read() as connection:
        return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def disk(site: Site) -> bytes:
    """Return every byte of every file of the site."""
    places = (site.folders.data, site.folders.secrets, site.folders.runtime)
    return b"".join(file.read_bytes() for place in places for file in sorted(place.rglob("*")) if file.is_file())


def test_a_report_is_three_questions_and_a_code(client: FlaskClient, site: Site) -> None:
    visitor = Visitor(client).open("/report?lang=en")
    assert visitor.heading == "Is anyone in danger right now?"
    assert visitor.press("no").heading == "What is it about?"
    assert visitor.press("weapons").heading == "What happened?"
    assert visitor.tell(STORY).heading == "Your report is saved."
    assert len(visitor.code.replace(" ", "")) == 16
    (report,) = site.reports()
    assert [piece.text for piece in report.of_kind("story")] == [STORY]
    assert (report.row.channel, report.row.line, report.row.language) == ("web", "public", "en")
    assert (report.row.category, report.row.danger, report.row.reachable) == ("weapons", False, "yes")


def test_neither_words_nor_code_stand_in_any_file(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client).tell(STORY, (b"needle in a picture" * 40_000, "needle-name.jpg", "image/jpeg"))
    site.store.close()
    everything = disk(site)
    digits = visitor.code.replace(" ", "")
    for needle in ("rifles", "老码头", "needle in a picture", "needle-name", digits, visitor.code):
        assert needle.encode() not in everything
    assert b"weapons" not in everything


def test_nothing_is_kept_before_the_last_page_is_sent(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client, "yes", "violence")
    visitor.send(words="I am not", language="es")
    visitor.send(back="1")
    assert rows(site) == 0


def test_who_is_in_danger_sees_the_number_to_call_at_once(client: FlaskClient, site: Site) -> None:
    visitor = Visitor(client).open("/report?lang=en").press("yes")
    assert visitor.text.startswith("If you can, call 911 now.")
    assert "tel:911" in visitor.seen.links
    visitor.press("skip").tell("He is at the door")
    assert [report.row.danger for report in site.reports()] == [True]


@pytest.mark.parametrize("path", ["/", "/report", "/follow-up"])
def test_every_first_page_names_the_emergency_number_before_anything_else(client: FlaskClient, path: str) -> None:
    assert Visitor(client).open(f"{path}?lang=en").text.startswith("In danger now? Call 911.")


def test_the_last_page_sent_twice_is_one_report_with_one_code(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client)
    fields, action = {**visitor.seen.fields, "words": STORY}, visitor.seen.action
    first, second = (client.post(action, data=fields) for _ in range(2))
    assert first.text == second.text
    assert len(site.reports()) == 1


def test_other_words_sent_from_the_same_page_join_the_report(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client)
    fields, action = visitor.seen.fields, visitor.seen.action
    client.post(action, data={**fields, "words": "first"})
    again = client.post(action, data={**fields, "words": "second"})
    assert "That was added to your report." in again.text
    (report,) = site.reports()
    assert [piece.text for piece in report.of_kind("story", "message")] == ["first", "second"]


def test_the_browsers_back_button_changes_an_answer(client: FlaskClient, site: Site) -> None:
    visitor = Visitor(client).open("/report?lang=en").press("no")
    category = visitor.seen
    visitor.press("violence")
    visitor.seen = category
    visitor.press("economic").tell("They cook the books")
    assert [report.row.category for report in site.reports()] == ["economic"]


def test_who_goes_back_to_say_that_there_is_danger_is_in_danger(client: FlaskClient, site: Site) -> None:
    visitor = Visitor(client).open("/report?lang=en")
    first = visitor.seen
    visitor.press("no").press("skip").tell("He is angry")
    visitor.seen = first
    visitor.press("yes").press("skip").tell("He is breaking the door")
    assert [report.row.danger for report in site.reports()] == [True]
    visitor.seen = first
    visitor.press("no").press("skip").tell("He has left")
    assert [report.row.danger for report in site.reports()] == [True]


def test_the_back_button_on_the_page_goes_all_the_way_back_with_the_words(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client, "no", "violence").send(words="half a sentence", back="1")
    assert (visitor.heading, visitor.words) == ("What is it about?", "half a sentence")
    assert visitor.send(back="1").heading == "Is anyone in danger right now?"
    assert visitor.press("yes").press("weapons").words == "half a sentence"
    visitor.send()
    (report,) = site.reports()
    assert (report.row.danger, report.row.category) == (True, "weapons")
    assert report.of_kind("story")[0].text == "half a sentence"


def test_the_language_changes_on_the_way_and_nothing_is_lost(client: FlaskClient, site: Site) -> None:
    visitor = at_story(client).send(words="Ayuda", language="es")
    assert (visitor.heading, visitor.words) == ("¿Qué pasó?", "Ayuda")
    assert 'lang="es"' in visitor.response.text
    assert visitor.send().heading == "Su aviso está guardado."
    assert [report.row.language for report in site.reports()] == ["es"]


@pytest.mark.parametrize(
    ("header", "language"), [("zh-TW,zh;q=0.9", "zh-CN"), ("es-MX", "es"), ("tlh", "en"), ("en;q=0.1,es", "es")]
)
def test_the_browsers_language_is_spoken_where_the_line_speaks_it(
    client: FlaskClient, site: Site, header: str, language: str
) -> None:
    page = client.get("/report", headers={"Accept-Language": header})
    assert f'<html lang="{language}">' in page.text
    assert site.intake.words.need(language, "step.danger.text") in page.text


def test_a_line_of_its_own_has_pages_of_its_own(client: FlaskClient, site: Site) -> None:
    visitor = Visitor(client).open("/report?line=enterprise&lang=en").press("no")
    assert ("option", "harassment") in visitor.seen.buttons
    visitor.press("harassment").tell("My boss threatens people")
    assert [report.row.line for report in site.reports()] == ["enterprise"]
    assert "/follow-up?line=enterprise" in visitor.text


@pytest.mark.parametrize("line", ["nowhere", "", "PUBLIC"])
def test_a_line_that_is_none_has_no_page(client: FlaskClient, line: str) -> None:
    assert client.get("/report", query_string={"line": line}).status_code == 404


def test_files_alone_are_a_report(client: FlaskClient, site: Site) -> None:
    assert at_story(client).tell("", (b"%PDF-1.7", "proof.pdf", "application/pdf")).code
    (report,) = site.reports()
    assert [piece.plain for piece in report.of_kind("file")] == [b"application/pdf\0%PDF-1.7"]


def test_the_start_page_says_what_is_kept_and_what_cannot_be_promised(client: FlaskClient) -> None:
    text = Visitor(client).open("/?lang=en").text
    for said in ("What we keep", "What we cannot promise", "Relay services", "988 Suicide and Crisis Lifeline"):
        assert said in text


@pytest.mark.parametrize("language", ["en", "zh-CN", "es"])
def test_the_start_page_tells_this_owners_times_and_leaves_nothing_unfilled(site: Site, language: str) -> None:
    rules = site.rulebook.retention
    site.intake = replace(site.intake, retention=replace(rules, recordings=41, checked=3, calls=17, attachments=123))
    text = Visitor(application(site).test_client()).open(f"/?lang={language}").text
    days = [int(number) for number in re.findall(r"\d+", text)]
    assert {14, 730, 41, 3, 17, 123, 30} <= set(days)
    assert "{" not in text


def test_the_start_page_names_what_a_caller_cannot_be_protected_from_and_how_to_be_safer(client: FlaskClient) -> None:
    text = Visitor(client).open("/?lang=en").text
    for said in ("Your phone company knows that you called", "the police with an order", "Tor Browser", "a voice"):
        assert said in text


def test_the_pages_need_no_script_and_nothing_from_elsewhere(client: FlaskClient) -> None:
    for visitor in (Visitor(client).open("/"), Visitor(client).open("/follow-up"), at_story(client)):
        assert not [tag for tag, _ in visitor.seen.tags if tag in ("script", "iframe", "object", "style")]
        loaded = [found.get("src") or found.get("href") for tag, found in visitor.seen.tags if tag in ("link", "img")]
        assert all(str(address).startswith("/static/web/") for address in loaded)
        assert not {name for _, found in visitor.seen.tags for name in found if name == "style" or name[:2] == "on"}


def test_the_style_sheet_loads_nothing_from_elsewhere() -> None:
    sheet = Path("web/static/page.css").read_text()
    assert "http" not in sheet
    assert "@import" not in sheet


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>", "{{ 7*7 }}", "' onfocus='x", "&lt;b&gt;"],
)
def test_what_people_write_stays_text(client: FlaskClient, words: str) -> None:
    visitor = at_story(client).send(words=words, language="es")
    assert visitor.words == words
    assert "<script" not in visitor.response.text
    assert "<img" not in visitor.response.text
    assert visitor.send(words=words, back="1").words == words
