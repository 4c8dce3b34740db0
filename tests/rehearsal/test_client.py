"""The terminal's side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rehearsal import client, story
from rehearsal.calls.wav import RATE, read
from tests.rehearsal.world import CONTROL, World

SAMPLES = Path(client.__file__).parent / "samples"


def test_a_call_reads_as_a_transcript(stage: World) -> None:
    stage.answers["/menu"] = '<Say>Speak now</Say><Record action="/done"/>'
    menu = '<Gather numDigits="1" action="/menu?s=abcdefghijklmnopqrstuvwxyz"><Say>Press one</Say></Gather>'
    heard = stage.call(menu, keys=["1"], wavs=[SAMPLES / "warehouse.wav"])
    lines = [line[7:] for line in heard.lines()]
    assert "“Press one”" in lines
    assert "⌨ 1" in lines
    assert "· action: POST /menu?s=abcdefghijklmnopqrstuv… → 200" in lines
    assert any(line.startswith("● 10 s, completed, ended by #") for line in lines)
    assert lines[-1] == "· call_status: POST /status → 200"


def test_an_error_is_part_of_the_transcript(stage: World) -> None:
    assert any("✗ 12200" in line for line in stage.call("<Sya/>").lines())


def test_a_number_that_is_not_ours_cannot_be_called(stage: World) -> None:
    with pytest.raises(client.Refused, match="21211"):
        stage.call("<Hangup/>", to="+15005550999")


def test_a_file_that_is_no_sound_ends_the_call_with_an_error(stage: World) -> None:
    with pytest.raises(client.Refused, match="RIFF"):
        client.place_call(stage.provider.url, CONTROL, wavs=[b"no sound"])


def test_a_hundred_callers_are_served_at_once(stage: World) -> None:
    stage.answers["/call"] = '<Gather numDigits="1" action="/menu"/>'
    with ThreadPoolExecutor(100) as pool:
        calls = list(pool.map(lambda place: stage.call(keys=[str(place % 10)]), range(100)))
    assert sorted(form["Digits"] for form in stage.to("/menu")) == sorted(str(place % 10) for place in range(100))
    assert all(call.problems == [] for call in calls)


@pytest.mark.parametrize("name", ["warehouse", "documents", "interrupted", "whispered"])
def test_sample_clips_are_short_phone_recordings(name: str) -> None:
    data = (SAMPLES / f"{name}.wav").read_bytes()
    assert len(data) < 100_000
    assert 4 * RATE < len(read(data)) < 12 * RATE


def test_state_in_a_url_is_shortened() -> None:
    assert story.shortened("https://hotline.example/ivr/turn?s=" + "x" * 90) == "/ivr/turn?s=" + "x" * 22 + "…"
