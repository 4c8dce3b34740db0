"""Dial: operators' phones, the whisper, and who is connected."""

from __future__ import annotations

from typing import Any

import pytest
from twilio.rest import Client

from rehearsal import client
from tests.rehearsal.world import CONTROL, NUMBER, World

ANNA, BEN = "+15005550201", "+15005550202"
DIAL = (
    f'<Dial callerId="{NUMBER}" timeout="20" action="/dialled" {{}}>'
    f'<Number url="/whisper" statusCallback="/leg" statusCallbackEvent="initiated answered completed">{ANNA}</Number>'
    f"<Number>{BEN}</Number></Dial><Say>Not reached</Say>"
)
WHISPER = '<Gather numDigits="1" action="/accept"><Say>Press one</Say></Gather><Hangup/>'


def set_phone(stage: World, number: str, does: str, **how: Any) -> None:
    client.set_phone(stage.provider.url, CONTROL, number, does, **how)


@pytest.fixture(autouse=True)
def _whisper(stage: World) -> None:
    stage.answers["/whisper"] = WHISPER
    stage.answers["/accept"] = ""
    stage.answers["/dialled"] = "<Say>Goodbye</Say>"


def test_an_operator_who_presses_one_is_connected(stage: World) -> None:
    set_phone(stage, ANNA, "answer", talks=30)
    heard = stage.call(DIAL.format(""))
    form = stage.to("/dialled")[0]
    assert (form["DialCallStatus"], form["DialBridged"], form["DialCallDuration"]) == ("completed", "true", "30")
    assert heard.said.endswith("Goodbye")
    whisper = stage.to("/whisper")[0]
    assert (whisper["From"], whisper["Direction"]) == (NUMBER, "outbound-dial")
    assert whisper["ParentCallSid"] == heard.sid
    legs = sorted(stage.to("/leg"), key=lambda form: form["SequenceNumber"])
    assert [form["CallStatus"] for form in legs] == ["ringing", "in-progress", "completed"]


def test_a_voicemail_takes_no_story(stage: World) -> None:
    set_phone(stage, ANNA, "voicemail")
    stage.call(DIAL.format(""))
    form = stage.to("/dialled")[0]
    assert (form["DialCallStatus"], form["DialBridged"]) == ("completed", "false")


def test_an_operator_who_presses_nothing_is_not_connected(stage: World) -> None:
    set_phone(stage, ANNA, "answer", keys=[""])
    stage.call(DIAL.format(""))
    assert stage.to("/dialled")[0]["DialBridged"] == "false"


@pytest.mark.parametrize(
    ("anna", "ben", "status"),
    [
        ("busy", "busy", "busy"),
        ("no-answer", "busy", "no-answer"),
        ("failed", "failed", "failed"),
    ],
)
def test_nobody_answers(stage: World, anna: str, ben: str, status: str) -> None:
    set_phone(stage, ANNA, anna)
    set_phone(stage, BEN, ben)
    stage.call(DIAL.format(""))
    form = stage.to("/dialled")[0]
    assert (form["DialCallStatus"], form["DialBridged"]) == (status, "false")


def test_a_phone_that_rings_longer_than_the_timeout_is_not_reached(stage: World) -> None:
    set_phone(stage, ANNA, "answer", after=25)
    heard = stage.call(DIAL.format(""))
    assert stage.to("/dialled")[0]["DialCallStatus"] == "no-answer"
    assert heard.of("dialled")[0]["at"] == 20.0


def test_phones_can_ring_in_turn(stage: World) -> None:
    set_phone(stage, ANNA, "voicemail")
    set_phone(stage, BEN, "answer", talks=5)
    stage.call(DIAL.format('sequential="true"'))
    assert stage.to("/dialled")[0]["DialBridged"] == "true"


def test_a_caller_who_leaves_while_connected_is_told_of(stage: World) -> None:
    set_phone(stage, ANNA, "answer", talks=300)
    heard = stage.call(DIAL.format(""), hang_up_after=60)
    assert stage.to("/dialled")[0]["CallStatus"] == "completed"
    assert heard.seconds == 60


def test_a_caller_who_leaves_while_it_rings_is_told_of_by_no_action_and_the_phones_stop(stage: World) -> None:
    set_phone(stage, ANNA, "answer", after=15)
    sid = stage.call(DIAL.format(""), hang_up_after=5).sid
    assert stage.to("/dialled") == []
    options = stage.provider.options
    account = Client(options.account, options.token, environment={"_": "1"})
    account.api.base_url = stage.provider.url
    assert {leg.status for leg in account.calls.list(parent_call_sid=sid)} == {"canceled"}


def test_without_an_action_the_next_verb_runs(stage: World) -> None:
    heard = stage.call(f'<Dial callerId="{NUMBER}">{ANNA}</Dial><Say>Nobody came</Say>')
    assert heard.said == "Nobody came"


@pytest.mark.parametrize(
    ("dial", "code"),
    [
        (f"<Dial><Number>{ANNA}</Number></Dial>", "13214"),
        (f'<Dial callerId="{ANNA}">{ANNA}</Dial>', "13214"),
        (f'<Dial callerId="{NUMBER}">12345</Dial>', "13223"),
        (f'<Dial callerId="{NUMBER}"><Conference>Room</Conference></Dial>', "13215"),
        (f'<Dial callerId="{NUMBER}" record="record-from-answer">{ANNA}</Dial>', "13217"),
    ],
)
def test_a_wrong_dial_is_a_numbered_error(stage: World, dial: str, code: str) -> None:
    assert stage.call(dial).problems[0].startswith(code)
