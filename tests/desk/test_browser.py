"""The desk in a real browser: nothing that axe finds, nothing that needs a mouse, nothing that asks elsewhere."""

from __future__ import annotations

import json
import logging
import math
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from desk.sound import header
from intake.visit import Upload
from tests.desk.office import Office
from tests.plugins.browser import dressed
from tests.plugins.site import PASSWORD
from tests.work.files import evil

pytestmark = pytest.mark.browser
WIDTHS = (1280, 390)
TARGET = 24  # CSS pixels, WCAG 2.2 success criterion 2.5.8, which spares what stands in a sentence
_SMALL = """
    least => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
      .filter(one => !one.closest(".skip, .hidden, p:not(.fresh, .gains)"))
      .filter(one => {
        const height = (one.closest("tr, label") ?? one).getBoundingClientRect().height;
        return height && height < least;
      })
      .map(one => one.outerHTML.slice(0, 80))
"""


@dataclass(frozen=True)
class Stand:
    """A desk that is served, with a report that has everything and a call that waits for its form."""

    office: Office
    url: str
    report: str
    draft: str

    def pages(self) -> dict[str, str]:
        """Return the address of every page for those who signed in, by name."""
        return {
            "queue": "/desk", "report": f"/desk/reports/{self.report}", "calls": "/desk/calls", "live": "/desk/live",
            "form": f"/desk/live/{self.draft}", "password": "/desk/password", "fault": "/desk/nothing",
            "closed": "/desk?show=closed", "copies": "/desk/copies",
        }  # fmt: skip


def everything(office: Office) -> str:
    """Return a report with a recording, a draft, an attachment and a thread."""
    sent = (evil.jpeg(), evil.pdf(), evil.docx(), evil.film(), evil.claiming_png(30_000, 30_000))
    files = tuple(Upload(each, "image/jpeg") for each in sent)
    report = office.report("Somebody is at the gate.", door="voice", danger="yes", category="violence", files=files)
    office.site.work_off()
    pcm = struct.pack("<16000h", *(int(900 * math.sin(at / 9)) for at in range(16000)))
    recording = office.add(report, "recording", b"raw", "reporter")
    facts = {"of": recording, "seconds": 2.0, "quiet": True, "peaks": [[-7, 7]] * 400, "fault": None, "cut": True}
    office.add(report, "sound", json.dumps(facts).encode())
    office.add(report, "audio", bytes.fromhex(recording) + header(len(pcm)) + pcm)
    segments = [[0, 1, "at", 0.9], [1, 2, "the", 0.5], [2, 3, "gate", 0.2]]
    draft = {"version": 1, "status": "ok", "text": "at the gate", "confidence": 0.53, "segments": segments}
    office.add(report, "transcript", json.dumps(draft).encode())
    office.add(report, "message", b"He left.", "reporter", "unverified")
    office.add(report, "message", b"My name is Ana Ruiz, I live at 12 Oak Street.", "reporter")
    office.add(report, "note", b"Told the guard.", "desk")
    return report


@pytest.fixture
def stand(office: Office) -> Iterator[Stand]:
    """Return a desk that a browser can reach."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for grade in ("high", "low", "none"):
        office.operator().move(office.report(), "change_grade", grade=grade)
    office.operator().move(office.report(), "close", outcome="spam")
    office.report("new", graded=False)
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Stand(office, f"http://127.0.0.1:{server.server_port}", everything(office), office.call())
    server.shutdown()
    thread.join(10)


def enter(page: Page, stand: Stand) -> None:
    """Sign in by the keyboard alone: the form is ready to be typed into."""
    page.goto(f"{stand.url}/desk/login")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("ana")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")


def access(page: Page, key: str) -> None:
    """Press an access key: Alt and a letter."""
    session = page.context.new_cdp_session(page)
    for kind in ("rawKeyDown", "char", "keyUp"):  # the browser acts on the second, which playwright does not send
        event = {"type": kind, "modifiers": 1, "key": key, "windowsVirtualKeyCode": ord(key.upper())}
        session.send("Input.dispatchKeyEvent", event | ({"text": key, "unmodifiedText": key} if kind == "char" else {}))


def reach(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until something with this text has the focus, and see that the focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate("(document.activeElement.innerText || document.activeElement.id || '').trim()")
        if name in focused:
            rings = page.evaluate(
                "[null, '::after'].some(part => getComputedStyle(document.activeElement, part).outlineStyle !== 'none')"
            )
            assert rings, f"the focus on {name} cannot be seen"
            return
    pytest.fail(f"{name} cannot be reached by the keyboard")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_a_fault_that_axe_knows_or_runs_out_of_its_window(
    browser: Browser, stand: Stand, scheme: str, width: int
) -> None:
    chosen: Literal["light", "dark"] = "dark" if scheme == "dark" else "light"
    context = browser.new_context(color_scheme=chosen, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{stand.url}/desk/login")
    faults = {"login": Axe().run(dressed(page)).response["violations"]}
    enter(page, stand)
    for name, path in stand.pages().items():
        page.goto(stand.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        faults[name] = Axe().run(dressed(page)).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        small = page.evaluate(_SMALL, TARGET)
        assert small == [], name
    context.close()
    assert {name: [each["id"] for each in found] for name, found in faults.items() if found} == {}


def test_a_night_at_the_desk_without_a_mouse(page: Page, stand: Stand) -> None:
    enter(page, stand)
    reach(page, "Skip to the content", 1)
    page.keyboard.press("Enter")
    reach(page, "Violence or a threat")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/*")
    access(page, "c")
    expect(page.get_by_role("status")).to_have_text("This report is yours now.")
    access(page, "r")
    page.keyboard.type("Is he still there?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The reply is kept.")
    expect(page.locator(".thread")).to_contain_text("Is he still there?")
    access(page, "x")
    reach(page, "", 1)
    page.keyboard.press("Space")
    page.locator(".closing[open] input:checked").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The report is closed.")
    access(page, "q")
    page.wait_for_url("**/desk")
    assert page.locator(f"a[href$='{stand.report}']").count() == 0


def test_a_recording_plays_and_can_be_made_louder(page: Page, stand: Stand) -> None:
    enter(page, stand)
    page.goto(f"{stand.url}/desk/reports/{stand.report}")
    for _ in range(2):
        length = page.evaluate(
            """() => new Promise((done, failed) => {
                 const audio = document.querySelector("audio");
                 audio.muted = true;
                 audio.onended = () => done(audio.duration);
                 audio.onerror = () => failed(new Error("it does not play"));
                 audio.playbackRate = 8;
                 audio.play().catch(failed);
               })"""
        )
        assert length == pytest.approx(2.0, abs=0.1)
        page.get_by_role("link", name="+24 dB").click()
        page.wait_for_url("**gain=24**")


def test_everything_works_without_scripts(browser: Browser, stand: Stand) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{stand.url}/desk/login")
    page.fill("#name", "ana")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Violence or a threat").click()
    page.get_by_role("button", name="Claim").click()
    page.locator(".closing summary").click()
    page.get_by_label("Acted on").check()
    page.locator(".closing button").click()
    expect(page.locator(".done")).to_have_text("The report is closed.")
    page.get_by_role("link", name="Calls taken").click()
    page.get_by_role("link", name="Write the report").click()
    page.fill("#words", "He told me everything.")
    page.get_by_role("button", name="File the report").click()
    expect(page.locator(".code")).to_be_visible()
    page.get_by_role("button", name="The caller has the code").click()
    expect(page.locator(".said").first).to_have_text("He told me everything.")
    context.close()


def test_masks_are_lifted_by_the_keyboard_and_without_scripts(browser: Browser, stand: Stand) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, stand)
    page.goto(f"{stand.url}/desk/reports/{stand.report}")
    expect(page.locator(".thread .mask")).to_have_count(2)
    assert "Oak Street" not in page.content()
    page.locator("#ground").focus()
    page.keyboard.type("somebody must")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The masks are lifted")
    expect(page.locator(".thread .own")).to_have_text(["Ana Ruiz", "12 Oak Street"])
    context.close()


def test_a_list_that_is_left_alone_shows_what_came_in_and_keeps_what_somebody_is_at(page: Page, stand: Stand) -> None:
    page.clock.install()
    enter(page, stand)
    before = page.locator("#total").inner_text()
    stand.office.report("One more.", graded=False)
    page.clock.run_for(31_000)
    expect(page.locator("#total")).not_to_have_text(before)
    seen = page.locator("#total").inner_text()
    page.locator("#list a").first.focus()
    stand.office.report("Yet another.", graded=False)
    page.clock.run_for(31_000)
    expect(page.locator("#total")).to_have_text(seen)


def test_nothing_is_asked_for_anywhere_else_and_nothing_is_refused_by_the_browser(page: Page, stand: Stand) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    enter(page, stand)
    for path in stand.pages().values():
        page.goto(stand.url + path)
    assert {url for url in asked if not url.startswith((stand.url, "data:"))} == set()
    assert [text for text in said if "404" not in text] == []


def test_the_key_is_out_of_reach_of_scripts(page: Page, stand: Stand) -> None:
    enter(page, stand)
    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
