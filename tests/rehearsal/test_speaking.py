"""Say, Play and Pause."""

from __future__ import annotations

import pytest
from flask import Response

from tests.rehearsal.world import World, tone


def test_words_are_heard_in_order_on_a_clock_that_takes_no_time(stage: World) -> None:
    heard = stage.call("<Say>One two three four five</Say><Pause length='7'/><Say>Six</Say>")
    assert heard.said == "One two three four five\nSix"
    assert heard.of("said")[1]["at"] == 9.0
    assert heard.seconds == 9.5


def test_speech_markup_is_heard_as_its_words(stage: World) -> None:
    heard = stage.call('<Say>Your code is <say-as interpret-as="digits">12</say-as><break time="1s"/> now</Say>')
    assert heard.said == "Your code is 12 now"


def test_a_loop_repeats(stage: World) -> None:
    assert stage.call("<Say loop='3'>Again</Say>").said == "Again\nAgain\nAgain"


@pytest.mark.parametrize(
    ("voice", "language"),
    [
        ("Polly.Zhiyu", "zh-CN"),
        ("Polly.Joanna-Neural", "en-US"),
        ("Google.es-ES-Standard-A", "es-ES"),
        ("alice", "zh-CN"),
    ],
)
def test_a_voice_speaks_its_own_language(stage: World, voice: str, language: str) -> None:
    assert stage.call(f'<Say voice="{voice}" language="{language}">Hello</Say>').problems == []


@pytest.mark.parametrize(
    ("say", "code"),
    [
        ('<Say language="cmn-Hans-CN">你好</Say>', "12200"),
        ('<Say voice="Polly.Nobody">Hello</Say>', "13511"),
        ('<Say voice="Polly.Joanna" language="zh-CN">你好</Say>', "13511"),
        ("<Say></Say>", "13520"),
        (f"<Say>{'a' * 4097}</Say>", "13520"),
        ('<Say loop="-1">Hello</Say>', "13510"),
    ],
)
def test_wrong_speech_is_a_numbered_error(stage: World, say: str, code: str) -> None:
    assert stage.call(say).problems[0].startswith(code)


def test_a_file_is_fetched_once_and_played_for_its_length(stage: World) -> None:
    stage.answers["/prompt.wav"] = Response(tone(2.5), mimetype="audio/wav")
    heard = stage.call("<Play>/prompt.wav?once=1</Play>")
    assert stage.paths() == ["/call", "/prompt.wav?once=1", "/status"]
    assert "X-Twilio-Signature" in stage.seen[1].headers
    assert heard.of("played")[0]["length"] == 2.5
    assert heard.seconds == 2.5


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Response(b"RIFF but not sound", mimetype="audio/wav"), "13420"),
        (Response(b"<html>", mimetype="text/html"), "13420"),
        (Response(status=404), "11200"),
    ],
)
def test_what_is_no_sound_is_a_numbered_error(stage: World, answer: Response, code: str) -> None:
    stage.answers["/prompt.wav"] = answer
    assert stage.call("<Play>/prompt.wav</Play>").problems[0].startswith(code)


def test_plain_text_is_read_to_the_caller(stage: World) -> None:
    heard = stage.call(Response("Traceback <most recent>", mimetype="text/plain"))
    assert heard.said == "Traceback <most recent>"
