"""Recordings and attachments as the browser gets them."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass

import pytest

from desk.headers import NO_RIGHTS
from desk.sound import header
from intake.attached import attached
from intake.visit import Upload
from talk.words import phrase
from tests.desk.office import Office, Operator
from tests.work.files import evil
from work.files.why import Why

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


def sent(office: Office, *files: tuple[bytes, str], looked: bool = True) -> str:
    """Return a report with files (bytes, claimed type), looked at or not."""
    report = office.report("With files.", files=tuple(Upload(*file) for file in files))
    if looked:
        office.site.work_off()
    return report


def links(page: str, kind: str) -> list[str]:
    """Return the addresses of one kind that a page leads to."""
    return re.findall(rf'(?:href|src)="(/desk/reports/[0-9a-f]+/{kind}/[0-9a-f]+)"', page)


@pytest.mark.threat(24)
@pytest.mark.parametrize("claimed", ["image/jpeg", "text/html", "image/svg+xml", "application/pdf", ""])
def test_a_file_that_is_kept_is_saved_under_no_type_and_can_do_nothing_in_the_browser(
    ana: Operator, office: Office, claimed: str
) -> None:
    content = b"<script>alert(1)</script>"
    page = ana.get(f"/desk/reports/{sent(office, (content, claimed))}").text
    assert "was not scanned" not in page
    assert "scanned for viruses" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert content.decode() not in page
    [address] = links(page, "attachment")
    answer = ana.get(address)
    assert answer.data == content
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{address[-32:][:8]}.bin"'
    assert answer.headers["Content-Security-Policy"] == NO_RIGHTS
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.threat(22, 24)
def test_a_picture_is_shown_as_we_drew_it_and_saved_under_a_name_that_says_nothing(
    ana: Operator, office: Office
) -> None:
    report = sent(office, (evil.jpeg(), "image/png"))
    page = ana.get(f"/desk/reports/{report}").text
    assert "Sent as image/png, but that is not what it is." in page
    assert "Drawn anew from its pixels" in page
    [picture], [saved] = links(page, "picture"), links(page, "attachment")
    for address in (picture, saved):
        answer = ana.get(address)
        assert answer.data.startswith(b"\xff\xd8\xff")
        assert evil.NEEDLE not in answer.data
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{address[-32:][:8]}.jpg"'
        assert answer.headers["Content-Security-Policy"] == NO_RIGHTS
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.threat(24)
def test_nothing_but_our_own_pictures_is_handed_out_to_be_shown(ana: Operator, office: Office) -> None:
    report = sent(office, (evil.film(), "video/mp4"), (b"words", "image/png"), (evil.jpeg(), "image/jpeg"))
    opened = office.site.reports()[0]
    [picture] = [file for file in attached(opened) if file.found == "image/jpeg"]
    for piece in opened.pieces:
        status = ana.get(f"/desk/reports/{report}/picture/{piece.id.hex()}").status_code
        assert status == (200 if piece.id == picture.clean[0].id else 404)
    other = office.report("Another report.")
    assert ana.get(f"/desk/reports/{other}/picture/{picture.clean[0].id.hex()}").status_code == 404
    assert ana.get(f"/desk/reports/{other}/attachment/{picture.clean[0].id.hex()}").status_code == 404


@pytest.mark.threat(22)
def test_a_file_cannot_be_saved_while_what_hides_in_it_is_still_there(ana: Operator, office: Office) -> None:
    report = sent(office, (evil.jpeg(), "image/jpeg"), looked=False)
    page = ana.get(f"/desk/reports/{report}").text
    assert "still being looked at" in page
    assert links(page, "attachment") == links(page, "picture") == []
    [file] = office.site.reports()[0].of_kind("file")
    address = f"/desk/reports/{report}/attachment/{file.id.hex()}"
    assert ana.get(address).status_code == 404
    office.site.work_off(("clean",))
    assert ana.get(address).status_code == 404
    office.site.work_off()
    assert ana.get(address).status_code == 404


def test_a_document_is_shown_page_by_page_with_its_words(ana: Operator, office: Office) -> None:
    page = ana.get(f"/desk/reports/{sent(office, (evil.pdf(), 'application/pdf'))}").text
    assert len(links(page, "picture")) == len(links(page, "attachment")) == 2
    assert "Page 2 of attachment 1" in page
    assert "Page 2 of the ledger" in page
    page = ana.get(f"/desk/reports/{sent(office, (evil.docx(), 'application/msword'))}").text
    assert "The keys of the depot\nare sold." in page
    assert "may carry hidden data about the reporter" in page


@pytest.mark.parametrize("why", [str(each) for each in Why])
@pytest.mark.parametrize("language", ["en", "zh-CN", "es"])
def test_every_reason_for_a_warning_has_its_words(office: Office, why: str, language: str) -> None:
    for key in (f"desk.file.why.{why}", "desk.file.kept", "desk.file.shown", "desk.file.stripped", "desk.file.none"):
        assert phrase(office.site.intake.words, language, key)


def test_attachments_are_listed_with_type_and_size_and_what_is_wrong(ana: Operator, office: Office) -> None:
    report = sent(office, (bytes(range(256)) * 8, "image/png"), (evil.claiming_png(30_000, 30_000), "image/png"))
    page = ana.get(f"/desk/reports/{report}").text
    assert "2 KB" in page
    assert "It is nothing that we know." in page
    assert "It unpacks to more than we take." in page


def test_listening_alone_does_not_keep_a_session_going(ana: Operator, office: Office, heard: Heard) -> None:
    office.go(minutes=29)
    assert ana.get(heard.address()).status_code == 200
    office.go(minutes=2)
    assert ana.get(heard.address()).status_code == 303
