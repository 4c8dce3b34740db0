"""Recordings and attachments as the browser gets them."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

import pytest

from desk.headers import NO_RIGHTS
from desk.sound import header
from intake.visit import Upload
from tests.desk.office import Office, Operator

SAMPLES = [100, -100, 1000, -1000, 0] * 800
PCM = struct.pack(f"<{len(SAMPLES)}h", *SAMPLES)
WAV = header(len(PCM)) + PCM
PEAKS = [[-8, 8], [-1, 1], [0, 0]]


@dataclass(frozen=True)
class Heard:
    """A report with one recording that was decoded."""

    report: str
    recording: str
    audio: str

    def address(self, item: str = "", query: str = "") -> str:
        """Return where it is played."""
        return f"/desk/reports/{self.report}/sound/{item or self.audio}.wav{query}"


def sound(recording: str, **facts: object) -> bytes:
    """Return what the pipeline knows of a recording's sound."""
    known = {
        "of": recording,
        "seconds": 0.5,
        "level": -50.0,
        "quiet": False,
        "peaks": PEAKS,
        "fault": None,
        "cut": False,
    }
    return json.dumps({**known, **facts}).encode()


def draft(status: str, confidence: float, *segments: tuple[str, float]) -> bytes:
    """Return a draft transcript as the pipeline keeps it."""
    rows = [[at, at + 1, word, prob] for at, (word, prob) in enumerate(segments)]
    text = " ".join(word for word, _ in segments)
    return json.dumps(
        {"version": 1, "status": status, "text": text, "confidence": confidence, "segments": rows}
    ).encode()


@pytest.fixture
def heard(office: Office) -> Heard:
    """Return a call's report: the provider's bytes, and the copy that the decoder made of them."""
    report = office.report("", door="voice", danger="yes")
    recording = office.add(report, "recording", b"the provider's own bytes", "reporter")
    office.add(report, "sound", sound(recording, quiet=True))
    audio = office.add(report, "audio", bytes.fromhex(recording) + WAV)
    return Heard(report, recording, audio)


def test_a_recording_has_a_player_a_picture_and_louder_ones(ana: Operator, heard: Heard) -> None:
    page = ana.get(f"/desk/reports/{heard.report}").text
    assert f'src="{heard.address()}"' in page
    assert '<svg class="wave" viewBox="0 0 2 64"' in page
    assert "Very quiet: perhaps a whisper." in page
    assert "+24 dB" in page
    louder = ana.get(f"/desk/reports/{heard.report}?gain=24").text
    assert f'src="{heard.address(query="?gain=24")}"' in louder


def test_sound_is_played_as_it_is_or_louder(ana: Operator, heard: Heard) -> None:
    plain, loud = ana.get(heard.address()), ana.get(heard.address(query="?gain=12"))
    assert plain.data == WAV
    assert plain.mimetype == "audio/wav"
    assert len(loud.data) == len(WAV)
    assert struct.unpack_from("<h", loud.data, 44)[0] == pytest.approx(398, abs=2)
    for odd in ("", "13", "-12", "1e9", "nan", "x"):
        assert ana.get(heard.address(query=f"?gain={odd}")).data == WAV


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-", 206, slice(0, None)),
        ("bytes=0-43", 206, slice(0, 44)),
        ("bytes=100-199", 206, slice(100, 200)),
        ("bytes=-10", 206, slice(-10, None)),
        ("bytes=8000-99999999", 206, slice(8000, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=5-2", 416, None),
        ("bytes=x-y", 416, None),
        ("lines=1-2", 416, None),
    ],
)
def test_a_browser_may_ask_for_a_part(ana: Operator, heard: Heard, asked: str, status: int, part: slice | None) -> None:
    answer = ana.get(heard.address(), headers={"Range": asked})
    assert answer.status_code == status
    if part is not None:
        assert answer.data == WAV[part]
    if status == 206:
        assert answer.headers["Content-Range"].endswith(f"/{len(WAV)}")


def test_what_is_no_sound_of_ours_is_not_handed_out_as_sound(ana: Operator, office: Office, heard: Heard) -> None:
    story = office.add(heard.report, "story", b"words", "reporter")
    other = office.report("Another report.")
    assert ana.get(heard.address(heard.recording)).status_code == 404
    assert ana.get(heard.address(story)).status_code == 404
    assert ana.get(f"/desk/reports/{other}/sound/{heard.audio}.wav").status_code == 404
    assert ana.get(f"/desk/reports/{other}/attachment/{heard.audio}").status_code == 404


def test_a_recording_that_is_a_wav_of_our_form_already_plays_at_once(ana: Operator, office: Office) -> None:
    report = office.report("", door="voice")
    recording = office.add(report, "recording", WAV, "reporter")
    assert f"/sound/{recording}.wav" in ana.get(f"/desk/reports/{report}").text
    assert ana.get(f"/desk/reports/{report}/sound/{recording}.wav").data == WAV


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("ok", "Draft by machine, 71 % sure"),
        ("low_confidence", "probably wrong (71 % sure)"),
        ("no_speech", "It may be a whisper"),
        ("unsupported_language", "no transcript for this language"),
        ("bad_audio", "cannot be read as sound"),
        ("engine_unavailable", "switched off"),
        ("timed_out", "took too long"),
        ("failed", "No transcript could be made"),
    ],
)
def test_a_draft_says_that_it_is_one_and_how_far_to_trust_it(
    ana: Operator, office: Office, heard: Heard, status: str, words: str
) -> None:
    office.add(heard.report, "transcript", draft(status, 0.71, ("a", 0.9), ("<gun>", 0.5), ("here", 0.1)))
    page = ana.get(f"/desk/reports/{heard.report}").text
    assert words in page
    assert '<span class="unsure">&lt;gun&gt;</span>' in page
    assert '<span class="doubtful">here</span>' in page


def test_each_draft_stands_with_its_own_recording(ana: Operator, office: Office, heard: Heard) -> None:
    office.add(heard.report, "transcript", draft("ok", 0.9, ("first", 0.9)))
    second = office.add(heard.report, "recording", WAV, "reporter")
    office.add(heard.report, "sound", sound(second))
    office.add(heard.report, "transcript", draft("ok", 0.9, ("second", 0.9)))
    page = ana.get(f"/desk/reports/{heard.report}").text
    places = [page.index(words) for words in (heard.audio, ">first", second, ">second")]
    assert places == sorted(places)


def test_a_recording_that_cannot_be_read_says_so(ana: Operator, office: Office) -> None:
    report = office.report("", door="voice")
    recording = office.add(report, "recording", b"\x00" * 100, "reporter")
    assert "The sound is being prepared." in ana.get(f"/desk/reports/{report}").text
    office.add(report, "sound", sound(recording, seconds=0, peaks=[], fault="unsupported"))
    assert "its bytes are no sound" in ana.get(f"/desk/reports/{report}").text


@pytest.mark.parametrize(
    ("claimed", "type_", "ending"),
    [
        ("image/jpeg", "image/jpeg", "jpg"),
        ("application/pdf", "application/pdf", "pdf"),
        ("text/html", "application/octet-stream", "bin"),
        ("image/svg+xml", "application/octet-stream", "bin"),
        ('image/jpeg"; x="\r\nSet-Cookie: a=b', "application/octet-stream", "bin"),
        ("", "application/octet-stream", "bin"),
        ("é" * 500, "application/octet-stream", "bin"),
    ],
)
def test_an_attachment_is_saved_as_it_was_sent_and_can_do_nothing_in_the_browser(
    ana: Operator, office: Office, claimed: str, type_: str, ending: str
) -> None:
    content = b"<script>alert(1)</script>"
    report = office.report("With a file.", door="sms")
    item = office.add(report, "file", claimed.encode() + b"\0" + content, "reporter")
    answer = ana.get(f"/desk/reports/{report}/attachment/{item}")
    assert answer.data == content
    assert answer.mimetype == type_
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{item[:8]}.{ending}"'
    assert answer.headers["Content-Security-Policy"] == NO_RIGHTS
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_attachments_are_listed_with_type_size_and_a_warning(ana: Operator, office: Office) -> None:
    report = office.report("With a file.", files=(Upload(b"x" * 2048, "image/png"), Upload(b"", "text/plain")))
    page = ana.get(f"/desk/reports/{report}").text
    assert "image/png" in page
    assert "2 KB" in page
    assert "nothing was cleaned or checked" in page


def test_listening_alone_does_not_keep_a_session_going(ana: Operator, office: Office, heard: Heard) -> None:
    office.go(minutes=29)
    assert ana.get(heard.address()).status_code == 200
    office.go(minutes=2)
    assert ana.get(heard.address()).status_code == 303
