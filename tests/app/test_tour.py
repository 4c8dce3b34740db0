"""The newcomer's tour in a real browser: in by three doors, read at the desk, and the answer back out by all three."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.rehearsal_home import read_home
from rehearsal.client import place_call, send_text
from tests.plugins.line import Line, open_rehearsal, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
REPLY = "Thank you. Where exactly is the side door?"
PATIENCE = 60_000


@pytest.fixture(scope="module")
def tour() -> Iterator[Line]:
    """Run what `make run` starts."""
    with open_rehearsal() as line:
        yield line


def phone_call(page: Page, tour: Line) -> None:
    page.goto(page_of(tour, "phone"))
    page.get_by_role("button", name="Voice on").click()  # words take no time to be spoken
    page.get_by_role("button", name="Call", exact=True).click()
    for asked, key in (("English", "1"), ("New report", "1"), ("in danger", "2"), ("About what", "1")):
        expect(page.locator("#heard")).to_contain_text(asked, timeout=PATIENCE)
        page.locator(f'[data-key="{key}"]').click()
    expect(page.locator("#speak")).to_be_visible(timeout=PATIENCE)
    page.locator("#sample").select_option("warehouse")
    page.locator("#say-sample").click()
    for asked, key in (("If that is all", "1"), ("When you have a pen", "5"), ("If you have it", "1")):
        expect(page.locator("#heard")).to_contain_text(asked, timeout=PATIENCE)
        page.locator(f'[data-key="{key}"]').click()
    expect(page.locator("#heard")).to_contain_text("Take care", timeout=PATIENCE)
    expect(page.locator("#state")).to_have_text("Ready to call", timeout=PATIENCE)


def text_message(page: Page, tour: Line) -> str:
    page.goto(page_of(tour, "texts"))
    page.locator("#body").fill("They sell pills behind the school every night")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#thread")).to_contain_text(CODE, timeout=PATIENCE)
    return code_in(page.locator("#thread").inner_text())


def web_page(page: Page, tour: Line) -> str:
    page.goto(f"{tour.url}/report?lang=en")
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_role("button", name=re.compile("^Fraud")).click()
    page.get_by_role("textbox").fill("Invoices for work that nobody did")
    page.get_by_role("button", name=re.compile("Send", re.IGNORECASE)).click()
    expect(page.locator("main")).to_contain_text(CODE)
    return code_in(page.locator("main").inner_text())


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found
    return found.group()


def page_of(tour: Line, name: str) -> str:
    home = read_home(tour.data)
    return f"{home.api}/{name}?token={home.control}"


def sign_in(page: Page, tour: Line) -> None:
    who = json.loads((tour.data / "operator.json").read_text())
    page.goto(f"{tour.url}/desk")
    page.locator("input[name=name]").fill(who["name"])
    page.locator("input[type=password]").fill(who["password"])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Reports")


def answer(page: Page, tour: Line, report: str) -> None:
    page.goto(f"{tour.url}/desk/reports/{report}")
    page.get_by_role("button", name="Claim", exact=True).click()
    page.locator("form[action$='/reply'] textarea").fill(REPLY)
    page.locator("form[action$='/reply'] button").click()
    expect(page.locator("main")).to_contain_text(REPLY)


def test_three_doors_in_one_desk_and_the_answer_out_by_all_three(browser: Browser, tour: Line) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    phone_call(page, tour)
    code = text_message(page, tour)
    web_page(page, tour)
    tour.settle("grade", "code", "fetch", "transcribe")
    reports = {report["channel"]: report for report in tour.reports()}
    assert set(reports) == {"voice", "sms", "web"}
    assert all(report["grade"] for report in reports.values())
    assert "warehouse" in reports["voice"]["transcript"]["text"]

    sign_in(page, tour)
    expect(page.locator("main table tbody tr a")).to_have_count(3)
    page.goto(f"{tour.url}/desk/calls")
    expect(page.locator("main")).to_contain_text("reported")
    answer(page, tour, reports["sms"]["id"])

    home = read_home(tour.data)
    texted = send_text(home.api, home.control, code, sender="+14155550177")
    assert any(REPLY in reply for reply in texted.replies)
    called = place_call(home.api, home.control, keys=["1", "2", code.replace(" ", "") + "#", "3"])
    assert called.of("played") or REPLY in called.said
    assert not called.problems
    page.goto(f"{tour.url}/follow-up?lang=en")
    page.locator("input[inputmode=numeric]").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(REPLY)
    until(lambda: all(report["provider_copies"] in (None, "erased") for report in tour.reports()))
    page.context.close()
