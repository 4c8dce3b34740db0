"""One draft is one report with one code, however many try to file it at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from intake.converse import Exchange
from intake.pages import hear_page, open_page
from intake.visit import Given, Visit
from privacy.secret import Secret
from talk.engine import Pressed, Said
from tests.plugins.site import Site


def at_the_story(site: Site) -> Visit:
    """Return a visit to the page that has come to its last question."""
    line = site.intake.lines.by_name["public"]
    visit = open_page(site.intake, line, "web", "en").visit
    for key in ("2", "1"):
        visit = _next(site, visit, key)
    return visit


def _next(site: Site, visit: Visit, key: str) -> Visit:
    seen: list[Visit] = []

    def render(exchange: Exchange) -> str:
        seen.append(exchange.visit)
        return "page"

    hear_page(site.intake, visit, Pressed(key), Given(Secret(f"{key}{visit.session.step}")), render)
    return seen[-1]


def codes_in(exchange: Exchange) -> str:
    return " ".join(say.facts["code"] for say in exchange.turn.says if "code" in say.facts)


def test_two_texts_sent_from_one_page_at_once_are_one_report_with_one_code(any_site: Site) -> None:
    visit, gate = at_the_story(any_site), threading.Barrier(4)

    def send(number: int) -> str:
        gate.wait()
        given = Given(Secret(f"request {number}"), f"words {number}")
        page, kept = hear_page(any_site.intake, visit, Said(given.words), given, codes_in)
        assert kept
        return page

    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(send, range(4)))
    assert sum(bool(page) for page in pages) == 1
    [report] = any_site.reports()
    assert {piece.text for piece in report.of_kind("story", "message")} == {f"words {number}" for number in range(4)}
