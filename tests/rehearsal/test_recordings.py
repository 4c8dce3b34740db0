"""Record: action, status callback, silence, length, and hanging up."""

from __future__ import annotations

from array import array

import requests

from rehearsal.calls import wav
from rehearsal.calls.scripted import Speech
from tests.rehearsal.world import World, tone

RECORD = '<Record action="/done" recordingStatusCallback="/rec" {}/><Say>Nothing was said</Say>'
BOTH = 'recordingStatusCallbackEvent="completed absent"'


def silence(seconds: float) -> bytes:
    return wav.write(array("h", bytes(int(seconds * wav.RATE) * 2)))


def joined(*parts: bytes) -> bytes:
    samples = array("h")
    for part in parts:
        samples.extend(wav.read(part))
    return wav.write(samples)


def test_what_was_said_is_reported_twice_and_can_be_fetched(stage: World) -> None:
    stage.call(RECORD.format(""), wavs=[tone(3)])
    done, told = stage.to("/done")[0], stage.to("/rec")[0]
    assert (done["RecordingDuration"], done["Digits"]) == ("3", "#")
    assert told["RecordingStatus"] == "completed"
    assert told["RecordingSid"] == done["RecordingSid"]
    assert (told["RecordingSource"], told["RecordingChannels"]) == ("RecordVerb", "1")
    assert "From" not in told
    options = stage.provider.options
    got = requests.get(told["RecordingUrl"] + ".wav", auth=(options.account, options.token), timeout=5)
    assert got.headers["Content-Type"] == "audio/x-wav"
    assert len(wav.read(got.content)) == 3 * wav.RATE


def test_an_empty_recording_makes_no_action_request(stage: World) -> None:
    heard = stage.call(RECORD.format(BOTH))
    assert stage.to("/done") == []
    assert heard.said == "Nothing was said"
    assert (stage.to("/rec")[0]["RecordingStatus"], stage.to("/rec")[0]["ErrorCode"]) == ("absent", "16102")


def test_absence_is_told_only_to_those_who_ask(stage: World) -> None:
    stage.call(RECORD.format(""))
    assert stage.to("/rec") == []


def test_the_beginning_can_be_told_of_too(stage: World) -> None:
    stage.call(RECORD.format('recordingStatusCallbackEvent="in-progress completed"'), wavs=[tone(1)])
    assert sorted(form["RecordingStatus"] for form in stage.to("/rec")) == ["completed", "in-progress"]
    assert len({form["RecordingSid"] for form in stage.to("/rec")}) == 1


def test_a_key_at_once_is_a_recording_too_short(stage: World) -> None:
    stage.call(RECORD.format(BOTH), wavs=[Speech(tone(0.01))])
    assert stage.to("/rec")[0]["RecordingStatus"] == "completed"
    stage.seen.clear()
    stage.call(RECORD.format(BOTH), wavs=[Speech(silence(0.05))])
    assert stage.to("/rec")[0]["ErrorCode"] == "16101"


def test_a_whisper_is_a_voice(stage: World) -> None:
    stage.call(RECORD.format(""), wavs=[tone(2, loudness=120)])
    assert stage.to("/done")[0]["RecordingDuration"] == "2"


def test_silence_at_the_ends_is_trimmed_unless_told_not_to(stage: World) -> None:
    speech = joined(silence(2), tone(3), silence(2))
    stage.call(RECORD.format(""), wavs=[speech])
    stage.call(RECORD.format('trim="do-not-trim"'), wavs=[speech])
    assert [form["RecordingDuration"] for form in stage.to("/done")] == ["3", "7"]


def test_a_pause_longer_than_the_timeout_ends_the_recording(stage: World) -> None:
    speech = joined(tone(2), silence(6), tone(2))
    stage.call(RECORD.format('timeout="5"'), wavs=[speech])
    stage.call(RECORD.format('timeout="10"'), wavs=[speech])
    assert [(form["RecordingDuration"], form["Digits"]) for form in stage.to("/done")] == [("2", ""), ("10", "#")]


def test_a_long_story_goes_on_at_the_next_tone(stage: World) -> None:
    stage.answers["/done"] = '<Record action="/rest" maxLength="5"/>'
    stage.call(RECORD.format('maxLength="5"'), wavs=[tone(8)])
    assert (stage.to("/done")[0]["RecordingDuration"], stage.to("/done")[0]["Digits"]) == ("5", "")
    assert (stage.to("/rest")[0]["RecordingDuration"], stage.to("/rest")[0]["Digits"]) == ("3", "#")


def test_hanging_up_while_speaking_still_reports(stage: World) -> None:
    heard = stage.call(RECORD.format(""), wavs=[Speech(tone(4), "hangup")])
    done = stage.to("/done")[0]
    assert (done["Digits"], done["CallStatus"], done["RecordingDuration"]) == ("hangup", "completed", "4")
    assert len(stage.to("/rec")) == 1
    assert heard.of("ended")[0]["by"] == "caller"


def test_leaving_by_the_clock_cuts_what_was_said(stage: World) -> None:
    stage.call(RECORD.format(""), wavs=[tone(30)], hang_up_after=10)
    assert stage.to("/done")[0]["RecordingDuration"] == "10"
    assert stage.to("/status")[0]["CallDuration"] == "10"


def test_a_key_that_does_not_finish_is_not_heard(stage: World) -> None:
    stage.call(RECORD.format('finishOnKey="*"'), wavs=[tone(2)])
    assert stage.to("/done")[0]["Digits"] == ""


def test_foreign_bytes_are_kept_as_they_are(stage: World) -> None:
    stage.call(RECORD.format(""), wavs=[Speech(b"this is no sound", raw=True)])
    options = stage.provider.options
    got = requests.get(stage.to("/rec")[0]["RecordingUrl"], auth=(options.account, options.token), timeout=5)
    assert got.content == b"this is no sound"


def test_wrong_values_are_numbered_errors(stage: World) -> None:
    for attributes, code in (
        ('maxLength="0"', "13612"),
        ('timeout="x"', "13611"),
        ('playBeep="yes"', "13616"),
        ("recordingStatusCallbackEvent=\"['completed']\"", "12200"),
        ('transcribe="true"', "12200"),
    ):
        assert stage.call(RECORD.format(attributes)).problems[0].startswith(code)
