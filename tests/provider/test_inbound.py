"""What is kept of a webhook, and what of it stays at the door."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.secret import Secret
from provider.inbound import Channel, Event
from provider.profiles import SOMLENG
from tests.provider.webhooks import (
    CALL,
    CALL_SID,
    IDENTIFYING,
    LEG_SID,
    MEDIA_SID,
    NUMBER,
    ORIGIN,
    OURS,
    RECORDING,
    RECORDING_SID,
    TEXT,
    TEXT_SID,
    UUID,
    names,
    received,
)


def test_nothing_that_names_the_caller_gets_past_the_door() -> None:
    inbound = received("/ivr/call", CALL | IDENTIFYING | {"FromCountry": "MX"})
    kept = repr([getattr(inbound, each.name) for each in fields(inbound)])
    for value in (NUMBER, NUMBER[2:], CALL_SID, *IDENTIFYING.values()):
        assert value not in kept
    assert inbound.country == "US", "the number itself says where it is from; the provider is asked where it cannot"
    assert repr(inbound) == "Inbound(call)"


def test_nothing_that_names_the_sender_gets_past_the_door() -> None:
    inbound = received("/sms/message", TEXT | IDENTIFYING | {"NumMedia": "1", "MediaUrl0": f"https://x/{MEDIA_SID}"})
    kept = repr([getattr(inbound, each.name) for each in fields(inbound)])
    for value in (NUMBER, NUMBER[2:], TEXT_SID, MEDIA_SID, *IDENTIFYING.values()):
        assert value not in kept


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_the_words_of_a_text_arrive_as_they_were_sent(body: str) -> None:
    assert received("/sms/message", TEXT | {"Body": body}).body == body


def test_a_text_can_be_answered_and_a_call_leaves_no_address() -> None:
    assert received("/sms/message", TEXT).reply_to == Secret(NUMBER)
    assert received("/ivr/call", CALL).reply_to is None


@pytest.mark.parametrize(
    ("sender", "channel", "known", "reply"),
    [
        (NUMBER, Channel.SMS, NUMBER, NUMBER),
        (f"whatsapp:{NUMBER}", Channel.WHATSAPP, NUMBER, f"whatsapp:{NUMBER}"),
        (f"rcs:{NUMBER}", Channel.RCS, NUMBER, f"rcs:{NUMBER}"),
        ("messenger:1029384756", Channel.MESSENGER, "messenger:1029384756", "messenger:1029384756"),
        ("38383", Channel.SMS, None, "38383"),
        ("ACME Bank", Channel.SMS, None, None),
        ("+266696687", Channel.SMS, None, None),
        ("", Channel.SMS, None, None),
    ],
)
def test_every_kind_of_sender_of_a_text_is_served(
    sender: str, channel: Channel, known: str | None, reply: str | None
) -> None:
    inbound = received("/sms/message", TEXT | {"From": sender})
    assert inbound.channel is channel
    assert inbound.aliases == (names(known) if known else ())
    assert inbound.reply_to == (Secret(reply) if reply else None)


@pytest.mark.parametrize(
    "caller", ["anonymous", "Restricted", "", "client:jane", "sip:jane@example.org", "+17378742833"]
)
def test_a_caller_without_a_number_is_served_without_an_alias(caller: str) -> None:
    inbound = received("/ivr/call", CALL | {"From": caller})
    assert (inbound.aliases, inbound.country) == ((), None)


def test_attachments_are_told_by_their_ids_and_a_bad_one_costs_nothing_else() -> None:
    media = {
        "NumMedia": "4",
        "MediaUrl0": f"https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM/Media/{MEDIA_SID}",
        "MediaContentType0": "image/jpeg",
        "MediaUrl1": "http://169.254.169.254/latest",
        "MediaContentType1": "text/html; <script>",
        "MediaUrl2": f"https://evil.example/{MEDIA_SID}?x=1",
    }
    inbound = received("/sms/message", TEXT | media)
    assert inbound.body == "hello"
    assert [(each.index, each.sid, each.type) for each in inbound.media] == [
        (0, Secret(MEDIA_SID), "image/jpeg"),
        (1, None, ""),
        (2, Secret(MEDIA_SID), ""),
        (3, None, ""),
    ]


def test_no_more_attachments_are_believed_than_a_text_can_have() -> None:
    assert len(received("/sms/message", TEXT | {"NumMedia": "9999"}).media) == 10
    assert received("/sms/message", {k: v for k, v in TEXT.items() if k != "NumMedia"}).media == ()


@pytest.mark.parametrize(
    ("more", "digits", "hung_up"),
    [
        ({"Digits": "12#*"}, "12#*", False),
        ({"Digits": ""}, "", False),
        ({}, "", False),
        ({"Digits": "hangup"}, "", True),
        ({"CallStatus": "completed", "Digits": "1"}, "1", True),
    ],
)
def test_keys_and_hanging_up_are_told_apart(more: dict[str, str], digits: str, *, hung_up: bool) -> None:
    inbound = received("/ivr/step?s=sealed", CALL | more)
    assert (inbound.event, inbound.digits, inbound.hung_up) == (Event.CALL, digits, hung_up)


def test_a_recording_that_is_ready_joins_its_call_by_a_keyed_name() -> None:
    inbound = received("/ivr/recording?s=sealed", RECORDING)
    assert (inbound.event, inbound.aliases, inbound.digests) == (Event.RECORDING, (), names("call" + CALL_SID))
    assert inbound.recording is not None
    kept = inbound.recording
    assert (kept.sid, kept.seconds, kept.status, kept.error) == (Secret(RECORDING_SID), 17, "completed", None)


def test_an_absent_recording_says_why() -> None:
    absent = RECORDING | {"RecordingStatus": "absent", "RecordingDuration": "", "ErrorCode": "16102"}
    recording = received("/ivr/recording", absent).recording
    assert recording is not None
    assert (recording.status, recording.seconds, recording.error) == ("absent", 0, "16102")


def test_a_recording_without_its_id_is_told_by_the_end_of_its_link() -> None:
    params = CALL | {"CallSid": UUID, "RecordingUrl": f"https://x/Recordings/{UUID}", "RecordingDuration": "3"}
    recording = received("/ivr/story", params, SOMLENG).recording
    assert recording is not None
    assert recording.sid == Secret(UUID)


def test_the_end_of_a_call_tells_its_length() -> None:
    inbound = received("/ivr/status", CALL | {"CallStatus": "completed", "CallDuration": "61"})
    assert (inbound.event, inbound.status, inbound.seconds) == (Event.CALL_STATUS, "completed", 61)


def test_on_the_leg_to_an_operator_we_are_the_caller_and_nobody_is_named() -> None:
    leg = CALL | {"Direction": "outbound-dial", "From": OURS, "To": "+14155550177", "ParentCallSid": CALL_SID}
    inbound = received("/ivr/whisper", leg | {"CallSid": "CA" + "b2" * 16})
    assert (inbound.to, inbound.aliases, inbound.country) == (OURS, (), None)
    assert inbound.parent_digests == names("call" + CALL_SID)


def test_after_a_dial_the_leg_is_known_for_erasing_and_the_bridge_only_when_there_was_one() -> None:
    dialled = CALL | {"DialCallSid": LEG_SID, "DialCallStatus": "completed", "DialBridged": "true"}
    inbound = received("/ivr/dialled", dialled)
    assert (inbound.dial_status, inbound.bridged, inbound.leg) == ("completed", True, Secret(LEG_SID))
    assert not received("/ivr/dialled", dialled | {"DialBridged": "false"}).bridged
    assert not received("/ivr/dialled", CALL | {"DialCallStatus": "completed"}).bridged


def test_a_delivery_report_names_our_own_end_only() -> None:
    report = {"MessageSid": TEXT_SID, "From": OURS, "To": NUMBER, "MessageStatus": "undelivered", "ErrorCode": "30003"}
    inbound = received("/sms/status", report | {"ChannelToAddress": NUMBER})
    assert (inbound.event, inbound.to, inbound.status, inbound.error_code) == (
        Event.DELIVERY,
        OURS,
        "undelivered",
        "30003",
    )
    assert (inbound.aliases, inbound.reply_to) == ((), None)


def test_the_request_after_a_fault_of_ours_is_told_from_a_call() -> None:
    inbound = received("/ivr/fallback", CALL | {"ErrorCode": "11200", "ErrorUrl": f"{ORIGIN}/ivr/call?s=sealed"})
    assert (inbound.event, inbound.error_code) == (Event.FALLBACK, "11200")
