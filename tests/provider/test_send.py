"""A text of our own goes out with an id by which it is erased, or says why it did not."""

from __future__ import annotations

import pytest

from privacy.secret import Secret
from provider import faults
from provider.faults import Fault
from provider.rest import Rest
from provider.send import send_message
from tests.provider.fake import Fake, Reply, breaches

NUMBER = Secret("+14155550134")


def test_a_text_is_sent_and_its_id_kept_for_erasing(fake: Fake, rest: Rest) -> None:
    fake.will(Reply.json({"sid": "SM" + "b2" * 16}, 201))
    sent = send_message(rest, "+15005550006", NUMBER, "谢谢", "https://hotline.example/sms/status?s=x")
    assert sent == Secret("SM" + "b2" * 16)
    [asked] = fake.asked
    assert breaches(asked) == []
    assert asked.form == {
        "To": "+14155550134",
        "From": "+15005550006",
        "Body": "谢谢",
        "StatusCallback": "https://hotline.example/sms/status?s=x",
    }


@pytest.mark.parametrize(
    ("code", "fault"),
    [(21610, faults.OPTED_OUT), (21211, faults.BAD_NUMBER), (21608, faults.TRIAL), (20404, faults.REFUSED)],
)
def test_a_text_that_cannot_be_sent_says_why(fake: Fake, rest: Rest, code: int, fault: Fault) -> None:
    fake.will(Reply.json({"code": code, "message": f"to {NUMBER.reveal()}"}, 400))
    assert send_message(rest, "+15005550006", NUMBER, "x") == fault
