"""The pages, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from tests.plugins.browser import dressed
from tests.rehearsal.world import World

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",  # a microphone that beeps
]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium here")]
MENU = (
    '<Gather numDigits="1" action="/menu?state=sealed" timeout="20">'
    '<Say language="en-US">For a report, press one.</Say></Gather>'
)
STORY = '<Say>Speak now</Say><Record action="/done" finishOnKey="#" recordingStatusCallback="/rec"/>'


@pytest.fixture(name="browser", scope="module")
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(name="page")
def _page(browser: Browser, stage: World) -> Iterator[Page]:
    """Open a page that fails the test on any script error or refused resource."""
    stage.answers |= {"/call": MENU, "/menu": STORY, "/done": "<Say>Saved. Goodbye.</Say>"}
    context = browser.new_context(permissions=["microphone"])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    yield page
    context.close()
    assert wrong == []


def call(page: Page, stage: World) -> None:
    page.goto(stage.provider.page("phone"))
    expect(page.locator("#line option")).to_have_count(1)
    page.get_by_role("button", name="Voice on").click()
    page.get_by_role("button", name="Call").click()
    expect(page.locator("#heard")).to_contain_text("press one")


def test_a_call_with_keys_and_a_sample_clip(page: Page, stage: World) -> None:
    call(page, stage)
    page.keyboard.press("1")
    page.get_by_label("Sample clip").select_option("whispered")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("#heard")).to_contain_text("Saved. Goodbye.")
    expect(page.locator("#state")).to_have_text("Ready to call")
    expect(page.locator(".hook .what").last).to_have_text("call status")
    assert stage.to("/menu")[0]["Digits"] == "1"
    assert int(stage.to("/done")[0]["RecordingDuration"]) >= 4


def test_what_happens_behind_the_call_is_shown(page: Page, stage: World) -> None:
    call(page, stage)
    page.get_by_role("button", name="1", exact=True).click()
    hook = page.locator(".hook").nth(1)
    hook.locator("summary").click()
    expect(hook.locator("dl")).to_contain_text(re.compile("Digits\\s*1"))
    expect(hook.locator("pre")).to_contain_text("<Record action=")
    page.get_by_role("button", name="Hang up").click()
    expect(page.locator("#heard")).to_contain_text("You hung up.")
    expect(page.locator(".hook .what").last).to_have_text("call status")


def test_the_microphone_becomes_a_recording(page: Page, stage: World) -> None:
    call(page, stage)
    page.keyboard.press("1")
    page.get_by_role("button", name="Microphone").click()
    page.get_by_role("button", name="Finish with #").wait_for()
    page.wait_for_timeout(1500)
    page.keyboard.press("#")
    expect(page.locator("#heard")).to_contain_text("Saved. Goodbye.")
    assert stage.to("/rec")[0]["RecordingStatus"] == "completed"


def test_an_error_is_seen(page: Page, stage: World) -> None:
    stage.answers["/menu"] = "<Sya>Oops</Sya>"
    call(page, stage)
    page.keyboard.press("1")
    expect(page.locator(".problem")).to_contain_text("12200 Schema validation: <Sya> is not allowed in <Response>")


def test_operators_and_faults_are_set(page: Page, stage: World) -> None:
    page.goto(stage.provider.page("phone"))
    page.get_by_text("Operators’ phones").click()
    page.get_by_label("Number", exact=True).fill("+15005550201")
    page.get_by_role("button", name="Set").click()
    expect(page.locator("#operator-list")).to_have_text("+15005550201: answer")
    page.get_by_text("Faults on command").click()
    page.get_by_label("How").select_option("twice")
    page.get_by_role("button", name="Order").click()
    expect(page.locator("#fault-list")).to_have_text("call: twice, 1 time")


def test_texts_are_sent_and_answered(page: Page, stage: World) -> None:
    stage.answers["/text"] = '<Message statusCallback="/delivery">Received. Thank you.</Message>'
    page.goto(stage.provider.page("texts"))
    page.get_by_label("Message", exact=True).fill("看到烟")
    expect(page.locator("#parts")).to_have_text("3 characters, 1 part")
    picture = FilePayload(name="a.png", mimeType="image/png", buffer=b"\x89PNG")
    page.locator("#files").set_input_files(picture)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".thread .mine")).to_contain_text("看到烟")
    expect(page.locator(".thread .bubble").last).to_have_text("Received. Thank you.")
    expect(page.locator(".thread .meta").last).to_have_text("1 part · delivered")
    expect(page.locator(".hook")).to_have_count(3)
    assert stage.to("/text")[0]["NumMedia"] == "1"


def test_delivery_can_fail_for_one_sender(page: Page, stage: World) -> None:
    stage.answers["/text"] = '<Message statusCallback="/delivery">Received.</Message>'
    page.goto(stage.provider.page("texts"))
    page.get_by_label("Another number").fill("+15005550042")
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Delivery to this sender").select_option("30005")
    page.get_by_label("Message", exact=True).fill("Hello")
    page.keyboard.press("Enter")
    expect(page.locator(".thread .lost .meta")).to_have_text("1 part · undelivered (30005)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["phone", "texts"])
def test_pages_are_accessible_and_fit(page: Page, stage: World, scheme: str, width: int, name: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    stage.answers["/text"] = "<Message>Received.</Message>"
    if name == "phone":
        call(page, stage)
        page.keyboard.press("1")
        expect(page.locator("#speak")).to_be_visible()
        page.get_by_text("Faults on command").click()
    else:
        page.goto(stage.provider.page(name))
        page.get_by_label("Message", exact=True).fill("Hello")
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".thread .bubble")).to_have_count(2)
    page.locator(".hook summary").first.click()
    found = Axe().run(dressed(page))
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
