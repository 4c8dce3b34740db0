"""Redirect, Hangup, Reject, Enqueue: where a call goes."""

from __future__ import annotations

from tests.rehearsal.world import World


def test_redirect_leaves_the_rest_unread(stage: World) -> None:
    stage.answers["/other/step"] = "<Say>Here</Say><Redirect>next</Redirect>"
    stage.answers["/other/next"] = "<Say>There</Say>"
    heard = stage.call("<Redirect>/other/step</Redirect><Say>Never</Say>")
    assert heard.said == "Here\nThere"


def test_hangup_ends_the_call_for_the_line(stage: World) -> None:
    heard = stage.call("<Say>Bye</Say><Hangup/><Say>Never</Say>")
    assert (heard.said, heard.of("ended")[0]["by"]) == ("Bye", "line")


def test_a_call_ends_with_its_length(stage: World) -> None:
    stage.call("<Pause length='61'/>")
    form = stage.to("/status")[0]
    assert (form["CallStatus"], form["CallDuration"], form["Duration"]) == ("completed", "61", "2")
    assert form["From"] == "+15005550006"


def test_reject_comes_first_or_not_at_all(stage: World) -> None:
    assert stage.call("<Reject reason='busy'/>").status == "busy"
    assert stage.call("<Reject/>").status == "no-answer"
    assert stage.call("<Say>Hello</Say><Reject/>").problems[0].startswith("12200")


def test_a_caller_waits_in_a_queue_until_let_go(stage: World) -> None:
    rounds = iter(["<Say>Please wait</Say>", "<Say>Please wait</Say><Leave/>"])
    stage.answers["/wait"] = lambda _form: next(rounds)
    stage.answers["/after"] = "<Say>Nobody is free</Say>"
    heard = stage.call('<Enqueue waitUrl="/wait" action="/after">desk</Enqueue>')
    assert heard.said == "Please wait\nPlease wait\nNobody is free"
    assert stage.to("/after")[0]["QueueResult"] == "leave"
    assert stage.to("/wait")[0]["QueuePosition"] == "1"


def test_only_some_verbs_may_be_used_while_waiting(stage: World) -> None:
    stage.answers["/wait"] = "<Record/>"
    assert stage.call('<Enqueue waitUrl="/wait">desk</Enqueue>').problems[0].startswith("12200")


def test_a_silent_caller_in_an_endless_queue_leaves_in_the_end(stage: World) -> None:
    stage.answers["/wait"] = "<Pause length='60'/>"
    heard = stage.call('<Enqueue waitUrl="/wait">desk</Enqueue>', hang_up_after=600)
    assert heard.of("ended")[0]["by"] == "caller"
