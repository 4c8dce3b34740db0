"""Texts to the line, and its answers."""

from __future__ import annotations

import pytest
import requests
from flask import Response

from rehearsal.client import Refused
from tests.rehearsal.world import NUMBER, ORIGIN, World, world

PICTURE = b"\x89PNG not really"


def test_a_text_is_answered(stage: World) -> None:
    answer = "<Message>Thank you &amp; stay safe</Message><Message><Body> Two </Body></Message>"
    got = stage.text("There is smoke", answer)
    assert got.replies == ("Thank you & stay safe", " Two ")
    form = stage.to("/text")[0]
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"] == got.sid
    assert (form["NumMedia"], form["NumSegments"], form["SmsStatus"]) == ("0", "1", "received")
    assert form["To"] == NUMBER


@pytest.mark.parametrize("answer", [Response("<Response/>", mimetype="text/xml"), Response(status=204)])
def test_no_answer_is_an_answer(stage: World, answer: Response) -> None:
    got = stage.text("Hello", answer)
    assert (got.replies, got.problems) == ((), [])


def test_plain_text_is_sent_as_it_is(stage: World) -> None:
    assert stage.text("Hello", Response("Plain words", mimetype="text/plain")).replies == ("Plain words",)


def test_a_redirect_is_followed_with_the_form(stage: World) -> None:
    stage.answers["/other"] = "<Message>From elsewhere</Message>"
    assert stage.text("Hello", "<Redirect>/other</Redirect>").replies == ("From elsewhere",)
    assert stage.to("/other")[0]["Body"] == "Hello"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("<Say>Hello</Say>", "12200"),
        ("<Message/>", "14103"),
        ("<Message>a<Body>b</Body></Message>", "14103"),
        ("<Message statusCallBack='/x'>a</Message>", "12200"),
        (f"<Message>{'a' * 1601}</Message>", "21617"),
        ("<Message to='nobody'>a</Message>", "21211"),
        ("<Message from='+15005550999'>a</Message>", "21212"),
        (Response("<Response/>", mimetype="text/html"), "12300"),
        (Response(status=500), "11200"),
        ("<Redirect>/text</Redirect>", "11215"),
    ],
)
def test_a_bad_answer_is_a_numbered_error(stage: World, answer: str, code: str) -> None:
    got = stage.text("Hello", answer)
    assert got.problems[0].startswith(code)
    assert got.replies == ()


def test_the_fallback_hears_what_was_wrong() -> None:
    with world(webhooks={"sms_url": f"{ORIGIN}/text", "sms_fallback_url": f"{ORIGIN}/spare"}) as stage:
        stage.answers["/spare"] = "<Message>We are down</Message>"
        assert stage.text("Hello", Response(status=503)).replies == ("We are down",)
        form = stage.to("/spare")[0]
        assert (form["ErrorCode"], form["Body"]) == ("11200", "Hello")


def test_pictures_are_fetched_with_credentials_through_a_redirect(stage: World) -> None:
    got = stage.text("Look", "", media=[("image/png", PICTURE), ("audio/amr", b"x")])
    form = stage.to("/text")[0]
    assert got.sid.startswith("MM")
    assert (form["NumMedia"], form["MediaContentType0"], form["MediaContentType1"]) == ("2", "image/png", "audio/amr")
    options = stage.provider.options
    assert requests.get(form["MediaUrl0"], timeout=5).status_code == 401
    first = requests.get(form["MediaUrl0"], auth=(options.account, options.token), allow_redirects=False, timeout=5)
    assert first.status_code == 307
    second = requests.get(first.headers["Location"], timeout=5)
    assert (second.content, second.headers["Content-Type"]) == (PICTURE, "image/png")


def test_more_than_ten_pictures_are_refused(stage: World) -> None:
    with pytest.raises(Refused, match="21623"):
        stage.text("Look", media=[("image/png", PICTURE)] * 11)


def test_reserved_words_are_answered_by_the_provider_and_forwarded(stage: World) -> None:
    got = stage.text("stop ", "")
    assert "unsubscribed" in got.replies[0]
    assert stage.to("/text")[0]["Body"] == "stop "
    assert stage.text("Hello", "<Message>Hi</Message>").problems[0].startswith("21610")
    assert stage.text("START", "").replies[0].startswith("You are subscribed")
    assert stage.text("Hello", "<Message>Hi</Message>").replies == ("Hi",)


def test_yes_is_a_plain_word_to_those_who_never_stopped(stage: World) -> None:
    assert stage.text("YES", "<Message>Noted</Message>").replies == ("Noted",)


def test_other_channels_come_with_their_prefix(stage: World) -> None:
    got = stage.text("Hola", "<Message>Gracias</Message>", sender="whatsapp:+34600000000", to=f"whatsapp:{NUMBER}")
    assert got.replies == ("Gracias",)
    form = stage.to("/text")[0]
    assert (form["From"], form["WaId"]) == ("whatsapp:+34600000000", "34600000000")


def test_what_the_line_erases_leaves_rest_and_not_the_phone(stage: World) -> None:
    got = stage.text("Hello", "<Message>Received</Message>")
    options = stage.provider.options
    root = f"{stage.provider.url}/2010-04-01/Accounts/{options.account}"
    auth = (options.account, options.token)
    assert requests.delete(f"{root}/Messages/{got.sid}.json", auth=auth, timeout=5).status_code == 204
    assert requests.get(f"{root}/Messages/{got.sid}.json", auth=auth, timeout=5).status_code == 404
    bubbles = requests.get(
        f"{stage.provider.url}/control/texts", headers={"Authorization": f"Bearer {options.control_token}"}, timeout=5
    )
    assert [bubble["body"] for bubble in bubbles.json()] == ["Hello", "Received"]
