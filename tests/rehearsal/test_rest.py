"""REST, asked by the provider's own library."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from flask import Response
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from rehearsal import client
from tests.rehearsal.world import CONTROL, NUMBER, ORIGIN, World, tone, until

RECORD = '<Record action="/done"/>'


def rest(stage: World, token: str = "") -> Any:
    """Return the provider's own client, pointed at the rehearsal."""
    options = stage.provider.options
    account = Client(options.account, token or options.token, environment={"_": "1"})
    account.api.base_url = stage.provider.url
    return account


def test_wrong_credentials_are_refused(stage: World) -> None:
    with pytest.raises(TwilioRestException) as refused:
        rest(stage, "wrong").balance.fetch()
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_a_recording_is_listed_fetched_and_deleted_for_good(stage: World) -> None:
    call = stage.call(RECORD, wavs=[tone(2)])
    account = rest(stage)
    one = account.recordings.list(call_sid=call.sid)[0]
    assert (one.duration, one.status, one.source, one.channels) == ("2", "completed", "RecordVerb", 1)
    assert account.calls(call.sid).recordings.list()[0].sid == one.sid
    assert one.delete()
    assert account.recordings.list() == []
    assert account.recordings.list(include_soft_deleted=True)[0].status == "deleted"
    with pytest.raises(TwilioRestException) as gone:
        account.recordings(one.sid).delete()
    assert (gone.value.status, gone.value.code) == (404, 20404)
    options = stage.provider.options
    assert requests.get(one.media_url + ".wav", auth=(options.account, options.token), timeout=5).status_code == 404


def test_a_call_is_deleted_when_it_is_over(stage: World) -> None:
    sid = stage.call("<Pause length='30'/>").sid
    account = rest(stage)
    call = account.calls(sid).fetch()
    assert (call.status, call.duration, call.direction) == ("completed", "30", "inbound")
    assert call.delete()
    with pytest.raises(TwilioRestException) as gone:
        account.calls(sid).fetch()
    assert gone.value.code == 20404


def test_a_call_under_way_is_not_deleted_but_can_be_ended(stage: World) -> None:
    stage.answers["/call"] = "<Gather timeout='60'/>"
    sid = place_live(stage)
    account = rest(stage)
    until(lambda: account.calls(sid).fetch().status == "in-progress")
    with pytest.raises(TwilioRestException) as refused:
        account.calls(sid).delete()
    assert refused.value.code == 20009
    account.calls(sid).update(status="completed")
    until(lambda: account.calls(sid).fetch().status == "completed")


def test_a_call_under_way_can_be_sent_elsewhere(stage: World) -> None:
    stage.answers["/call"] = "<Gather timeout='60'/>"
    stage.answers["/else"] = "<Hangup/>"
    sid = place_live(stage)
    account = rest(stage)
    until(lambda: account.calls(sid).fetch().status == "in-progress")
    account.calls(sid).update(url=f"{ORIGIN}/else")
    until(lambda: account.calls(sid).fetch().status == "completed")
    assert "/else" in stage.paths()


def test_what_the_provider_keeps_of_webhooks_can_be_read(stage: World) -> None:
    sid = stage.call('<Gather numDigits="1" action="/menu"/>', keys=["4"]).sid
    events = rest(stage).calls(sid).events.list()
    assert any(event.request["parameters"].get("Digits") == "4" for event in events)


def test_a_message_is_emptied_and_deleted(stage: World) -> None:
    got = stage.text("My words", "<Message>Thanks</Message>", media=[("image/png", b"picture")])
    account = rest(stage)
    message = account.messages(got.sid).fetch()
    assert (message.body, message.num_media, message.direction) == ("My words", "1", "inbound")
    assert account.messages(got.sid).update(body="").body == ""
    files = account.messages(got.sid).media.list()
    assert files[0].content_type == "image/png"
    assert files[0].delete()
    assert account.messages(got.sid).fetch().num_media == "0"
    assert message.delete()
    assert [one.direction for one in account.messages.list()] == ["outbound-reply"]


def test_a_body_is_never_rewritten(stage: World) -> None:
    got = stage.text("My words", "")
    with pytest.raises(TwilioRestException):
        rest(stage).messages(got.sid).update(body="Other words")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"to": "12345", "body": "x"}, 21211),
        ({"to": "+34600000000", "body": "x" * 1601}, 21617),
        ({"to": "+34600000000"}, 21602),
        ({"to": "+34600000000", "body": "x", "from_": "+15005550999"}, 21212),
    ],
)
def test_a_message_that_cannot_be_sent_is_refused(stage: World, wish: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as refused:
        rest(stage).messages.create(**({"from_": NUMBER} | wish))
    assert (refused.value.status, refused.value.code) == (400, code)


def test_lists_come_in_pages(stage: World) -> None:
    for place in range(5):
        stage.text(f"Text {place}", "")
    account = rest(stage)
    assert [one.body for one in account.messages.list(page_size=2)] == [f"Text {place}" for place in (4, 3, 2, 1, 0)]
    first = account.messages.page(page_size=2)
    assert [one.body for one in first.next_page()] == ["Text 2", "Text 1"]
    assert len(account.messages.list(to=NUMBER)) == 5
    assert account.messages.list(to="+15005550999") == []


def test_lists_can_be_asked_by_date(stage: World) -> None:
    stage.call("<Hangup/>")
    account, today = rest(stage), stage.provider.options.now()
    assert len(account.calls.list(start_time=today.date())) == 1
    assert account.calls.list(start_time_after=today.replace(year=today.year + 1)) == []
    assert len(account.calls.list(start_time_before=today.replace(year=today.year + 1))) == 1


def test_webhooks_of_a_number_are_set(stage: World) -> None:
    account = rest(stage)
    number = account.incoming_phone_numbers.list(phone_number=NUMBER)[0]
    assert number.voice_url == f"{ORIGIN}/call"
    changed = number.update(
        voice_url=f"{ORIGIN}/other",
        voice_fallback_url=f"{ORIGIN}/spare",
        status_callback="",
        voice_caller_id_lookup=False,
    )
    assert (changed.voice_url, changed.voice_fallback_url, changed.status_callback) == (
        f"{ORIGIN}/other",
        f"{ORIGIN}/spare",
        "",
    )
    stage.answers["/other"] = Response(status=500)
    stage.call()
    assert stage.paths() == ["/other", "/spare"]


def test_a_url_that_is_none_is_refused(stage: World) -> None:
    number = rest(stage).incoming_phone_numbers.list()[0]
    with pytest.raises(TwilioRestException) as refused:
        number.update(voice_url="not a url")
    assert refused.value.code == 21205


def test_a_misspelt_parameter_is_not_ignored(stage: World) -> None:
    options = stage.provider.options
    got = requests.post(
        f"{stage.provider.url}/2010-04-01/Accounts/{options.account}/Messages.json",
        {"To": "+34600000000", "From": NUMBER, "Boddy": "x"},
        auth=(options.account, options.token),
        timeout=5,
    )
    assert (got.status_code, got.json()["code"]) == (400, 20001)


def test_the_account_and_its_balance(stage: World) -> None:
    account = rest(stage)
    assert account.api.accounts(stage.provider.options.account).fetch().status == "active"
    assert account.balance.fetch().currency == "USD"


def test_the_account_can_call_an_operator(stage: World) -> None:
    client.set_phone(stage.provider.url, CONTROL, "+15005550201", "answer", keys=["1"])
    stage.answers["/alert"] = '<Gather numDigits="1" action="/pressed"><Say>Press one</Say></Gather>'
    account = rest(stage)
    hooks = {"url": f"{ORIGIN}/alert", "status_callback": f"{ORIGIN}/over"}
    call = account.calls.create(to="+15005550201", from_=NUMBER, **hooks)
    until(lambda: len(stage.to("/over")) == 1)
    assert stage.to("/pressed")[0]["Digits"] == "1"
    assert stage.to("/alert")[0]["Direction"] == "outbound-api"
    account.calls.create(to="+15005550201", from_=NUMBER, twiml="<Response><Say>Hello</Say></Response>")
    assert call.fetch().status == "completed"


def place_live(stage: World) -> str:
    """Place a call from a phone that somebody holds."""
    wish = {"from": "+15005550006", "to": NUMBER, "live": True}
    got = requests.post(
        f"{stage.provider.url}/control/calls", json=wish, timeout=5, headers={"Authorization": f"Bearer {CONTROL}"}
    )
    return str(got.json()["sid"])
