"""What is refused although it is signed: a signature does not say where a name ends and its value begins."""

from __future__ import annotations

import base64
import hmac
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from provider.form import parse
from provider.inbound import RawRequest, Reason, Refused, read
from provider.signature import sign, signed_text
from tests.provider.webhooks import (
    CALL,
    FORM,
    NUMBER,
    ORIGIN,
    OURS,
    RECORDING,
    TEXT,
    TEXT_SID,
    TOKEN,
    UUID,
    options,
    refusal,
    request,
)

pytestmark = pytest.mark.threat(32)


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
