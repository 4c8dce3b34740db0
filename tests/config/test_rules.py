"""The rules as delivered: each file can be read, and they agree with one another and with the scripts."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from triage.categories import parse_categories
from triage.clocks import parse_clocks
from triage.grade import Grade
from triage.lines import Lines, parse_helplines, parse_lines
from triage.outcomes import parse_outcomes
from triage.routes import parse_routes
from triage.rules import Grading, parse_grading

CONFIG = Path(__file__).parents[2] / "config"
LANGUAGES = {"en", "zh-CN", "es"}


def text(name: str) -> str:
    return (CONFIG / "rules" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def lines() -> Lines:
    return parse_lines(text("lines.toml"), "lines.toml")


@pytest.fixture(scope="module")
def gradings() -> list[Grading]:
    return [parse_grading(text(f"grading.{language}.toml"), language) for language in sorted(LANGUAGES)]


def test_every_file_is_one_we_know() -> None:
    known = {"categories", "clocks", "helplines", "limits", "lines", "outcomes", "retention", "routes"} | {
        f"grading.{each}" for each in LANGUAGES
    }
    assert {file.stem for file in (CONFIG / "rules").iterdir()} == known


def test_every_category_a_script_offers_has_a_weight() -> None:
    categories = parse_categories(text("categories.toml"), "categories.toml")
    for file in (CONFIG / "scripts").glob("*.toml"):
        steps = tomllib.loads(file.read_text(encoding="utf-8")).values()
        asking = [step for step in steps if isinstance(step, dict) and step.get("save") == "category"]
        assert asking, file.name
        for step in asking:
            assert set(step["then"]) - {"skip"} <= set(categories), file.name


def test_a_category_alone_is_never_high() -> None:
    assert all(each.weight < 10 for each in parse_categories(text("categories.toml"), "categories.toml").values())


def test_the_default_line_takes_any_number_and_every_line_has_a_script_and_helplines(lines: Lines) -> None:
    helplines = parse_helplines(text("helplines.toml"), "helplines.toml")
    assert lines.by_name[lines.default].numbers == ()
    for line in lines.by_name.values():
        assert (CONFIG / "scripts" / f"{line.script}.toml").is_file(), line.name
        assert line.helplines in helplines, line.name
        assert set(line.languages) == set(line.title) == LANGUAGES


def test_every_set_of_helplines_has_one_for_those_who_may_harm_themselves(gradings: list[Grading]) -> None:
    for name, helplines in parse_helplines(text("helplines.toml"), "helplines.toml").items():
        assert "self_harm" in {each.about for each in helplines}, name
    assert all("self_harm" in {rule.name for rule in grading.rules} for grading in gradings)


def test_outcomes_helplines_and_routes_have_words_in_every_language() -> None:
    outcomes = parse_outcomes(text("outcomes.toml"), "outcomes.toml").values()
    sets = parse_helplines(text("helplines.toml"), "helplines.toml").values()
    categories = tuple(parse_categories(text("categories.toml"), "categories.toml"))
    routes = parse_routes(text("routes.toml"), "routes.toml", categories).values()
    words = [each.label for each in outcomes] + [each.says for each in outcomes] + [each.label for each in routes]
    words += [helpline.label for helplines in sets for helpline in helplines]
    assert all(set(each) == LANGUAGES for each in words)


def test_the_promised_clocks_are_there() -> None:
    clocks = {clock.name: clock for clock in parse_clocks(text("clocks.toml"), "clocks.toml")}
    assert {name for name, clock in clocks.items() if clock.grades == {Grade.HIGH}} == {"first_look", "transfer"}
    assert {name for name, clock in clocks.items() if not clock.exact} == {"acknowledgement", "feedback"}
    assert clocks["grading"].share == 80


def test_the_languages_know_the_same_dangers_and_doubts_with_the_same_weight(gradings: list[Grading]) -> None:
    tables = [
        (
            {rule.name: (rule.weight, rule.adds) for rule in grading.rules},
            {doubt.name: doubt.keeps for doubt in grading.doubts},
        )
        for grading in gradings
    ]
    names = [set(doubts) for _, doubts in tables]
    assert all(rules == tables[0][0] for rules, _ in tables)
    assert names[0] - {"offer"} == names[1] - {"offer"} == names[2] - {"offer"}


def test_each_file_of_grading_rules_is_of_the_language_in_its_name(gradings: list[Grading]) -> None:
    assert [grading.language for grading in gradings] == sorted(LANGUAGES)
