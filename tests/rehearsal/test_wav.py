"""Sound: read, written, cut."""

from __future__ import annotations

import struct
import wave
from array import array
from io import BytesIO

import pytest

from rehearsal.calls import silence, wav
from rehearsal.calls.phone import spoken_seconds
from tests.rehearsal.world import tone


def riff(coding: int, channels: int, rate: int, bits: int, body: bytes) -> bytes:
    form = struct.pack("<HHIIHH", coding, channels, rate, 0, 0, bits)
    return b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(body)) + body


def test_what_is_written_is_a_wav_file_to_others() -> None:
    with wave.open(BytesIO(tone(1))) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels(), file.getnframes()) == (8000, 2, 1, 8000)


def test_stereo_is_mixed_and_48_khz_brought_down() -> None:
    frames = array("h", [600, 200] * 48000)
    samples = wav.read(riff(1, 2, 48000, 16, frames.tobytes()))
    assert len(samples) == 8000
    assert set(samples) == {400}


def test_an_odd_rate_is_brought_to_the_phones() -> None:
    samples = wav.read(riff(1, 1, 11025, 16, array("h", range(11025)).tobytes()))
    assert len(samples) == 8000
    assert abs(samples[4000] - 5512) <= 1


@pytest.mark.parametrize(
    ("coding", "byte", "sample"),
    [
        (wav.MULAW, 0xFF, 0),
        (wav.MULAW, 0x00, -32124),
        (wav.MULAW, 0x80, 32124),
        (wav.ALAW, 0xD5, 8),
        (wav.ALAW, 0x2A, -32256),
    ],
)
def test_companded_sound_is_read(coding: int, byte: int, sample: int) -> None:
    assert wav.read(riff(coding, 1, 8000, 8, bytes([byte])))[0] == sample


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"ID3 not a riff",
        riff(2, 1, 8000, 4, b"x"),
        riff(1, 0, 8000, 16, b"x"),
        riff(1, 1, 10, 16, b"xx"),
        b"RIFF\0\0\0\0WAVEdata\2\0\0\0xx",
    ],
)
def test_what_is_no_sound_is_named(data: bytes) -> None:
    with pytest.raises(wav.NotSound):
        wav.read(data)


def test_a_cut_file_is_read_as_far_as_it_goes() -> None:
    assert len(wav.read(tone(1)[:-1001])) == 7499


def test_silence_is_found_at_the_ends_and_between() -> None:
    samples = wav.read(tone(1)) + array("h", bytes(2 * 3 * 8000)) + wav.read(tone(1))
    cut, found = silence.cut_at_silence(samples, 2)
    assert found
    assert 2.9 < len(cut) / wav.RATE < 3.1
    assert silence.cut_at_silence(samples, 4) == (samples, False)
    assert len(silence.trimmed(array("h", bytes(8000)) + wav.read(tone(1)))) == 8000
    assert len(silence.trimmed(array("h", bytes(8000)))) == 0


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("One two three four five six seven eight nine ten", 4.0),
        ("你好世界你好世界", 2.0),
        ("Hi", 0.5),
    ],
)
def test_speech_takes_its_time(words: str, seconds: float) -> None:
    assert spoken_seconds(words) == seconds
