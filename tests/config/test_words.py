"""The words that come with Sotto say the same in every language, and text messages stay short and give nothing away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.files import texts
from talk.check import misfilled, untranslated
from talk.engine import Said, Turn, answer, begin, options, resume
from talk.script import Script, parse_script
from talk.segments import count
from talk.terminal import lines
from talk.words import label, parse_words

LANGUAGES = ("en", "zh-CN", "es")
WORDS = parse_words(texts("words"))
SCRIPTS = [parse_script(text, name) for name, text in texts("scripts").items()]
NETWORK = frozenset(  # words the SMS networks act on themselves; YES is one of them, but it answers an open question
    "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT START UNSTOP HELP INFO".casefold().split()
)
WRITE_IT_DOWN = {
    "en": "Write the number down and delete this.",
    "zh-CN": "请抄下号码，删除本短信。",
    "es": "Anote la clave y borre esto.",
}
each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def replies(script: Script, language: str) -> Iterator[Turn]:
    """Yield our replies to a text, to "in danger", and to a category."""
    received = resume(script, begin(script, "sms", language), "filed", {"code": "4929 1234 5678 9014"})
    danger = resume(script, answer(script, received.session, Said("yes")), "noted")
    yield from (received, danger, resume(script, answer(script, danger.session, Said("1")), "noted"))


def as_text(turn: Turn) -> str:
    return "\n".join(lines(WORDS, turn, "sms", {"emergency": "911"}))


def test_every_language_has_every_wording() -> None:
    assert set(WORDS.by_language) == set(LANGUAGES)
    assert untranslated(WORDS, LANGUAGES) == []


def test_every_wording_wants_the_same_facts_in_every_language() -> None:
    assert misfilled(WORDS, LANGUAGES) == []


@each_script
@each_language
def test_a_reply_by_text_is_one_message(script: Script, language: str) -> None:
    for turn in replies(script, language):
        assert count(as_text(turn)).segments == 1, as_text(turn)


@each_language
def test_what_we_text_outside_the_script_is_one_message(language: str) -> None:
    for key, wording in WORDS.by_language[language].items():
        if key.startswith("sms.") and key != "sms.news":
            assert count(wording.replace("{emergency}", "911")).segments == 1, key


@each_script
@each_language
def test_the_reply_with_the_code_ends_by_asking_to_write_it_down_and_delete_it(script: Script, language: str) -> None:
    received, *_ = replies(script, language)
    assert as_text(received).endswith(WRITE_IT_DOWN[language])


@each_script
@each_language
def test_a_reply_does_not_tell_which_category_was_picked(script: Script, language: str) -> None:
    asked = next(step for step in script.steps.values() if step.save == "category" and step.name.endswith("ask"))
    *_, thanks = replies(script, language)
    labels = [label(WORDS, language, asked, "sms", option) for _, option in options(asked, ())]
    assert not [named for named in labels if named.casefold() in as_text(thanks).casefold()]


@each_language
@pytest.mark.parametrize("kind", ["yes", "no", "new", "language"])
def test_no_word_of_the_networks_is_a_word_of_ours(language: str, kind: str) -> None:
    assert NETWORK.isdisjoint(WORDS.need(language, f"answers.{kind}").casefold().split())


def test_no_word_means_two_things_in_any_of_the_languages() -> None:
    meant = [
        set().union(*(WORDS.need(language, f"answers.{kind}").casefold().split() for language in LANGUAGES))
        for kind in ("yes", "no", "new", "language")
    ]
    assert sum(map(len, meant)) == len(set().union(*meant))


@each_script
@each_language
def test_an_option_is_offered_by_one_label_each(script: Script, language: str) -> None:
    for step in script.steps.values():
        for door in ("voice", "sms", "web"):
            named = [
                option for _, option in step.options() if WORDS.get(language, f"step.{step.name}.options.{option}")
            ]
            labels = [label(WORDS, language, step, door, option) for option in named]
            assert len({text.casefold() for text in labels}) == len(labels)


@each_language
def test_every_category_of_the_scripts_has_a_name_for_the_desk(language: str) -> None:
    offered = {o for script in SCRIPTS for s in script.steps.values() if s.save == "category" for _, o in s.options()}
    assert all(WORDS.get(language, f"category.{option}") for option in offered)
