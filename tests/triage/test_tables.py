"""The owner's tables of lines, helplines, outcomes, routes, categories, clocks and grading rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.categories import Category, parse_categories
from triage.clocks import parse_clocks
from triage.grade import Grade
from triage.lines import line_for, parse_helplines, parse_lines
from triage.outcomes import parse_outcomes
from triage.reading import RuleFaults
from triage.routes import RouteKind, parse_routes, suggested
from triage.rules import Scope, parse_grading

LINES = """
default = "public"
[public]
title = { en = "the line", es = "la línea" }
script = "default"
languages = ["en", "es"]
emergency = "112"
desks = ["first", "second"]
[mill]
title = { en = "the mill's line" }
numbers = ["+15005550006", "whatsapp:+15005550006", "12345"]
doors = ["voice"]
script = "enterprise"
languages = ["en"]
emergency = "911"
desks = ["second"]
helplines = "us"
duty = ["+15005550007"]
countries = ["US", "MX"]
timeouts = { silence = 15 }
"""

RULES = """
language = "en"
few = 4
share = 10
breaks = ["but"]
common = ["the"]
[rule.weapon]
reason = "a weapon"
weight = 6
words = ["gun|guns"]
[doubt.negation]
reason = "denied"
keeps = 0
scope = "before"
words = ["no"]
"""

ROUTES = """
[night_desk]
kind = "desk"
label = { en = "Night desk" }
desk = "night"
[works]
kind = "page"
label = { en = "Public works" }
categories = ["safety"]
at_least = "look"
"""


def faults(parse: Callable[..., object], text: str, *more: object) -> list[str]:
    with pytest.raises(RuleFaults) as raised:
        parse(text, "mine.toml", *more)
    return str(raised.value).splitlines()


def test_a_line_is_read_with_its_defaults() -> None:
    public = parse_lines(LINES, "lines.toml").by_name["public"]
    assert public.numbers == public.duty == public.countries == ()
    assert public.doors == ("voice", "sms", "web")
    assert (public.timeouts.silence, public.timeouts.recording, public.timeouts.digit) == (10, 300, 10)
    assert public.desks == ("first", "second")


def test_a_number_goes_to_the_line_that_names_it_and_any_other_to_the_default_line() -> None:
    lines = parse_lines(LINES, "lines.toml")
    assert line_for(lines, "+15005550006").name == "mill"
    assert line_for(lines, "whatsapp:+15005550006").name == "mill"
    assert line_for(lines, "+15005550009").name == "public"
    assert line_for(lines, "").name == "public"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('default = "public"', 'default = "gone"', "line 2, default: 'gone' is no line here; allowed: public, mill"),
        ('["+15005550006",', '["555-0006",', "line 11, mill.numbers: '555-0006' is not of that form; allowed: "),
        ('emergency = "112"', 'emergency = "help"', "line 7, public.emergency: 'help' is not of that form; allowed: "),
        ('["US", "MX"]', '["USA"]', "line 19, mill.countries: 'USA' is not of that form; allowed: two capital letters"),
        ('["voice"]', '["phone"]', "line 12, mill.doors: 'phone' is not known; allowed: voice, sms, web"),
        ('["en", "es"]', '["en", "zh-CN"]', "line 4, public.title: has no words in zh-CN; allowed: "),
        (
            "silence = 15",
            "silence = 3",
            "line 20, mill.timeouts.silence: 3 is not allowed here; allowed: a whole number",
        ),
        (
            'duty = ["+1',
            'dutty = ["+1',
            "line 18, mill.dutty: is not known here; allowed: countries, desks, doors, duty",
        ),
        (
            'languages = ["en"]',
            "languages = []",
            "line 14, mill.languages: a line speaks at least one language; allowed: ",
        ),
    ],
)
def test_a_fault_in_a_line_is_pointed_at(old: str, new: str, fault: str) -> None:
    assert old in LINES
    assert any(f"mine.toml: {fault}" in each for each in faults(parse_lines, LINES.replace(old, new)))


def test_one_number_cannot_belong_to_two_lines() -> None:
    text = LINES.replace('script = "default"', 'script = "default"\nnumbers = ["12345"]')
    assert any("'12345' belongs to the line 'public' already" in each for each in faults(parse_lines, text))


def test_helplines_come_in_sets() -> None:
    text = '[us.lifeline]\nabout = "self_harm"\nnumber = "988"\nlabel = { en = "Lifeline" }'
    (lifeline,) = parse_helplines(text, "helplines.toml")["us"]
    assert (lifeline.name, lifeline.about, lifeline.number) == ("lifeline", "self_harm", "988")
    assert faults(parse_helplines, text.replace("988", "call us"))[0].startswith(
        "mine.toml: line 3, us.lifeline.number"
    )


def test_categories_keep_their_order_and_weigh_from_0_to_10() -> None:
    assert list(parse_categories("[b]\nweight = 2\n[a]\nweight = 0", "c.toml").items()) == [
        ("b", Category("b", 2)),
        ("a", Category("a", 0)),
    ]
    assert faults(parse_categories, "[a]\nweight = 11") == [
        "mine.toml: line 2, a.weight: 11 is not allowed here; allowed: a whole number from 0 to 10"
    ]


def test_an_outcome_without_words_for_the_reporter_is_a_fault() -> None:
    assert faults(parse_outcomes, '[helped]\nlabel = { en = "Helped" }')[0] == (
        "mine.toml: line 1, helped.says: is missing; allowed: a table"
    )


def test_routes_are_suggested_by_category_and_grade() -> None:
    routes = parse_routes(ROUTES, "routes.toml", ("safety", "other"))
    assert routes["night_desk"].kind is RouteKind.DESK
    assert [route.name for route in suggested(routes, "safety", Grade.HIGH)] == ["night_desk", "works"]
    assert [route.name for route in suggested(routes, "safety", Grade.LOW)] == ["night_desk"]
    assert [route.name for route in suggested(routes, None, Grade.HIGH)] == ["night_desk"]


def test_a_route_names_only_categories_there_are_and_a_desk_where_one_is_due() -> None:
    text = ROUTES.replace('desk = "night"', "")
    assert faults(parse_routes, text, ("other",)) == [
        "mine.toml: line 2, night_desk.desk: is missing; allowed: a text",
        "mine.toml: line 9, works.categories: 'safety' is not known; allowed: other",
    ]


def test_a_clock_that_waits_for_nothing_or_for_no_time_is_a_fault() -> None:
    found = faults(parse_clocks, '[first]\nuntil = []\nwithin = "soon"\ngrades = ["urgent"]')
    assert [each.split(";")[0] for each in found] == [
        "mine.toml: line 2, first.until: a clock waits for at least one thing",
        "mine.toml: line 3, first.within: 'soon' is no length of time",
        "mine.toml: line 4, first.grades: 'urgent' is not known",
    ]


def test_grading_rules_are_read() -> None:
    grading = parse_grading(RULES, "grading.en.toml")
    (rule,), (doubt,) = grading.rules, grading.doubts
    assert (rule.name, rule.weight, rule.adds) == ("weapon", 6, False)
    assert (doubt.scope, doubt.keeps, doubt.reach, doubt.look, doubt.none) == (Scope.BEFORE, 0, 3, False, False)


def test_all_faults_of_grading_rules_come_at_once() -> None:
    text = RULES.replace("weight = 6", "weight = 60").replace('"gun|guns"', '"gun|"').replace('"before"', '"near"')
    assert [each.split(";")[0] for each in faults(parse_grading, text)] == [
        "mine.toml: line 9, rule.weapon.weight: 60 is not allowed here",
        "mine.toml: line 10, rule.weapon.words: 'gun|' is not of that form",
        "mine.toml: line 14, doubt.negation.scope: 'near' is not allowed here",
    ]
