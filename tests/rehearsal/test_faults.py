"""Faults on command."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from rehearsal import client
from tests.rehearsal.test_rest import rest
from tests.rehearsal.world import CONTROL, World, tone

RECORD = '<Record action="/done" recordingStatusCallback="/rec"/>'


def told(stage: World) -> list[str]:
    return [path for path in stage.paths() if path in {"/done", "/rec", "/status"}]


def test_all_is_well_in_the_usual_order(stage: World) -> None:
    stage.call(RECORD, wavs=[tone(1)])
    assert sorted(told(stage)) == ["/done", "/rec", "/status"]
    assert told(stage)[0] == "/done"


def test_a_recording_can_be_told_of_before_its_action(stage: World) -> None:
    stage.fault("recording", "early")
    stage.call(RECORD, wavs=[tone(1)])
    assert told(stage) == ["/rec", "/done", "/status"]


def test_a_recording_can_be_told_of_after_the_call(stage: World) -> None:
    stage.fault("recording", "late", seconds=0.2)
    stage.call(RECORD, wavs=[tone(1)])
    assert told(stage) == ["/done", "/status", "/rec"]


def test_a_callback_can_come_twice_with_the_same_mark(stage: World) -> None:
    stage.fault("recording", "twice")
    stage.call(RECORD, wavs=[tone(1)])
    twice = [one for one in stage.seen if one.path == "/rec"]
    assert len(twice) == 2
    assert twice[0].body == twice[1].body
    assert len({one.headers["I-Twilio-Idempotency-Token"] for one in twice}) == 1


def test_callbacks_can_be_lost(stage: World) -> None:
    stage.fault("recording", "lost")
    stage.fault("call_status", "lost")
    stage.call(RECORD, wavs=[tone(1)])
    assert told(stage) == ["/done"]


def test_a_fault_lasts_as_often_as_ordered(stage: World) -> None:
    stage.fault("call_status", "lost", times=2)
    for _ in range(3):
        stage.call("<Hangup/>")
    assert len(stage.to("/status")) == 1


def test_requests_can_come_unsigned_forged_and_truncated(stage: World) -> None:
    for how in ("unsigned", "forged", "truncated"):
        stage.fault("message", how)
        stage.text("Hello", "")
    first, second, third = stage.seen
    assert "X-Twilio-Signature" not in first.headers
    assert second.headers["X-Twilio-Signature"].startswith("=")
    assert len(third.body) < len(second.body)


def test_an_answer_can_be_lost_on_its_way_back(stage: World) -> None:
    stage.fault("message", "lost")
    got = stage.text("Hello", "<Message>Thanks</Message>")
    assert (len(stage.to("/text")), got.replies) == (1, ())
    assert got.problems[0].startswith("11200")


@pytest.mark.parametrize(("status", "code"), [(404, 20404), (429, 20429), (500, 20500), (503, 20503)])
def test_rest_can_fail(stage: World, status: int, code: int) -> None:
    stage.fault("rest.account", "fail", status=status)
    account = rest(stage)
    with pytest.raises(TwilioRestException) as failed:
        account.balance.fetch()
    assert (failed.value.status, failed.value.code) == (status, code)
    assert account.balance.fetch().currency == "USD"


def test_a_recording_can_be_missing_just_after_its_callback(stage: World) -> None:
    stage.fault("rest.audio", "fail", status=404, times=2)
    stage.call(RECORD, wavs=[tone(1)])
    options = stage.provider.options
    url = stage.to("/rec")[0]["RecordingUrl"] + ".wav"
    codes = [requests.get(url, auth=(options.account, options.token), timeout=5).status_code for _ in range(3)]
    assert codes == [404, 404, 200]


def test_rest_can_hang(stage: World) -> None:
    stage.fault("rest.calls", "hang", seconds=0.3)
    options = stage.provider.options
    with pytest.raises(requests.Timeout):
        requests.get(
            f"{stage.provider.url}/2010-04-01/Accounts/{options.account}/Calls.json",
            auth=(options.account, options.token),
            timeout=0.1,
        )


@pytest.mark.parametrize(
    "wish",
    [
        {"on": "nothing", "how": "late"},
        {"on": "recording", "how": "hang"},
        {"on": "rest.calls", "how": "twice"},
        {"on": "recording", "how": "late", "seconds": 601},
        {"on": "recording", "how": "late", "times": 0},
    ],
)
def test_a_fault_that_cannot_be_is_refused(stage: World, wish: dict[str, object]) -> None:
    got = requests.post(
        f"{stage.provider.url}/control/faults", json=wish, timeout=5, headers={"Authorization": f"Bearer {CONTROL}"}
    )
    assert got.status_code == 400


def test_faults_can_be_called_off(stage: World) -> None:
    stage.fault("call_status", "lost")
    requests.delete(f"{stage.provider.url}/control/faults", timeout=5, headers={"Authorization": f"Bearer {CONTROL}"})
    stage.call("<Hangup/>")
    assert len(stage.to("/status")) == 1
    with pytest.raises(client.Refused):
        client.order_fault(stage.provider.url, "wrong", on="recording", how="late")
