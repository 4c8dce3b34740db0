"""Every page that another page points to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_BYTES = 150_000
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_page_of_ours_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    ours = [link for link in links if "://" not in link]
    assert [link for link in ours if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_part_of_a_page_leads_to_a_heading(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8"))
    lost = [part for other, part in links if part not in anchors(page.parent / other if other else page)]
    assert lost == []


def test_every_picture_is_shown_somewhere_and_small_enough_to_load() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = [one for one in (ROOT / "docs" / "pictures").iterdir() if one.suffix in {".png", ".svg"}]
    assert [one.name for one in pictures if f"pictures/{one.name})" not in pages] == []
    assert [one.name for one in pictures if one.stat().st_size > MOST_BYTES] == []


def test_every_decision_follows_the_template() -> None:
    template, *decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    parts = headings(template)
    assert {page.name: headings(page) for page in decisions if headings(page) != parts} == {}


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(len(numbers)))


def headings(page: Path) -> list[str]:
    return re.findall(r"(?m)^## .+$", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Return what links to the headings of a page end with: small letters, hyphens for blanks, signs left out."""
    titles = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}
