"""Pointing a number at this server, and what its owner is told on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider import faults
from provider.connect import Change, Plan, apply, plan
from provider.profiles import SIGNALWIRE
from provider.rest import Rest
from tests.provider.fake import Fake, Reply, breaches, rest_at

NUMBER = "+12025550123"
NUMBER_SID = "PN" + "c3" * 16
PUBLIC = "https://hotline.example"
FALLBACK = "https://handler.twilio.com/twiml/EH1"
FRESH = {
    "sid": NUMBER_SID,
    "phone_number": NUMBER,
    "voice_url": "https://demo.twilio.com/welcome/voice/",
    "voice_method": "POST",
    "voice_caller_id_lookup": False,
    "sms_url": "https://demo.twilio.com/welcome/sms/reply",
    "sms_method": "POST",
    "capabilities": {"voice": True, "SMS": True, "MMS": True},
}


def _numbers(**changes: Any) -> Reply:
    return Reply.json({"incoming_phone_numbers": [FRESH | changes]})


def _account(kind: str = "Full", status: str = "active") -> Reply:
    return Reply.json({"sid": "AC", "type": kind, "status": status, "auth_token": "the token itself"})


def _planned(rest: Rest, public: str = PUBLIC, fallback: str | None = FALLBACK) -> Plan:
    made = plan(rest, NUMBER, public, fallback)
    assert isinstance(made, Plan)
    return made


def test_the_plan_shows_old_and_new_and_changes_nothing(fake: Fake, rest: Rest) -> None:
    fake.will(_numbers(sms_fallback_url="https://somebody.example/copy"), _account())
    made = _planned(rest)
    assert Change("voice_url", FRESH["voice_url"], f"{PUBLIC}/ivr/call#rc=3&rp=5xx,ct,rt") in made.changes  # type: ignore[arg-type]
    assert Change("voice_fallback_url", "", FALLBACK) in made.changes
    assert Change("sms_fallback_url", "https://somebody.example/copy", "") in made.changes
    assert "voice_caller_id_lookup" not in {change.setting for change in made.changes}
    assert {asked.method for asked in fake.asked} == {"GET"}
    assert [breaches(asked) for asked in fake.asked] == [[], []]


def test_the_changes_are_made_in_one_request_that_the_provider_knows(fake: Fake, rest: Rest) -> None:
    fake.will(_numbers(voice_caller_id_lookup=True, trunk_sid="TK1"), _account(), Reply.json(FRESH))
    made = _planned(rest)
    assert apply(rest, made) is None
    asked = fake.asked[-1]
    assert breaches(asked) == []
    assert asked.form["VoiceUrl"] == f"{PUBLIC}/ivr/call#rc=3&rp=5xx,ct,rt"
    assert asked.form["StatusCallback"].startswith(f"{PUBLIC}/ivr/status")
    assert (asked.form["VoiceCallerIdLookup"], asked.form["TrunkSid"]) == ("false", "")


def test_a_number_that_is_connected_already_is_left_alone(fake: Fake, rest: Rest) -> None:
    fake.will(_numbers(), _account(), Reply.json(FRESH))
    made = _planned(rest)
    done = {change.setting: change.new for change in made.changes}
    fake.will(_numbers(**done), _account())
    again = _planned(rest)
    assert again.changes == ()
    before = len(fake.asked)
    assert apply(rest, again) is None
    assert len(fake.asked) == before


def test_a_number_of_somebody_else_is_said_to_be_that(fake: Fake, rest: Rest) -> None:
    fake.will(_numbers())
    assert plan(rest, "+12025550199", PUBLIC) == faults.NOT_OUR_NUMBER


def test_a_provider_that_cannot_be_asked_is_a_fault(fake: Fake, rest: Rest) -> None:
    fake.will(Reply(500))
    assert plan(rest, NUMBER, PUBLIC) == faults.PROVIDER_DOWN


def test_other_providers_get_no_retries_in_the_address(fake: Fake) -> None:
    uuid = "0f8fad5b-d9cb-469f-a165-70867728950e"
    fake.will(_numbers(sid=uuid), _account())
    made = _planned(rest_at(fake.url, SIGNALWIRE, uuid))
    assert all("#" not in change.new for change in made.changes)
    assert any("5 seconds" in finding for finding in made.findings)


@pytest.mark.parametrize(
    ("account", "number", "public", "fallback", "words"),
    [
        ({"kind": "Trial"}, {}, PUBLIC, FALLBACK, "trial account"),
        ({"status": "suspended"}, {}, PUBLIC, FALLBACK, "suspended"),
        ({}, {}, PUBLIC, FALLBACK, "10DLC"),
        ({}, {"phone_number": "+18005551212"}, PUBLIC, FALLBACK, "toll-free"),
        ({}, {"capabilities": {"voice": True, "SMS": False}}, PUBLIC, FALLBACK, "no texts"),
        ({}, {"capabilities": {"voice": False, "SMS": True}}, PUBLIC, FALLBACK, "no calls"),
        ({}, {}, "http://hotline.example", FALLBACK, "not https"),
        ({}, {}, "https://127.0.0.1:8000", FALLBACK, "private"),
        ({}, {}, "https://10.0.0.7", FALLBACK, "private"),
        ({}, {}, "https://localhost", FALLBACK, "private"),
        ({}, {}, "https://my_line.example", FALLBACK, "underscore"),
        ({}, {}, PUBLIC, None, "--fallback"),
    ],
)
def test_what_stands_in_the_way_is_said_in_a_sentence(
    fake: Fake,
    rest: Rest,
    account: dict[str, str],
    number: dict[str, Any],
    public: str,
    fallback: str | None,
    words: str,
) -> None:
    fake.will(_numbers(**number), _account(**account))
    made = plan(rest, number.get("phone_number", NUMBER), public, fallback)
    assert isinstance(made, Plan)
    [found] = [finding for finding in made.findings if words in finding]
    assert found.endswith(".")


def test_a_line_abroad_with_everything_in_place_has_no_findings(fake: Fake, rest: Rest) -> None:
    fake.will(_numbers(phone_number="+442079460018"), _account())
    made = plan(rest, "+442079460018", PUBLIC, FALLBACK)
    assert isinstance(made, Plan)
    assert made.findings == ()


def test_without_a_fallback_our_own_address_is_better_than_none(fake: Fake, rest: Rest) -> None:
    fake.will(_numbers(), _account())
    assert Change("voice_fallback_url", "", f"{PUBLIC}/ivr/fallback") in _planned(rest, fallback=None).changes


def test_an_account_that_cannot_be_asked_does_not_stop_the_plan(fake: Fake, rest: Rest) -> None:
    fake.will(_numbers(), Reply(403))
    assert any("does not say" in finding for finding in _planned(rest).findings)


def test_neither_number_nor_token_shows_in_the_plan(fake: Fake, rest: Rest) -> None:
    fake.will(_numbers(), _account())
    made = _planned(rest)
    assert NUMBER not in repr(made) + json.dumps(made.findings)
