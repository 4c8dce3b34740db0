"""The pages in a real Chromium: without JavaScript, by keyboard, on a narrow phone, and held against WCAG 2.2 AA."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect
from werkzeug.serving import make_server

from tests.plugins.browser import dressed
from tests.plugins.site import Site
from tests.web.conftest import application

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "zh-CN", "es")
STORY = "Two men load rifles into a boat.\nEvery night, about two."


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Return the address of a server with the pages."""
    server = make_server("127.0.0.1", 0, application(site), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """Return a page of a phone on which scripts are off, as in Tor Browser at its safest level."""
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_way_to_the_news_works_without_scripts(plain: Page, site: Site, language: str) -> None:
    plain.goto(f"/?lang={language}")
    plain.click("a.go >> nth=0")
    plain.click("button[value=yes]")
    expect(plain.locator(".notice a[href='tel:911']")).to_be_visible()
    plain.click("button[value=weapons]")
    plain.fill("textarea", STORY)
    photo = FilePayload(name="boat.jpg", mimeType="image/jpeg", buffer=b"\xff\xd8\xff" * 300_000)
    note = FilePayload(name="note.txt", mimeType="text/plain", buffer=b"hello")
    plain.set_input_files("#files", [photo, note])
    plain.click("button.go")
    code = plain.inner_text(".groups")
    assert len("".join(code.split())) == 16
    site.work_off(("code",))
    plain.goto(f"/follow-up?lang={language}")
    plain.fill("#digits", code)
    plain.keyboard.press("Enter")
    plain.click("button[value=add]")
    plain.fill("textarea", "The boat is white.")
    plain.click("button.go")
    (report,) = site.reports()
    assert [piece.text for piece in report.of_kind("story", "message")] == [STORY, "The boat is white."]
    assert [len(piece.plain) for piece in report.of_kind("file")] == [900_011, 16]
    assert report.row.language == language


def test_the_keyboard_alone_is_enough(plain: Page, site: Site) -> None:
    plain.goto("/report?lang=en")
    plain.keyboard.press("Tab")
    expect(plain.locator(".skip")).to_be_focused()
    plain.keyboard.press("Enter")
    for value in ("no", "violence"):
        _tab_to(plain, f"button[value={value}]")
        plain.keyboard.press("Enter")
        plain.wait_for_load_state()
    _tab_to(plain, "#words")
    plain.keyboard.type("Typed without a mouse")
    _tab_to(plain, "button.go")
    plain.keyboard.press("Enter")
    expect(plain.locator("h1")).to_have_text("Your report is saved.")
    assert site.reports()[0].of_kind("story")[0].text == "Typed without a mouse"


def test_a_problem_is_where_the_focus_is_and_leads_to_its_field(plain: Page) -> None:
    plain.goto("/follow-up?lang=en")
    plain.fill("#digits", "1234")
    plain.keyboard.press("Enter")
    expect(plain.locator(".problem")).to_be_focused()
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    expect(plain.locator("#digits")).to_be_focused()
    assert plain.title().startswith("That did not work: ")


def test_a_page_reloaded_after_sending_is_the_same_receipt(plain: Page, site: Site) -> None:
    plain.goto("/report?lang=en")
    plain.click("button[value=no]")
    plain.click("button[value=skip]")
    plain.fill("textarea", STORY)
    plain.click("button.go")
    code = plain.inner_text(".groups")
    plain.reload()
    assert plain.inner_text(".groups") == code
    assert len(site.reports()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_is_accessible_and_fits(browser: Browser, address: str, site: Site, scheme: str, width: int) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    for name in _walk(page, site):
        results = Axe().run(dressed(page))
        assert results.violations_count == 0, f"{name}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(_SMALL_TARGETS) == [], name
    context.close()


_SMALL_TARGETS = """() =>
    [...document.querySelectorAll("nav a, button, input:not([type=hidden]), textarea, .leave, summary")]
    .filter(each => each.offsetHeight < 24 || each.offsetWidth < 24).map(each => each.outerHTML)"""


def _walk(page: Page, site: Site) -> Iterator[str]:
    """Go to every kind of page there is, in all languages, and yield its name."""
    for language in LANGUAGES:
        page.goto(f"/?lang={language}")
        yield f"start {language}"
    page.goto("/report?lang=en")
    yield "first question"
    page.click("button[value=yes]")
    yield "danger"
    page.click("button[value=violence]")
    yield "story"
    page.click("button.go")
    yield "story with a problem"
    page.fill("textarea", STORY)
    page.click("button[name=back]")
    yield "words that go along"
    page.click("button[value=other]")
    page.click("button.go")
    yield "receipt"
    code = page.inner_text(".groups")
    page.goto("/follow-up?lang=en")
    page.fill("#digits", "0000")
    page.click("button.go")
    yield "code with a problem"
    site.work_off(("code",))
    page.fill("#digits", code)
    page.click("button.go")
    yield "news"
    page.click("button[value=replace]")
    yield "new code"
    page.goto("/follow-up?lang=en")
    page.fill("#digits", code)
    page.click("button.go")
    yield "not known yet"


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus, as somebody without a mouse would."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    message = f"the keyboard never comes to {selector}"
    raise AssertionError(message)
