"""The scripts that come with Sotto can go on air: checked, short enough to the tone, honest from the first sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from config.files import texts
from intake.converse import OUTCOMES
from talk.check import problems, unused
from talk.engine import Pressed, Turn, answer, begin, options, resume
from talk.line import speaking
from talk.script import Script, parse_script
from talk.steps import Ask
from talk.words import Words, offer, paragraphs, parse_words

LANGUAGES = ("en", "zh-CN", "es")
EMERGENCY = {"emergency": "911"}
WORDS_A_SECOND = 150 / 60
SIGNS_A_SECOND = 4  # 240 a minute: Mandarin newsreaders come to about 300, a helper to somebody upset stays well below
HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")

WORDS = parse_words(texts("words"))
SCRIPTS = [parse_script(text, name) for name, text in texts("scripts").items()]
each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)


@dataclass(frozen=True)
class Way:
    """How a caller came to the tone: which options, and after how many seconds of speech."""

    options: tuple[str, ...]
    seconds: float


def seconds(text: str) -> float:
    """Return how long a text takes to say."""
    return len(HAN.findall(text)) / SIGNS_A_SECOND + len(WORD.findall(HAN.sub(" ", text))) / WORDS_A_SECOND


def ways_to_the_tone(words: Words, script: Script, turn: Turn, way: Way) -> Iterator[Way]:
    """Yield every way through the menus to the story, each key pressed the moment its option was spoken."""
    if turn.do:
        yield from ways_to_the_tone(words, script, resume(script, turn, "noted"), way)
        return
    spent = way.seconds + sum(seconds(text) for text in paragraphs(words, turn, "voice", EMERGENCY))
    if turn.asks is None or turn.asks.ask is not Ask.CHOICE:
        yield Way(way.options, spent)
        return
    for offered in offer(words, turn.session.language, turn.asks, "voice", options(turn.asks, LANGUAGES)):
        spent += seconds(offered.text)
        if offered.option not in ("news", "about"):
            after = answer(script, turn.session, Pressed(offered.key))
            yield from ways_to_the_tone(words, script, after, Way((*way.options, offered.option), spent))


@each_script
@pytest.mark.parametrize("opening", LANGUAGES)
def test_every_caller_reaches_the_tone_within_thirty_seconds(script: Script, opening: str) -> None:
    """Whatever language the line opens in, the caller speaks, and the report is about, danger or none."""
    ways = list(ways_to_the_tone(WORDS, script, begin(script, "voice", opening), Way((), 0)))
    assert len(ways) == len(LANGUAGES) * 2 * 7
    slowest = max(ways, key=lambda way: way.seconds)
    assert round(slowest.seconds, 2) <= 30, slowest


@each_script
@pytest.mark.parametrize(("language", "number"), [("en", "nine one one"), ("zh-CN", "九一一"), ("es", "nueve uno uno")])
def test_the_emergency_number_is_said_within_ten_seconds(script: Script, language: str, number: str) -> None:
    greeting = paragraphs(WORDS, begin(script, "voice", language), "voice", EMERGENCY)[0]
    before, said, _ = greeting.partition(number)
    assert seconds(before + said) <= 10


@each_script
@pytest.mark.parametrize(
    ("language", "recorded", "ours", "theirs"),
    [
        ("en", "record only after the tone", "do not keep your number", "your phone company does"),
        ("zh-CN", "只录提示音后的话", "不留您的号码", "电话公司会留"),
        ("es", "Grabamos solo tras el tono", "No guardamos su número", "su compañía telefónica sí"),
    ],
)
def test_the_greeting_says_what_is_recorded_and_what_is_kept_and_by_whom(
    script: Script, language: str, recorded: str, ours: str, theirs: str
) -> None:
    greeting = paragraphs(WORDS, begin(script, "voice", language), "voice", EMERGENCY)[0]
    assert greeting.index(recorded) < greeting.index(ours) < greeting.index(theirs)


@each_script
@pytest.mark.parametrize("languages", [LANGUAGES, ("en",), ("es", "en")], ids=str)
def test_a_shipped_script_has_all_its_words_and_actions(script: Script, languages: tuple[str, ...]) -> None:
    assert problems(speaking(script, languages), WORDS, languages, OUTCOMES) == []


def test_no_words_belong_to_a_step_that_is_gone() -> None:
    assert unused(WORDS, SCRIPTS) == []


@each_script
def test_danger_is_asked_before_anything_else_and_noted_at_once(script: Script) -> None:
    asked = answer(script, begin(script, "voice", "en").session, Pressed("1"))
    danger = answer(script, asked.session, Pressed("1"))
    assert danger.asks is script.steps["danger"]
    assert answer(script, danger.session, Pressed("1")).do == "alarm"


@each_script
def test_what_it_is_about_has_at_most_five_kinds_and_something_else_and_can_be_skipped(script: Script) -> None:
    kinds = [step for step in script.steps.values() if step.save == "category"]
    assert len(kinds) == 2
    for step in kinds:
        named = dict(options(step, LANGUAGES))
        assert len([key for key in named if key.isdigit()]) <= 6
        assert "other" in named.values()
    assert dict(options(kinds[0], LANGUAGES))["#"] == "skip"


def test_the_staff_line_asks_about_other_things() -> None:
    public, staff = (
        {o for s in script.steps.values() if s.save == "category" for _, o in s.options()} for script in SCRIPTS
    )
    assert public & staff == {"economic", "other", "skip"}
