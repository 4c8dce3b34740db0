"""Whether a reply arrives, and how the line learns of it."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from tests.rehearsal.test_rest import rest
from tests.rehearsal.world import CONTROL, World, until

REPLY = '<Message statusCallback="/delivery">Thanks</Message>'


def statuses(stage: World) -> list[str]:
    return [form["MessageStatus"] for form in stage.to("/delivery")]


def test_a_delivered_reply_is_told_in_two_steps(stage: World) -> None:
    got = stage.text("Hello", REPLY)
    assert statuses(stage) == ["sent", "delivered"]
    sent, delivered = stage.to("/delivery")
    assert sent["MessageSid"] == delivered["SmsSid"] != got.sid
    assert delivered["To"] == "+15005550006"
    assert "ErrorCode" not in delivered


def test_a_sender_out_of_reach_gets_nothing(stage: World) -> None:
    requests.put(
        f"{stage.provider.url}/control/texts/senders/+15005550006",
        json={"error": 30005},
        headers={"Authorization": f"Bearer {CONTROL}"},
        timeout=5,
    )
    stage.text("Hello", REPLY)
    assert statuses(stage) == ["sent", "undelivered"]
    assert stage.to("/delivery")[1]["ErrorCode"] == "30005"


def test_one_delivery_can_fail_on_command(stage: World) -> None:
    stage.fault("delivery", "fail", status=30007)
    stage.text("Hello", REPLY)
    stage.text("Hello", REPLY)
    assert statuses(stage) == ["sent", "undelivered", "sent", "delivered"]


def test_deliveries_can_come_out_of_order(stage: World) -> None:
    stage.fault("delivery", "early")
    stage.text("Hello", REPLY)
    assert statuses(stage) == ["delivered", "sent"]


def test_a_message_on_its_way_cannot_be_deleted(stage: World) -> None:
    stage.fault("delivery", "late", seconds=0.5)
    account = rest(stage)
    message = account.messages.create(to="+34600000000", from_="+15005550100", body="Hello")
    until(lambda: message.fetch().status == "sent")
    with pytest.raises(TwilioRestException) as refused:
        message.delete()
    assert (refused.value.status, refused.value.code) == (409, 20009)
    until(lambda: message.fetch().status == "delivered")
    assert message.delete()
