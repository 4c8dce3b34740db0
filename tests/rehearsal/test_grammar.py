"""The grammar of a rehearsal, held against the names that the provider's own library knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rehearsal.twiml import voices
from rehearsal.twiml.grammar import MESSAGE_GRAMMAR, VOICE_GRAMMAR, Grammar

ORACLE = Path(__file__).parents[3] / "shared" / "data" / "twiml_attributes.json"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SSML = {
    "break": "SsmlBreak",
    "emphasis": "SsmlEmphasis",
    "lang": "SsmlLang",
    "phoneme": "SsmlPhoneme",
    "prosody": "SsmlProsody",
    "say-as": "SsmlSayAs",
    "sub": "SsmlSub",
    "w": "SsmlW",
}
needs_oracle = pytest.mark.skipif(not ORACLE.exists(), reason="the library's names are not here")


def names() -> Any:
    return json.loads(ORACLE.read_text())


def known(attributes: Mapping[str, object]) -> set[str]:
    return {"xml:lang" if name == XML_LANG else name for name in attributes}


@needs_oracle
@pytest.mark.parametrize(("kind", "grammar"), [("voice", VOICE_GRAMMAR), ("messaging", MESSAGE_GRAMMAR)])
def test_no_attribute_is_allowed_that_the_provider_does_not_know(kind: str, grammar: Grammar) -> None:
    oracle = names()[kind]["attributes"]
    for tag, rule in grammar.items():
        assert known(rule.attributes) <= set(oracle.get(SSML.get(tag, tag)) or {}), tag


@needs_oracle
def test_the_enumerations_are_the_providers() -> None:
    enums = names()["voice"]["enums"]
    assert set(enums["GatherLanguage"]) == voices.GATHER_LANGUAGES
    assert set(enums["SayLanguage"]) == voices.SAY_LANGUAGES
    assert set(voices.SPEAKS) <= set(enums["SayVoice"])
    for tag, attribute, enum in (
        ("Record", "trim", "RecordTrim"),
        ("Reject", "reason", "RejectReason"),
        ("break", "strength", "SsmlBreakStrength"),
        ("emphasis", "level", "SsmlEmphasisLevel"),
        ("say-as", "interpret-as", "SsmlSayAsInterpretAs"),
    ):
        check = VOICE_GRAMMAR[tag].attributes[attribute]
        assert all(map(check.allows, enums[enum])), attribute


@needs_oracle
def test_google_voices_are_known_by_their_form() -> None:
    google = [voice for voice in names()["voice"]["enums"]["SayVoice"] if voice.startswith("Google.")]
    unknown = [voice for voice in google if voices.spoken_by(voice) is None]
    assert len(unknown) < len(google) / 20, unknown[:5]
    assert voices.spoken_by("Google.cmn-CN-Standard-A") == "cmn-CN"


def test_every_child_has_a_rule() -> None:
    for grammar in (VOICE_GRAMMAR, MESSAGE_GRAMMAR):
        for tag, rule in grammar.items():
            assert rule.children <= set(grammar), tag


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("/ivr/turn?s=abc", True),
        ("turn", True),
        ("https://hotline.example/x", True),
        ("ftp://x", False),
        ("javascript:x", False),
        ("/with blank", False),
        ("", False),
    ],
)
def test_urls_are_relative_or_http(url: str, fine: bool) -> None:
    assert VOICE_GRAMMAR["Gather"].attributes["action"].allows(url) is fine
