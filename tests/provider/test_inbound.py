"""A webhook at the door: who sent it, what is kept of it, and what is refused."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import fields
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from privacy.secret import Secret
from provider.form import parse
from provider.inbound import Channel, Event, Inbound, InboundOptions, RawRequest, Reason, Refused, raw_request, read
from provider.profiles import SIGNALWIRE, SOMLENG, TWILIO, Profile
from provider.signature import sign, signed_text

ORIGIN = "https://hotline.example"
TOKEN = "12345"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
NUMBER = "+14155550134"
OURS = "+18005551212"
CALL_SID, LEG_SID, TEXT_SID, RECORDING_SID, MEDIA_SID = (kind + "a1" * 16 for kind in ("CA", "CA", "SM", "RE", "ME"))
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"

CALL = {"CallSid": CALL_SID, "From": NUMBER, "To": OURS, "CallStatus": "in-progress", "Direction": "inbound"}
TEXT = {"MessageSid": TEXT_SID, "From": NUMBER, "To": OURS, "Body": "hello", "NumMedia": "0"}
RECORDING = {
    "CallSid": CALL_SID,
    "RecordingSid": RECORDING_SID,
    "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/{RECORDING_SID}",
    "RecordingStatus": "completed",
    "RecordingDuration": "17",
}
# What the provider adds of its own, and what must not get any further.
IDENTIFYING = {
    "Caller": NUMBER,
    "FromCity": "SAN FRANCISCO",
    "FromState": "California",
    "FromZip": "94105",
    "CallerName": "DOE JANE",
    "ForwardedFrom": "+14155550199",
    "CallToken": "eyJhbGciOi",
    "StirVerstat": "TN-Validation-Passed-A",
    "StirPassportToken": "eyJwYXNz",
    "AddOns": '{"results": {"name": "Jane Doe"}}',
    "SipHeader_X-Name": "jane",
    "ProfileName": "Jane",
    "WaId": "14155550134",
    "Latitude": "37.78",
    "Tomorrow": "something new",
}


def _names(text: str) -> tuple[bytes, ...]:
    return tuple(hmac.digest(key, text.encode(), "sha256") for key in (b"today", b"yesterday"))


def options(profile: Profile = TWILIO, tokens: tuple[str, ...] = (TOKEN,), origin: str = ORIGIN) -> InboundOptions:
    return InboundOptions(tokens, origin, profile, alias=_names, digest=lambda kind, sid: _names(kind + sid.reveal()))


def request(target: str, params: Mapping[str, str] | MultiDict[str, str], **other: str) -> RawRequest:
    body = urlencode(list(params.items(multi=True)) if isinstance(params, MultiDict) else params)
    signature = other.pop("signature", RequestValidator(TOKEN).compute_signature(ORIGIN + target, params))
    header = other.pop("header", "X-Twilio-Signature")
    return RawRequest(
        other.pop("method", "POST"),
        target,
        {header: signature} if signature else {},
        other.pop("body", body).encode(),
        other.pop("content_type", FORM),
    )


def received(target: str, params: Mapping[str, str], profile: Profile = TWILIO) -> Inbound:
    return read(request(target, params), options(profile))


def refusal(raw: RawRequest, chosen: InboundOptions | None = None) -> tuple[int, Reason]:
    with pytest.raises(Refused) as refused:
        read(raw, chosen or options())
    return refused.value.status, refused.value.reason


# Who sent it


def test_a_signed_call_is_let_in_by_its_keyed_names_alone() -> None:
    inbound = received("/ivr/call", CALL)
    assert (inbound.event, inbound.channel, inbound.to) == (Event.CALL, Channel.VOICE, OURS)
    assert inbound.aliases == _names(NUMBER)
    assert inbound.digests == _names("call" + CALL_SID)
    assert inbound.sid == Secret(CALL_SID)
    assert (inbound.country, inbound.reply_to) == ("US", None)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post"])
def test_whatever_is_not_a_post_is_answered_405_signed_or_not(method: str) -> None:
    assert refusal(request("/ivr/call?From=%2B14155550134", {}, method=method)) == (405, Reason.METHOD)


@pytest.mark.parametrize("signature", ["", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "é", "x" * 9000])
def test_a_missing_or_wrong_signature_is_answered_403(signature: str) -> None:
    status, reason = refusal(request("/sms/message", TEXT, signature=signature))
    assert (status, reason) == (403, Reason.BAD_SIGNATURE if signature else Reason.UNSIGNED)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"Body": "hellO"}, id="another word"),
        pytest.param({"Unknown": "x"}, id="an added unknown parameter"),
        pytest.param({"From": "+14155550135"}, id="another sender"),
        pytest.param({"NumMedia": ""}, id="a value taken away"),
    ],
)
def test_any_change_to_what_was_signed_is_answered_403(change: dict[str, str]) -> None:
    signature = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}/sms/message", TEXT)
    changed = request("/sms/message", TEXT | change, signature=signature)
    assert refusal(changed) == (403, Reason.BAD_SIGNATURE)


@pytest.mark.parametrize("origin", ["http://hotline.example", "https://hotline.example.evil", "https://other.example"])
def test_a_request_signed_for_another_origin_is_answered_403_whatever_its_headers_say(origin: str) -> None:
    raw = request("/sms/message", TEXT)
    claimed = raw.headers.get("X-Twilio-Signature") or ""
    forged = {"X-Twilio-Signature": claimed, "Host": "hotline.example", "X-Forwarded-Proto": "https"}
    raw = RawRequest(raw.method, raw.target, forged, raw.body, raw.content_type)
    assert refusal(raw, options(origin=origin)) == (403, Reason.BAD_SIGNATURE)


def test_a_target_signed_for_one_door_opens_no_other() -> None:
    signature = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}/sms/message", TEXT)
    assert refusal(request("/sms/status", TEXT, signature=signature))[0] == 403


def test_both_tokens_are_good_while_one_replaces_the_other() -> None:
    rotating = options(tokens=("next", TOKEN))
    assert read(request("/sms/message", TEXT), rotating).event is Event.MESSAGE


@pytest.mark.parametrize("content_type", ["", "application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_only_a_form_can_be_verified(content_type: str) -> None:
    assert refusal(request("/ivr/call", CALL, content_type=content_type)) == (403, Reason.NOT_A_FORM)


def test_a_json_body_with_a_good_hash_in_a_signed_address_is_refused() -> None:
    target = "/ivr/call?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    body = '{"property": "value", "boolean": true}'
    assert refusal(request(target, {}, body=body, content_type="application/json"))[0] == 403
    assert refusal(request(target, {}, body=body))[0] == 403


def test_a_body_over_the_limit_is_refused_before_it_is_read() -> None:
    assert refusal(request("/sms/message", TEXT | {"Body": "x" * 70_000})) == (403, Reason.TOO_LARGE)
    assert refusal(request("/sms/message", {f"a{n}": "" for n in range(500)})) == (403, Reason.TOO_LARGE)


def test_a_token_is_needed() -> None:
    for tokens in ((), ("",), (TOKEN, "")):
        with pytest.raises(ValueError, match="token"):
            options(tokens=tokens)


# What is kept of it


def test_nothing_that_names_the_caller_gets_past_the_door() -> None:
    inbound = received("/ivr/call", CALL | IDENTIFYING | {"FromCountry": "MX"})
    kept = repr([getattr(inbound, each.name) for each in fields(inbound)])
    for value in (NUMBER, NUMBER[2:], CALL_SID, *IDENTIFYING.values()):
        assert value not in kept
    assert inbound.country == "MX"
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
    assert inbound.aliases == (_names(known) if known else ())
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
    assert (inbound.event, inbound.aliases, inbound.digests) == (Event.RECORDING, (), _names("call" + CALL_SID))
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
    assert inbound.parent_digests == _names("call" + CALL_SID)


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


# What is refused though it is signed


@pytest.mark.parametrize("name", ["Body", "MessageSid", "Unheard"])
def test_a_repeated_field_is_answered_400(name: str) -> None:
    twice = MultiDict([*TEXT.items(), ("Unheard", "1"), (name, "again")])
    assert refusal(request("/sms/message", twice)) == (400, Reason.REPEATED_FIELD)


@pytest.mark.parametrize("name", ["", "Bo dy", "Body\x00", "Bödy", "a=b", "<x>", "Body\n"])
def test_an_oddly_named_field_is_answered_400(name: str) -> None:
    assert refusal(request("/sms/message", TEXT | {name: "x"})) == (400, Reason.ODD_FIELD)


@pytest.mark.parametrize(
    ("target", "params", "name"),
    [("/sms/message", TEXT, name) for name in ("MessageSid", "From", "To", "Body")]
    + [("/ivr/call", CALL, name) for name in ("CallSid", "From", "To")]
    + [("/ivr/recording", RECORDING, "CallSid")],
)
def test_a_missing_field_is_answered_400(target: str, params: dict[str, str], name: str) -> None:
    short = {key: value for key, value in params.items() if key != name}
    assert refusal(request(target, short)) == (400, Reason.MISSING_FIELD)


@pytest.mark.parametrize(
    ("target", "params", "change"),
    [
        ("/sms/message", TEXT, {"MessageSid": "../../Keys"}),
        ("/sms/message", TEXT, {"MessageSid": TEXT_SID + "\n"}),
        ("/sms/message", TEXT, {"MessageSid": UUID}),
        ("/sms/message", TEXT, {"NumMedia": "-1"}),
        ("/sms/message", TEXT, {"NumMedia": "²"}),
        ("/sms/message", TEXT, {"From": NUMBER + "To" + OURS}),
        ("/sms/message", TEXT, {"From": "x" * 300}),
        ("/sms/message", TEXT, {"From": "anonymous\r\nX: y"}),
        ("/sms/message", TEXT, {"FromCountry": "Atlantis"}),
        ("/ivr/call", CALL, {"CallSid": "SM" + "a1" * 16}),
        ("/ivr/call", CALL, {"Digits": "1<2"}),
        ("/ivr/call", CALL, {"Digits": "1" * 65}),
        ("/ivr/call", CALL, {"CallStatus": "in progress"}),
        ("/ivr/call", CALL, {"DialCallSid": ""}),
        ("/ivr/status", CALL, {"CallDuration": "1e3"}),
        ("/ivr/recording", RECORDING, {"RecordingSid": "RE/../x"}),
        ("/ivr/recording", RECORDING, {"ErrorCode": "many"}),
    ],
)
def test_a_malformed_field_is_answered_400(target: str, params: dict[str, str], change: dict[str, str]) -> None:
    assert refusal(request(target, {**params, **change})) == (400, Reason.MALFORMED_FIELD)


def test_a_badly_encoded_text_is_answered_400_when_signed_and_403_when_not() -> None:
    """The provider signs what it sends, so even broken bytes have one right signature."""
    plain = urlencode(TEXT).replace("hello", "%ff%fe").encode()
    text = (
        f"{ORIGIN}/sms/messageBody".encode()
        + b"\xff\xfe"
        + f"From{NUMBER}MessageSid{TEXT_SID}NumMedia0To{OURS}".encode()
    )
    digest = hmac.digest(TOKEN.encode(), text, "sha1")
    good = base64.b64encode(digest).decode()
    assert refusal(RawRequest("POST", "/sms/message", {"X-Twilio-Signature": good}, plain, FORM)) == (
        400,
        Reason.MALFORMED_FIELD,
    )
    bad = {"X-Twilio-Signature": good[::-1]}
    assert refusal(RawRequest("POST", "/sms/message", bad, plain, FORM)) == (403, Reason.BAD_SIGNATURE)


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param({"Body": f"helloFrom{NUMBER}", "From": None}, id="sender swallowed by the words"),
        pytest.param(
            {"Body": f"helloFrom{NUMBER}MessageSid{TEXT_SID}", "From": None, "MessageSid": None}, id="id, too"
        ),
        pytest.param({"Body": None, "Bodyhello": ""}, id="words moved into a name"),
        pytest.param({"From": f"{NUMBER}MessageSid{TEXT_SID}", "MessageSid": None}, id="id swallowed by the sender"),
        pytest.param({"MessageSid": TEXT_SID + "NumMedia0", "NumMedia": None}, id="count swallowed by the id"),
    ],
)
def test_a_signed_text_cut_at_other_places_is_refused(cut: dict[str, str | None]) -> None:
    """The signed text stays the same byte for byte; only the borders between names and values are moved."""
    signature = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}/sms/message", TEXT)
    moved = {name: value for name, value in (TEXT | cut).items() if value is not None}
    assert RequestValidator(TOKEN).validate(f"{ORIGIN}/sms/message", moved, signature)
    assert refusal(request("/sms/message", moved, signature=signature))[0] == 400


def test_words_that_spell_a_field_do_not_become_one() -> None:
    """Somebody texts `hiFrom+19995550100`, gets hold of the request, and cuts it so that the words name the sender."""
    sent = TEXT | {"Body": "hiFrom+19995550100"}
    signature = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}/sms/message", sent)
    forged = TEXT | {"Body": "hi", "From": f"+19995550100From{NUMBER}"}
    assert RequestValidator(TOKEN).validate(f"{ORIGIN}/sms/message", forged, signature)
    assert refusal(request("/sms/message", forged, signature=signature)) == (400, Reason.MALFORMED_FIELD)


@given(st.binary(max_size=400), st.sampled_from(["/sms/message", "/ivr/call", "/ivr/recording", "/sms/status"]))
def test_no_body_makes_it_fall_over(body: bytes, target: str) -> None:
    """Signed as our own check would have it, so that what lies behind the signature is reached."""
    signature = sign(TOKEN.encode(), (ORIGIN + target).encode(), signed_text(parse(body))).decode()
    with pytest.raises(Refused) as refused:
        read(RawRequest("POST", target, {"X-Twilio-Signature": signature}, body, FORM), options())
    assert refused.value.status == 400
    assert str(refused.value) in {reason.value for reason in Reason}


# Other providers


@pytest.mark.parametrize("header", SIGNALWIRE.signature_headers)
def test_signalwire_signs_under_two_header_names_and_has_other_ids(header: str) -> None:
    params = CALL | {"CallSid": UUID}
    assert read(request("/ivr/call", params, header=header), options(SIGNALWIRE)).sid == Secret(UUID)
    assert refusal(request("/ivr/call", CALL, header=header), options(SIGNALWIRE)) == (400, Reason.MALFORMED_FIELD)


# The request as the server hands it over


@pytest.mark.parametrize(
    "target",
    ["/ivr/call?q=a+b&b=%2B1", "/ivr/%2Fcall", "/ivr/it%27s", "/ivr/call?", f"/ivr/{quote('你')}", "/ivr/x?x=[1]"],
)
def test_the_target_is_verified_as_it_was_sent(target: str) -> None:
    raw = request(target, CALL, signature=RequestValidator(TOKEN).compute_signature(ORIGIN + target, CALL))
    claimed = raw.headers.get("X-Twilio-Signature") or ""
    environ = EnvironBuilder(method="POST", headers=[("X-Twilio-Signature", claimed)]).get_environ()
    environ |= {"REQUEST_URI": target, "CONTENT_TYPE": FORM, "PATH_INFO": "/decoded"}
    assert read(raw_request(environ, raw.body), options()).event is Event.CALL


def test_a_server_that_keeps_the_target_to_itself_cannot_be_verified() -> None:
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/ivr/call", "CONTENT_TYPE": FORM}
    with pytest.raises(Refused) as refused:
        raw_request(environ, b"")
    assert refused.value.status == 403
