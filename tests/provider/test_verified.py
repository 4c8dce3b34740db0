"""Who sent a webhook: only the provider, to this very address, and nobody in between."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.test import EnvironBuilder

from privacy.secret import Secret
from provider.inbound import Channel, Event, RawRequest, Reason, Refused, raw_request, read
from provider.profiles import SIGNALWIRE
from provider.request import MAX_BYTES
from tests.provider.webhooks import (
    CALL,
    CALL_SID,
    FORM,
    NUMBER,
    ORIGIN,
    OURS,
    TEXT,
    TOKEN,
    UUID,
    names,
    options,
    received,
    refusal,
    request,
)

pytestmark = pytest.mark.threat(32)


def test_a_signed_call_is_let_in_by_its_keyed_names_alone() -> None:
    inbound = received("/ivr/call", CALL)
    assert (inbound.event, inbound.channel, inbound.to) == (Event.CALL, Channel.VOICE, OURS)
    assert inbound.aliases == names(NUMBER)
    assert inbound.digests == names("call" + CALL_SID)
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


@pytest.mark.parametrize("header", SIGNALWIRE.signature_headers)
def test_signalwire_signs_under_two_header_names_and_has_other_ids(header: str) -> None:
    params = CALL | {"CallSid": UUID}
    assert read(request("/ivr/call", params, header=header), options(SIGNALWIRE)).sid == Secret(UUID)
    assert refusal(request("/ivr/call", CALL, header=header), options(SIGNALWIRE)) == (400, Reason.MALFORMED_FIELD)


@pytest.mark.parametrize(
    "target",
    ["/ivr/call?q=a+b&b=%2B1", "/ivr/%2Fcall", "/ivr/it%27s", "/ivr/call?", f"/ivr/{quote('你')}", "/ivr/x?x=[1]"],
)
def test_the_target_is_verified_as_it_was_sent(target: str) -> None:
    raw = request(target, CALL, signature=RequestValidator(TOKEN).compute_signature(ORIGIN + target, CALL))
    claimed = raw.headers.get("X-Twilio-Signature") or ""
    environ = EnvironBuilder(method="POST", headers=[("X-Twilio-Signature", claimed)], data=raw.body).get_environ()
    environ |= {"REQUEST_URI": target, "CONTENT_TYPE": FORM, "PATH_INFO": "/decoded"}
    assert read(raw_request(environ), options()).event is Event.CALL


def test_of_a_body_that_is_too_large_no_more_is_read_than_shows_it() -> None:
    sent = BytesIO(bytes(1_000_000))
    environ = {"REQUEST_METHOD": "POST", "REQUEST_URI": "/ivr/call", "wsgi.input": sent, "CONTENT_LENGTH": "1000000"}
    assert len(raw_request(environ).body) == sent.tell() == MAX_BYTES + 1


def test_a_server_that_keeps_the_target_to_itself_cannot_be_verified() -> None:
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/ivr/call", "CONTENT_TYPE": FORM}
    with pytest.raises(Refused) as refused:
        raw_request(environ)
    assert refused.value.status == 403
