"""A script is held against words, languages and actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from talk.check import misfilled, problems, untranslated, unused
from talk.steps import Script
from talk.words import Words, parse_words

Actions = Mapping[str, frozenset[str]]


def without(words: Words, language: str, *keys: str) -> Words:
    kept = {key: text for key, text in words.by_language[language].items() if key not in keys}
    return Words({**words.by_language, language: kept})


def test_a_step_without_words_is_named_with_language_and_door(script: Script, words: Words, actions: Actions) -> None:
    assert problems(script, without(words, "es", "step.about.voice"), ("en", "es"), actions) == [
        "step about: no words in es for voice; allowed is one of step.about.voice or step.about.text"
    ]


def test_an_option_without_a_label_is_named(script: Script, words: Words, actions: Actions) -> None:
    found = problems(script, without(words, "en", "step.danger_ask.options.no"), ("en",), actions)
    assert any("step danger_ask: no words in en for sms" in fault for fault in found)


def test_words_are_wanted_only_at_doors_that_come_to_the_step(script: Script, words: Words, actions: Actions) -> None:
    assert problems(script, words, ("en",), actions) == []
    assert words.get("en", "step.pen.web", "step.pen.text") is None


def test_a_language_without_words_is_named(script: Script, words: Words, actions: Actions) -> None:
    found = problems(script, words, ("en", "fr"), actions)
    assert any("language fr: no words at all" in fault for fault in found)
    assert any("step language: does not offer fr" in fault for fault in found)


def test_an_unknown_action_is_named(script: Script, words: Words, actions: Actions) -> None:
    known = {name: outcomes for name, outcomes in actions.items() if name != "reveal"}
    assert any("step reveal: unknown action reveal" in fault for fault in problems(script, words, ("en",), known))


def test_an_outcome_that_nobody_handles_is_named(script: Script, words: Words, actions: Actions) -> None:
    known = {**actions, "reveal": frozenset({"ready", "gone", "late"})}
    assert "step reveal: outcome late of action reveal is not handled; lead it to a step" in problems(
        script, words, ("en",), known
    )


def test_an_outcome_that_never_comes_is_named(script: Script, words: Words, actions: Actions) -> None:
    known = {**actions, "alarm": frozenset({"rung"})}
    assert any("step alarm: alarm never comes to noted" in fault for fault in problems(script, words, ("en",), known))


def test_a_remark_without_words_is_named(script: Script, words: Words, actions: Actions) -> None:
    found = problems(script, without(words, "en", "remark.wrong_length.text"), ("en",), actions)
    assert found == ["remark wrong_length: no words in en; needed is remark.wrong_length.text"]


@pytest.mark.parametrize("key", ["step.songs.voice", "step.menu.options.sing", "step.menu.voice_options.sing"])
def test_words_that_no_step_uses_are_named(script: Script, words: Words, key: str) -> None:
    english = {**words.by_language["en"], key: "la la"}
    found = unused(Words({"en": english}), [script])
    assert f"words in en: {key} belongs to no step of any script; allowed are those in use" in found


def test_words_of_an_action_are_words_that_nobody_hears(scripts: Mapping[str, Script]) -> None:
    assert unused(parse_words({"en": "step.file.text = 'One moment.'"}), scripts.values())


def test_a_wording_that_one_language_lacks_is_named(words: Words) -> None:
    assert untranslated(without(words, "es", "desk.title"), ("en", "es")) == [
        "words in es: desk.title is missing; another language has it"
    ]


def test_other_placeholders_than_in_another_language_are_named(words: Words) -> None:
    odd = replace(words, by_language={**words.by_language, "es": {"news.message": "Mensaje {numero}: {text}"}})
    assert misfilled(odd, ("en", "es")) == ["words in es: news.message has other {placeholders} than in en"]
