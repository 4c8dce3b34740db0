"""TwiML as text: well-formed whatever the words are, and within the provider's limits."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import verbs
from ivr.voices import VOICES, voice_of
from tests.ivr.phone import ORACLE, read
from triage.lines import Timeouts

pytestmark = pytest.mark.threat(35)

TIMES = Timeouts(key=6, digit=10, silence=10, recording=300, ring=20)


@given(st.text(), st.sampled_from([*VOICES, "xx"]))
def test_any_words_become_well_formed(text: str, language: str) -> None:
    heard = read(verbs.document(verbs.say(text, language)))
    assert all(0 < len(say.text or "") <= 4096 for say in heard.verbs)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=300))
def test_plain_words_are_said_as_they_are(text: str) -> None:
    said = read(verbs.document(verbs.say(text, "en"))).text
    assert said == (text if any(map(str.isalnum, text)) else "")


def test_nothing_is_not_said() -> None:
    assert verbs.say("", "en") == verbs.say(" .", "en") == ""


def test_very_many_words_are_said_in_pieces_without_losing_one() -> None:
    text = " ".join(f"word{number}" for number in range(3_000))
    pieces = ET.fromstring(verbs.document(verbs.say(text, "en")))
    assert len(pieces) > 5
    assert "".join(piece.text or "" for piece in pieces) == text


def test_very_many_words_without_a_blank_are_said_too() -> None:
    text = "字" * 10_000
    pieces = ET.fromstring(verbs.document(verbs.say(text, "zh-CN")))
    assert "".join(piece.text or "" for piece in pieces) == text


@given(st.text(), st.text())
def test_odd_numbers_cannot_leave_their_attribute(number: str, ours: str) -> None:
    shown = "".join(sign for sign in number + ours if sign.isprintable())
    verb = verbs.dial(shown, shown, "https://a.example/w", "https://a.example/d", TIMES)
    [dial] = read(verbs.document(verb)).verbs
    assert dial.get("callerId") == shown
    assert dial[0].text == (shown or None)


@pytest.mark.skipif(not ORACLE.exists(), reason="the provider's list of languages and voices is not at hand")
@pytest.mark.parametrize("language", VOICES)
def test_every_language_is_asked_for_by_a_name_the_provider_knows(language: str) -> None:
    enums = json.loads(ORACLE.read_text())["voice"]["enums"]
    tag, voice = VOICES[language]
    assert tag in enums["SayLanguage"]
    assert voice in enums["SayVoice"]


def test_a_region_without_a_voice_of_its_own_gets_that_of_the_language() -> None:
    assert voice_of("es-CO") == VOICES["es"]
    assert voice_of("xx") is None


def test_every_question_leads_on_when_nothing_comes() -> None:
    for question in (verbs.choice("", "https://a.example/s", TIMES), verbs.digits("", "https://a.example/s", TIMES)):
        gather, redirect = read(verbs.document(question)).verbs
        assert gather.get("actionOnEmptyResult") == "true"
        assert gather.get("action") == redirect.text


def test_every_key_is_a_key_at_a_choice() -> None:
    [gather, _] = read(verbs.document(verbs.choice("", "https://a.example/s", TIMES))).verbs
    assert gather.get("finishOnKey") == ""
