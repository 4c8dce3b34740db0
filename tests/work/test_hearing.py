"""Whatever comes as audio is kept to the byte, and what could be made of it is said honestly."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.calls.scripted import Speech
from tests.plugins.site import Site
from tests.work.speech import sounds
from tests.work.town import Town, town_of
from work.speech.host import Host

CLIPS = Path(__file__).parents[1] / "clips"
HOUR = 3600
HEARD = {"ok", "low_confidence"}


@pytest.fixture
def hearing(site: Site) -> Iterator[Town]:
    """Return a town whose recordings are decoded and transcribed."""
    site.speech = Host("sphinx")
    with town_of(site) as opened:
        yield opened


GUN = sounds.pcm("gun")[:32_000]  # two seconds
AUDIO: dict[str, tuple[bytes, set[str]]] = {
    "whispered": (sounds.clip("whisper"), {"ok", "low_confidence", "no_speech"}),
    "silent": (sounds.playable(sounds.silence(4)), {"no_speech"}),
    "mu-law": (sounds.mu_law(GUN), HEARD),
    "A-law": (sounds.a_law(GUN), HEARD),
    "stereo": (
        sounds.riff(b"".join(GUN[at : at + 2] * 2 for at in range(0, len(GUN), 2)), sounds.Form(channels=2)),
        HEARD,
    ),
    "48 kHz": (sounds.riff(sounds.faster(GUN, 6), sounds.Form(rate=48_000)), HEARD),
    "cut in the middle": (sounds.riff(GUN)[:20_000], HEARD),
    "a header alone": (sounds.riff(b""), {"bad_audio"}),
    "a header that lies": (b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack("<I", 2**31) + b"\1", {"bad_audio"}),
    "a web page": (b"<html><script>alert(1)</script></html>", {"bad_audio"}),
    "an MP3": (b"ID3\4\0\0\0\0\0\0" + bytes(range(256)) * 20, {"bad_audio"}),
}


@pytest.mark.slow
def test_every_kind_of_audio_is_kept_and_its_transcript_says_what_it_is(hearing: Town) -> None:
    for number, (audio, _) in enumerate(AUDIO.values()):
        hearing.record(Speech(audio, raw=True), number=f"+1415555030{number}")
    hearing.site.work_off()
    found = {}
    for report in hearing.site.reports():
        [recording], [draft] = report.of_kind("recording"), report.of_kind("transcript")
        name = next(name for name, (audio, _) in AUDIO.items() if audio == recording.plain)
        found[name] = draft.data["status"]
        assert report.row.grade, name
        assert report.row.grade != "none", name
    assert set(found) == set(AUDIO)
    assert {name: status for name, status in found.items() if status not in AUDIO[name][1]} == {}
    assert hearing.jobs("fetch", "transcribe", "grade") == []


@pytest.mark.slow
def test_an_hour_is_taken_if_it_is_small_enough_and_heard_as_far_as_we_hear(town: Town) -> None:
    hour = _mu_law_header(HOUR * 8000) + b"\xff" * (HOUR * 8000)
    town.record(Speech(hour, raw=True))
    town.site.work_off()
    [report] = town.site.reports()
    [recording] = report.of_kind("recording")
    assert recording.plain == hour
    [sound] = [json.loads(piece.plain) for piece in report.of_kind("sound")]
    assert sound["cut"]
    assert report.row.grade == "look"


def test_more_than_we_take_is_not_fetched_and_the_report_stands_to_be_looked_at(town: Town) -> None:
    town.record(Speech(_mu_law_header(0) + bytes(33 * 2**20), raw=True))
    town.site.work_off()
    [report] = town.site.reports()
    assert report.of_kind("recording") == ()
    assert [(job.fault, job.dead) for job in town.jobs("fetch")] == [("too_large", True)]
    assert report.row.grade == "look"


def test_another_language_is_never_heard_as_english(hearing: Town) -> None:
    hearing.peer.call(keys=("3", "1", "2", "2"), wavs=[CLIPS / "gun.wav"])
    hearing.site.work_off()
    [report] = hearing.site.reports()
    assert report.row.language == "es"
    [draft] = report.of_kind("transcript")
    assert (draft.data["status"], draft.data["text"]) == ("unsupported_language", "")
    assert report.row.grade in {"look", "high"}


def _mu_law_header(size: int) -> bytes:
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 7, 1, 8000, 8000, 1, 8, b"data", size
    )
