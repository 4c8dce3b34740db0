"""Answers that a provider does not accept, and what it does instead."""

from __future__ import annotations

import time

import pytest
from flask import Response

from tests.rehearsal.world import ORIGIN, World, world, xml

SORRY = "We are sorry, an application error has occurred. Goodbye."


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Response(status=500), "11200"),
        (Response(status=404), "11200"),
        (Response("<Response/>", mimetype="text/html"), "12300"),
        (Response("{}", mimetype="application/json"), "12300"),
        (Response("", mimetype="text/xml"), "11770"),
        (Response("<Response>", mimetype="text/xml"), "12100"),
        (Response("<Response><Say>\x0b</Say></Response>", mimetype="text/xml"), "12100"),
        (Response('<!DOCTYPE x [<!ENTITY a "b">]><Response/>', mimetype="text/xml"), "12100"),
        (Response("<Other/>", mimetype="text/xml"), "12102"),
        (xml("<Say>" + "<s>a</s>" * 9000 + "</Say>"), "11750"),
        (xml("<say>Hello</say>"), "12200"),
        (xml("<Sya>Hello</Sya>"), "12200"),
        (xml("Hello"), "12200"),
        (xml("<Hangup now='true'/>"), "12200"),
    ],
)
def test_a_bad_answer_is_a_numbered_error_and_an_apology(stage: World, answer: Response, code: str) -> None:
    heard = stage.call(answer)
    assert heard.problems[0].startswith(code)
    assert heard.said == SORRY
    assert len(stage.to("/status")) == 1


def test_an_answer_that_takes_too_long_is_none() -> None:
    def slow(_form: dict[str, str]) -> str:
        time.sleep(1)
        return "<Hangup/>"

    with world(patience=0.2) as stage:
        heard = stage.call(slow)
        assert heard.problems[0].startswith("11200 HTTP retrieval failure: no answer in time")
        assert heard.said == SORRY


def test_nothing_of_a_document_with_an_error_is_performed(stage: World) -> None:
    assert stage.call("<Say>First</Say><Say voce='man'>Second</Say>").said == SORRY


def test_the_fallback_is_asked_with_what_was_wrong() -> None:
    hooks = {"voice_url": f"{ORIGIN}/call", "voice_fallback_url": f"{ORIGIN}/fallback"}
    with world(webhooks=hooks) as stage:
        stage.answers["/fallback"] = "<Say>Help is on the way</Say>"
        heard = stage.call(Response(status=503))
        form = stage.to("/fallback")[0]
        assert heard.said == "Help is on the way"
        assert (form["ErrorCode"], form["ErrorUrl"]) == ("11200", f"{ORIGIN}/call")
        assert form["CallSid"] == heard.sid


def test_a_fallback_that_fails_too_ends_the_call() -> None:
    hooks = {"voice_url": f"{ORIGIN}/call", "voice_fallback_url": f"{ORIGIN}/fallback"}
    with world(webhooks=hooks) as stage:
        stage.answers["/fallback"] = Response(status=500)
        heard = stage.call(Response(status=503))
        assert [problem[:5] for problem in heard.problems] == ["11200", "11200"]
        assert heard.said == SORRY


def test_a_fallback_can_be_hosted_by_the_provider(stage: World) -> None:
    board_url = f"{stage.provider.url}/bins/fallback"
    with world(webhooks={"voice_url": f"{ORIGIN}/call", "voice_fallback_url": board_url}) as other:
        heard = other.call(Response(status=503))
        assert "does not leave this machine" in heard.problems[1]


def test_redirects_keep_the_form_only_when_they_say_so(stage: World) -> None:
    stage.answers["/moved"] = "<Hangup/>"
    for status in (302, 307):
        stage.answers["/call"] = Response(status=status, headers={"Location": "/moved"})
        assert stage.call().problems == []
    assert [(one.method, "CallSid" in one.form) for one in stage.seen if one.path == "/moved"] == [
        ("GET", False),
        ("POST", True),
    ]


def test_endless_redirects_are_an_error(stage: World) -> None:
    assert stage.call(Response(status=307, headers={"Location": "/call"})).problems[0].startswith("11215")


def test_a_loop_that_nobody_could_hear_is_found(stage: World) -> None:
    assert stage.call("<Redirect>/call</Redirect>").problems[0].startswith("11215")


def test_a_loop_that_asks_goes_on_until_the_caller_leaves(stage: World) -> None:
    heard = stage.call('<Gather action="/call"/><Redirect>/call</Redirect>', hang_up_after=300)
    assert heard.problems == []
    assert len(stage.to("/call")) == 60


def test_retries_are_made_only_as_the_url_says() -> None:
    with world(webhooks={"voice_url": f"{ORIGIN}/call#rc=2&rp=5xx"}) as stage:
        stage.call(Response(status=503))
        assert stage.paths() == ["/call", "/call", "/call"]
        assert len({one.headers["I-Twilio-Idempotency-Token"] for one in stage.seen}) == 1


def test_a_line_that_is_not_there_is_named(stage: World) -> None:
    del stage
    with world(
        reach="http://127.0.0.1:9", origin="http://127.0.0.1:9", webhooks={"voice_url": "http://127.0.0.1:9/call"}
    ) as gone:
        assert gone.call().problems[0].startswith("11205")


def test_a_rehearsal_does_not_leave_this_machine(stage: World) -> None:
    heard = stage.call("<Redirect>https://example.com/</Redirect>")
    assert "does not leave this machine" in heard.problems[0]


def test_a_cookie_on_a_webhook_is_written_down(stage: World) -> None:
    answer = xml("<Hangup/>")
    answer.set_cookie("session", "1")
    assert [event["cookie"] for event in stage.call(answer).of("webhook")] == [True, False]
