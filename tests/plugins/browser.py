"""A real Chromium, Debian's own: playwright's builds come from a place that not everybody can reach."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--headless",
    "--no-first-run",
    "--no-sandbox",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium; the test is skipped where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a browser that runs for the whole session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page that shares no cookie or storage with another test's."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


def dressed(page: Page) -> Page:
    """Return a page once it is loaded with all its style sheets: how it looks before that says nothing."""
    page.wait_for_load_state("load")
    page.wait_for_function(
        "[...document.styleSheets].length && [...document.styleSheets].every(s => s.cssRules.length)"
    )
    return page
