"""An owner's own scripts, words and rules lie over the built-in ones, and are refused as a whole if anything is off."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.rulebook import RulebookFaults, read_rulebook

ROUTES = """
[harbour]
kind = "pigeon"
label = { en = "Harbour police" }
categories = ["piracy"]
"""
LINE = """
[line.public]
numbers = []
"""


def own(folder: Path, **files: str) -> Path:
    """Return an owner's folder with these files under `rules`."""
    (folder / "rules").mkdir()
    for name, text in files.items():
        (folder / "rules" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_built_in_rules_play_a_script_on_every_line_in_each_of_its_languages() -> None:
    book = read_rulebook()
    assert book.scripts.keys() == book.lines.by_name.keys()
    for name, line in book.lines.by_name.items():
        offered = [option for _, option in book.scripts[name].steps["language"].options()]
        assert set(offered) == set(line.languages), name


def test_an_owners_file_takes_the_place_of_the_built_in_one_and_leaves_the_others(tmp_path: Path) -> None:
    label = '{ en = "Theft", zh-CN = "盗窃", es = "Robo" }'
    before = read_rulebook()
    after = read_rulebook(own(tmp_path, outcomes=f"[stolen]\nlabel = {label}\nsays = {label}\n"))
    assert list(after.outcomes) == ["stolen"]
    assert after.clocks == before.clocks


def test_everything_that_is_wrong_in_any_file_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(RulebookFaults) as refused:
        read_rulebook(own(tmp_path, routes=ROUTES, outcomes="[x", lines=LINE))
    named = "\n".join(refused.value.faults)
    for file in ("routes.toml", "outcomes.toml", "lines.toml"):
        assert file in named
    assert "'pigeon' is not allowed here" in named
    assert "'piracy' is not known" in named
