"""What is read of the provider's lists: ids, times and our own number, asked for as the provider describes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from privacy.secret import Secret
from provider import erase, faults, kept
from provider.kept import Kept, KeptText
from provider.profiles import SIGNALWIRE, SOMLENG
from provider.rest import Rest
from tests.provider.fake import OPENAPI, Fake, Reply, breaches, rest_at

ORACLE = Path(__file__).parents[3] / "shared" / "data" / "twilio_api_v2010.json"
CALL, RECORDING, TEXT, MEDIA = (Secret(kind + "a1" * 16) for kind in ("CA", "RE", "MM", "ME"))
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
OURS, THEIRS = "+15005550001", "+14155550134"
DAY = datetime(2026, 11, 20, tzinfo=UTC)
NOON = "Fri, 20 Nov 2026 12:00:00 +0000"
AT = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp())


def rules(spec: dict[str, object], path: str, method: str) -> dict[str, object]:
    """Return what our excerpt says of a request, read from the whole description."""
    found = spec["paths"][path][method]  # type: ignore[index]
    listed = found.get("parameters", [])
    said: dict[str, object] = {
        "path": {one["name"]: one["schema"].get("pattern") for one in listed if one["in"] == "path"},
        "query": sorted(one["name"] for one in listed if one["in"] == "query"),
        "success": sorted(int(code) for code in found["responses"]),
    }
    form = found.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {}).get("schema")
    return said if form is None else said | {"form": sorted(form["properties"])}


@pytest.mark.skipif(not ORACLE.exists(), reason="the provider's whole description is not here")
def test_our_excerpt_of_the_providers_description_is_true() -> None:
    spec = json.loads(ORACLE.read_text())
    for path, methods in OPENAPI.items():
        for method, ours in methods.items():
            assert rules(spec, path, method) == {name: ours[name] for name in ours if name != "required"}, path


def test_a_list_is_asked_for_by_our_number_and_only_ids_and_times_come_of_it(fake: Fake, rest: Rest) -> None:
    entry = {"from": THEIRS, "to": OURS, "body": "words", "date_created": NOON, "start_time": NOON}
    fake.will(
        Reply.json({"messages": [{"sid": TEXT.reveal(), "direction": "inbound", **entry}, {"sid": "../x", **entry}]}),
        Reply.json({"messages": [{"sid": "SM" + "b2" * 16, "direction": "outbound-reply", **entry}]}),
        Reply.json({"calls": [{"sid": CALL.reveal(), "direction": "inbound", **entry}]}),
        Reply.json({"calls": []}),
    )
    texts, calls = kept.texts_on(rest, OURS, DAY), kept.calls_on(rest, OURS, DAY)
    assert texts == (
        Kept(TEXT, AT, inbound=True, ours=OURS), Kept(Secret("SM" + "b2" * 16), AT, inbound=False, ours=OURS),
    )  # fmt: skip
    assert calls == (Kept(CALL, AT, inbound=True, ours=OURS),)
    assert [(asked.query.get("To"), asked.query.get("From")) for asked in fake.asked] == [
        (OURS, None),
        (None, OURS),
    ] * 2
    assert [breaches(asked) for asked in fake.asked] == [[]] * 4
    assert THEIRS not in repr(texts)
    assert "a1a1" not in repr(texts)


def test_recordings_are_listed_with_their_calls_and_with_whether_anything_is_on_them(fake: Fake, rest: Rest) -> None:
    told = {"call_sid": CALL.reveal(), "date_created": NOON, "status": "completed"}
    entries = [
        {"sid": RECORDING.reveal(), "duration": "7", **told},
        {"sid": "RE" + "b2" * 16, "duration": "0", **told},
        {"sid": "RE" + "c3" * 16, "duration": "-1", **told, "status": "absent"},
        {"sid": "RE" + "d4" * 16, "duration": "-1", **told, "status": "processing"},
    ]
    fake.will(Reply.json({"recordings": entries}))
    for found in (kept.recordings_since(rest, DAY), kept.recordings_of(rest, CALL)):
        assert isinstance(found, tuple)
        assert [(one.empty, one.seconds) for one in found] == [(False, 7), (True, 0), (True, 0), (False, 0)]
        assert {(one.call, one.at) for one in found} == {(CALL, AT)}
    assert [breaches(asked) for asked in fake.asked] == [[], []]


def test_a_list_is_read_page_by_page_on_the_providers_own_host_alone(fake: Fake, rest: Rest) -> None:
    following = "/2010-04-01/Accounts/AC" + "0" * 32 + "/Messages.json?Page=1&PageToken=PAx"
    entry = {"sid": TEXT.reveal(), "direction": "inbound", "date_created": NOON}
    fake.will(
        Reply.json({"messages": [entry], "next_page_uri": following, "page": 0}),
        Reply.json({"messages": [{**entry, "sid": "SM" + "b2" * 16}], "next_page_uri": None, "page": 1}),
        Reply.json({"messages": []}),
    )
    found = kept.texts_on(rest, OURS, DAY)
    assert isinstance(found, tuple)
    assert len(found) == 2
    assert [breaches(asked) for asked in fake.asked] == [[], [], []]


def test_a_text_is_read_with_its_words_and_attachments(fake: Fake, rest: Rest) -> None:
    fake.will(
        Reply.json({"sid": TEXT.reveal(), "body": "There is smoke", "num_media": "1", "from": THEIRS}),
        Reply.json({"media_list": [{"sid": MEDIA.reveal(), "content_type": "image/jpeg"}, {"sid": "../x"}]}),
    )
    assert kept.text_kept(rest, TEXT) == KeptText("There is smoke", ((MEDIA, "image/jpeg"),))
    assert [breaches(asked) for asked in fake.asked] == [[], []]


def test_what_a_list_still_shows_and_is_gone_says_so(fake: Fake, rest: Rest) -> None:
    fake.will(Reply.json({"code": 20404}, 404))
    for answer in (kept.text_kept(rest, TEXT), kept.recording_kept(rest, RECORDING)):
        assert isinstance(answer, faults.Fault)
        assert answer.done
    assert kept.texts_on(rest, OURS, DAY) == faults.REFUSED  # a list that is not there is no empty list
    assert [breaches(asked) for asked in fake.asked] == [[], [], []]


def test_our_numbers_are_those_that_lead_to_us(fake: Fake, rest: Rest) -> None:
    hooks = (
        ("+15005550001", {"voice_url": "https://line.example/ivr/call#rc=3"}),
        ("+15005550002", {"sms_url": "https://line.example/sms/message"}),
        ("+15005550003", {"voice_url": "https://line.example.evil/ivr/call"}),
        ("+15005550004", {"voice_url": ""}),
    )
    listed = [{"sid": f"PN{at}" + "0" * 31, "phone_number": number, **hook} for at, (number, hook) in enumerate(hooks)]
    fake.will(Reply.json({"incoming_phone_numbers": listed}))
    assert kept.our_numbers(rest, "https://line.example/") == ("+15005550001", "+15005550002")


@pytest.mark.threat(14)
def test_a_text_is_erased_after_its_attachments(fake: Fake, rest: Rest) -> None:
    fake.will(Reply.json({"media_list": [{"sid": MEDIA.reveal()}]}), Reply(204))
    assert erase.erase_text(rest, TEXT) is None
    asked = [(one.method, one.path.rpartition("/Accounts/")[2].partition("/")[2]) for one in fake.asked]
    message = f"Messages/{TEXT.reveal()}"
    assert asked == [
        ("GET", f"{message}/Media.json"), ("DELETE", f"{message}/Media/{MEDIA.reveal()}.json"),
        ("DELETE", f"{message}.json"),
    ]  # fmt: skip
    assert [breaches(one) for one in fake.asked] == [[], [], []]


def test_a_text_that_cannot_be_deleted_loses_its_words_and_the_refusal_is_told(fake: Fake, rest: Rest) -> None:
    text = Secret("SM" + "a1" * 16)
    fake.will(Reply(400), Reply.json({"sid": text.reveal(), "body": ""}))
    assert erase.erase_text(rest, text) == faults.REFUSED
    assert [(one.method, one.form) for one in fake.asked] == [("DELETE", {}), ("POST", {"Body": ""})]


def test_a_provider_that_deletes_no_texts_is_asked_to_blank_them(fake: Fake) -> None:
    fake.will(Reply.json({"sid": UUID, "body": ""}))
    assert erase.erase_text(rest_at(fake.url, SOMLENG, UUID), Secret(UUID)) == faults.UNSUPPORTED
    assert [(one.method, one.form) for one in fake.asked] == [("POST", {"Body": ""})]


def test_legs_go_one_by_one_and_one_that_is_not_over_holds_the_call_up(fake: Fake, rest: Rest) -> None:
    legs = [{"sid": "CA" + digit * 32} for digit in "123"]
    fake.will(Reply.json({"calls": legs}), Reply(204), Reply.json({"code": 20009}, 409))
    assert erase.erase_legs(rest, CALL) == faults.NOT_FINAL
    assert [one.method for one in fake.asked] == ["GET", "DELETE", "DELETE"]
    assert fake.asked[0].query["ParentCallSid"] == CALL.reveal()
    assert [breaches(one) for one in fake.asked] == [[], [], []]
    assert erase.erase_legs(rest_at(fake.url, SIGNALWIRE, UUID), Secret(UUID)) == faults.UNSUPPORTED
