"""What is erased at the provider is really gone there, and what cannot be is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from privacy.secret import Secret
from provider import erase, faults, kept
from provider.faults import Fault
from provider.profiles import SOMLENG
from provider.rest import Rest
from tests.provider.fake import TOKEN, Fake, Reply, breaches, rest_at

CALL, RECORDING, MESSAGE, MEDIA = (Secret(kind + "a1" * 16) for kind in ("CA", "RE", "MM", "ME"))
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"

ERASURES: dict[str, Callable[[Rest], Fault | None]] = {
    "recording": lambda rest: erase.delete_recording(rest, RECORDING),
    "call": lambda rest: erase.delete_call(rest, CALL),
    "message": lambda rest: erase.delete_message(rest, MESSAGE),
    "media": lambda rest: erase.delete_media(rest, MESSAGE, MEDIA),
}
erasures = pytest.mark.parametrize("erasure", ERASURES.values(), ids=ERASURES)


@erasures
def test_what_is_erased_is_deleted_as_the_provider_describes(
    fake: Fake, rest: Rest, erasure: Callable[[Rest], Fault | None]
) -> None:
    fake.will(Reply(204))
    assert erasure(rest) is None
    [asked] = fake.asked
    assert (asked.method, asked.password, breaches(asked)) == ("DELETE", TOKEN, [])


@erasures
def test_what_is_gone_already_is_done(fake: Fake, rest: Rest, erasure: Callable[[Rest], Fault | None]) -> None:
    fake.will(Reply.json({"code": 20404, "message": "not found", "status": 404}, 404))
    answer = erasure(rest)
    assert answer is not None
    assert answer.done


def test_a_text_is_blanked_by_an_empty_body_that_is_really_sent(fake: Fake, rest: Rest) -> None:
    fake.will(Reply.json({"sid": MESSAGE.reveal(), "body": ""}))
    assert erase.redact_message(rest, MESSAGE) is None
    assert fake.asked[0].form == {"Body": ""}
    assert breaches(fake.asked[0]) == []


@pytest.mark.parametrize("status", [400, 409])
def test_a_call_that_is_not_over_is_tried_again_later(fake: Fake, rest: Rest, status: int) -> None:
    fake.will(Reply.json({"code": 20009, "message": "not finished"}, status))
    assert erase.delete_call(rest, CALL) == faults.NOT_FINAL
    assert faults.NOT_FINAL.retry


@pytest.mark.threat(34)
@pytest.mark.parametrize(
    "sid",
    [
        "",
        "CA",
        "CA" + "a1" * 15,
        "CA" + "g" * 32,
        "../../Keys",
        "CA" + "a1" * 16 + "/x",
        "CA" + "a1" * 16 + "\n",
        "RE" + "a1" * 16,
    ],
)
def test_an_id_that_is_none_never_reaches_a_path(fake: Fake, rest: Rest, sid: str) -> None:
    assert erase.delete_call(rest, Secret(sid)) == faults.BAD_ID
    assert kept.recordings_of(rest, Secret(sid)) == faults.BAD_ID
    assert kept.text_kept(rest, Secret(sid)) == faults.BAD_ID
    assert erase.delete_media(rest, MESSAGE, Secret(sid)) == faults.BAD_ID
    assert fake.asked == []


def test_what_a_provider_cannot_delete_is_said_and_not_taken_for_done(fake: Fake) -> None:
    rest = rest_at(fake.url, SOMLENG, UUID)
    answer = erase.delete_recording(rest, Secret(UUID))
    assert answer == faults.UNSUPPORTED
    assert not answer.done
    assert fake.asked == []


def test_the_ids_of_a_call_and_of_a_text_are_listed(fake: Fake, rest: Rest) -> None:
    fake.will(
        Reply.json({"calls": [{"sid": CALL.reveal()}]}),
        Reply.json({"media_list": [{"sid": MEDIA.reveal()}]}),
    )
    assert erase.legs_of(rest, CALL) == (CALL,)
    assert erase.media_of(rest, MESSAGE) == (MEDIA,)
    assert [breaches(asked) for asked in fake.asked] == [[], []]


@pytest.mark.threat(34)
def test_a_list_that_goes_on_at_another_host_is_not_followed(fake: Fake, rest: Rest) -> None:
    fake.will(Reply.json({"calls": [], "meta": {"next_page_url": "https://evil.example/2010-04-01/x", "key": "calls"}}))
    assert erase.legs_of(rest, CALL) == faults.FOREIGN_HOST
    assert len(fake.asked) == 1
