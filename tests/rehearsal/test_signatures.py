"""What a webhook looks like when it arrives."""

from __future__ import annotations

from twilio.request_validator import RequestValidator

from rehearsal.line.signing import sign
from tests.rehearsal.world import ORIGIN, World

COMMON = {
    "AccountSid",
    "ApiVersion",
    "CallSid",
    "CallStatus",
    "Direction",
    "From",
    "Caller",
    "To",
    "Called",
    "CallToken",
    "FromCity",
    "FromState",
    "FromZip",
    "FromCountry",
    "CallerCity",
    "CallerState",
    "CallerZip",
    "CallerCountry",
    "ToCity",
    "ToState",
    "ToZip",
    "ToCountry",
    "CalledCity",
    "CalledState",
    "CalledZip",
    "CalledCountry",
}


def test_the_published_vector_is_reproduced() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    letter = sign("POST", "https://mycompany.com/myapp.php?foo=1&bar=2", fields, "12345", "mark")
    assert letter.headers["X-Twilio-Signature"] == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_every_webhook_of_a_call_is_signed_for_the_public_origin(stage: World) -> None:
    stage.answers["/next"] = "<Hangup/>"
    stage.call('<Gather numDigits="1" action="/next?state=a%2Fb&amp;x=%e4"/>', keys=["1"])
    validator = RequestValidator(stage.provider.options.token)
    assert stage.paths() == ["/call", "/next?state=a%2Fb&x=%e4", "/status"]
    for one in stage.seen:
        assert validator.validate(ORIGIN + one.path, one.form, one.headers["X-Twilio-Signature"])


def test_the_headers_are_the_providers(stage: World) -> None:
    stage.call("<Hangup/>")
    headers = stage.seen[0].headers
    assert headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert headers["User-Agent"] == "TwilioProxy/1.1"
    assert headers["Host"] == "hotline.example"
    assert headers["X-Home-Region"] == "us1"
    assert len(headers["I-Twilio-Idempotency-Token"]) == 32


def test_a_call_brings_all_documented_parameters(stage: World) -> None:
    stage.call("<Hangup/>", number="+34600000000")
    form = stage.to("/call")[0]
    assert set(form) >= COMMON
    assert form["From"] == form["Caller"] == "+34600000000"
    assert (form["FromCountry"], form["FromCity"], form["CallStatus"]) == ("ES", "", "ringing")
    assert "CallerName" not in form


def test_a_blank_value_is_sent_and_signed(stage: World) -> None:
    stage.call("<Hangup/>", number="+34600000000")
    assert b"FromCity=&" in stage.seen[0].body


def test_a_withheld_number_comes_as_letters_on_a_keypad(stage: World) -> None:
    stage.call("<Hangup/>", number="withheld")
    form = stage.to("/call")[0]
    assert (form["From"], form["FromCountry"]) == ("+266696687", "")
    assert "StirVerstat" not in form


def test_a_get_webhook_is_signed_with_its_query(stage: World) -> None:
    stage.call('<Redirect method="GET">/elsewhere?a=1</Redirect>')
    one = stage.seen[1]
    assert one.method == "GET"
    assert one.path.startswith("/elsewhere?a=1&AccountSid=AC")
    assert RequestValidator(stage.provider.options.token).validate(
        ORIGIN + one.path, {}, one.headers["X-Twilio-Signature"]
    )


def test_words_of_a_text_arrive_to_the_letter(stage: World) -> None:
    words = " 你好 world\r\n🙂 trailing  "
    stage.text(words)
    one = stage.seen[0]
    assert one.form["Body"] == words
    assert RequestValidator(stage.provider.options.token).validate(
        ORIGIN + "/text", one.form, one.headers["X-Twilio-Signature"]
    )
