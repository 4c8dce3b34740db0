"""Recordings: told of by two requests, in any order, once, twice or late, and never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provider.profiles import SIGNALWIRE, TWILIO
from tests.ivr.phone import ORIGIN, Phone, new_sid


def at_the_tone(phone: Phone) -> str:
    """Go on to the tone; return where the provider tells of the recording."""
    phone.dial()
    phone.press("1", "1", "2", "5")
    return phone.heard.tells


ORDERS = {
    "the end of recording, then the recording": "at",
    "the recording, then its end": "ta",
    "the recording alone": "t",
    "both twice": "aatt",
    "mixed": "tata",
    "after the call is over": "aht",
    "the call over, then both": "hta",
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_it_is_one_report_with_one_recording(phone: Phone, order: str) -> None:
    where, sid = at_the_tone(phone), new_sid("RE")
    told = phone.heard
    for each in order:
        phone.heard = told
        match each:
            case "a":
                phone.speak(sid=sid)
            case "t":
                assert phone.tell(where, sid) == 204
            case _:
                assert phone.hang_up() == 204
    [report] = phone.site.reports()
    assert report.row.category == "economic"
    assert phone.waiting().count("fetch") == 1


@pytest.mark.threat(13, 33)
def test_the_same_request_twice_gets_the_same_answer(phone: Phone) -> None:
    at_the_tone(phone)
    action, sid = phone.heard.action, new_sid("RE")
    first = phone.speak(sid=sid)
    phone.listen(action, Digits="#", RecordingSid=sid, RecordingDuration="12")
    assert phone.heard.xml == first.xml


def test_a_repeated_wish_to_finish_gets_the_same_code(phone: Phone) -> None:
    at_the_tone(phone)
    more = phone.speak()
    first = phone.press("1")
    phone.heard = more
    assert phone.press("1").xml == first.xml


def test_a_repeated_pen_gets_the_same_code(phone: Phone) -> None:
    at_the_tone(phone)
    phone.speak()
    pen = phone.press("1")
    first = phone.press("5")
    phone.heard = pen
    assert phone.press("5").plays == first.plays
    assert phone.fetch(first.plays[0]).status_code == 200


def test_a_recording_that_was_cut_goes_on_in_a_new_one(phone: Phone) -> None:
    where = at_the_tone(phone)
    assert phone.heard.verb("Record").get("maxLength") == "300"
    for _ in range(3):
        phone.speak(300, ended="")
        assert phone.heard.asks == "voice"
        assert "so far" in phone.heard.text
    assert phone.heard.tells != where
    phone.speak(20)
    assert phone.heard.asks == "key"
    assert len(phone.site.reports()) == 1
    assert phone.waiting().count("fetch") == 4


def test_a_long_recording_that_its_speaker_ended_is_not_cut(phone: Phone) -> None:
    at_the_tone(phone)
    phone.speak(300, ended="#")
    assert phone.heard.asks == "key"


def test_pauses_and_whispers_are_left_in(phone: Phone) -> None:
    at_the_tone(phone)
    record = phone.heard.verb("Record")
    assert (record.get("trim"), record.get("timeout"), record.get("finishOnKey")) == ("do-not-trim", "10", "#")


def test_the_provider_is_asked_to_tell_of_silence_and_to_come_again(phone: Phone) -> None:
    at_the_tone(phone)
    record = phone.heard.verb("Record")
    assert record.get("recordingStatusCallbackEvent") == "completed absent"
    assert (record.get("recordingStatusCallback") or "").endswith("#rc=3&rp=5xx,ct,rt")


def test_an_absent_recording_is_no_report(phone: Phone) -> None:
    where = at_the_tone(phone)
    assert phone.tell(where, new_sid("RE"), 0, "absent") == 204
    assert phone.site.reports() == []


def test_a_recording_under_way_or_failed_is_no_report_yet(phone: Phone) -> None:
    where = at_the_tone(phone)
    for status in ("in-progress", "failed"):
        assert phone.tell(where, new_sid("RE"), 5, status) == 204
    assert phone.site.reports() == []


@pytest.mark.parametrize("state", ["", "?s=", "?s=AAAA", "?s=%00", "?s=" + "A" * 300])
def test_a_recording_of_a_call_that_nobody_knows_is_a_report_of_its_own(phone: Phone, state: str) -> None:
    sid = new_sid("RE")
    for _ in range(2):
        assert phone.tell(f"{ORIGIN}/ivr/recording{state}", sid) == 204
    assert len(phone.site.reports()) == 1
    assert phone.waiting().count("fetch") == 1


def test_a_recording_without_its_state_finds_its_call(phone: Phone) -> None:
    phone.dial()
    phone.press("1", "1", "1")
    phone.tell(f"{ORIGIN}/ivr/recording", new_sid("RE"))
    [report] = phone.site.reports()
    assert report.row.danger is True


def test_an_empty_recording_is_silence_where_the_provider_reports_it_to_the_action(phone: Phone) -> None:
    elsewhere = replace(TWILIO, falls_through_empty_recording=False)
    other = Phone(phone.site, profile=elsewhere)
    at_the_tone(other)
    other.speak(0)
    assert other.heard.asks == "voice"
    assert other.site.reports() == []


def test_a_recording_of_less_than_a_second_counts_where_only_full_ones_are_reported(phone: Phone) -> None:
    at_the_tone(phone)
    phone.speak(0)
    assert len(phone.site.reports()) == 1


def test_a_provider_without_url_overrides_gets_plain_urls(phone: Phone) -> None:
    plain = replace(TWILIO, url_overrides=SIGNALWIRE.url_overrides, reports_absent_recordings=False)
    other = Phone(phone.site, profile=plain)
    at_the_tone(other)
    record = other.heard.verb("Record")
    assert "#" not in (record.get("recordingStatusCallback") or "")
    assert record.get("recordingStatusCallbackEvent") == "completed"


def test_a_provider_that_tells_nothing_of_recordings_is_not_asked_to(phone: Phone) -> None:
    other = Phone(phone.site, profile=replace(TWILIO, recording_callback=False))
    at_the_tone(other)
    assert "recordingStatusCallback" not in other.heard.verb("Record").attrib
