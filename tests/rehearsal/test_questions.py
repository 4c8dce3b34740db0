"""Gather: keys, silence, and what the action request says."""

from __future__ import annotations

import pytest

from tests.rehearsal.world import World

MENU = '<Gather action="/menu" numDigits="1"><Say>Press one</Say></Gather><Say>Nothing heard</Say>'


def test_a_key_goes_to_the_action(stage: World) -> None:
    heard = stage.call(MENU, keys=["2"])
    form = stage.to("/menu")[0]
    assert (form["Digits"], form["FinishedOnKey"], form["CallStatus"]) == ("2", "", "in-progress")
    assert "Nothing heard" not in heard.said


def test_silence_falls_through_without_a_request(stage: World) -> None:
    heard = stage.call(MENU, keys=[""])
    assert stage.to("/menu") == []
    assert heard.said == "Press one\nNothing heard"


def test_silence_is_told_when_that_is_wanted(stage: World) -> None:
    stage.call('<Gather action="/menu" actionOnEmptyResult="true" timeout="9"/>')
    assert stage.to("/menu")[0]["Digits"] == ""


def test_the_wait_is_as_long_as_asked_for(stage: World) -> None:
    assert stage.call('<Gather action="/menu" timeout="9"/>').seconds == 9.0


@pytest.mark.parametrize(
    ("attributes", "keys", "digits", "finished"),
    [
        ('numDigits="16"', "4000123412341234", "4000123412341234", ""),
        ("", "12#9", "12", "#"),
        ('finishOnKey="*"', "1#2*", "1#2", "*"),
        ('finishOnKey="" numDigits="2"', "#*", "#*", ""),
        ('timeout="3"', "12", "12", ""),
    ],
)
def test_keys_are_collected_as_asked(stage: World, attributes: str, keys: str, digits: str, finished: str) -> None:
    stage.call(f'<Gather action="/menu" {attributes}/>', keys=[keys])
    form = stage.to("/menu")[0]
    assert (form["Digits"], form["FinishedOnKey"]) == (digits, finished)


def test_the_finishing_key_alone_is_an_empty_answer(stage: World) -> None:
    heard = stage.call('<Gather action="/menu"/><Say>Empty</Say>', keys=["#"])
    assert stage.to("/menu") == []
    assert heard.said == "Empty"


def test_each_question_takes_one_entry_of_keys(stage: World) -> None:
    stage.answers["/menu"] = '<Gather action="/second" numDigits="1"/>'
    stage.call(MENU, keys=["1", "7"])
    assert stage.to("/second")[0]["Digits"] == "7"


def test_a_caller_can_leave_at_a_question(stage: World) -> None:
    heard = stage.call(MENU, keys=["hangup"])
    assert stage.to("/menu") == []
    assert heard.of("ended")[0]["by"] == "caller"
    assert stage.to("/status")[0]["CallStatus"] == "completed"


@pytest.mark.parametrize(
    ("gather", "code"),
    [
        ('<Gather language="zh-CN"/>', "13331"),
        ('<Gather input="dtmf speech"/>', "13326"),
        ('<Gather timeout="auto"/>', "13313"),
        ('<Gather numDigits="0"/>', "13314"),
        ('<Gather finishOnKey="##"/>', "13310"),
        ("<Gather><Record/></Gather>", "13320"),
        ('<Gather hint="x"/>', "12200"),
    ],
)
def test_a_wrong_question_is_a_numbered_error(stage: World, gather: str, code: str) -> None:
    assert stage.call(gather).problems[0].startswith(code)
