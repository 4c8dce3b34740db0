"""Foreign bytes become 8 kHz 16-bit mono, or a named fault; never anything else."""

from __future__ import annotations

import contextlib
import io
import struct
import sys
import wave
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.work.speech import sounds
from tests.work.speech.sounds import Form
from work.speech.audio import CAPS, QUIET, SILENT, Audio, Caps, decibels, decode, duration, gain, level, peaks, samples
from work.speech.g711 import A_LAW, MU_LAW
from work.speech.resample import to_telephone
from work.speech.riff import Fault, Unreadable, wav

GUN = sounds.pcm("gun")


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="Python 3.13 has no audioop to compare with")
def test_both_telephone_codecs_give_what_the_standard_library_gave() -> None:
    import audioop  # noqa: PLC0415 - gone in 3.13

    codes = bytes(range(256))
    assert struct.pack("<256h", *MU_LAW) == audioop.ulaw2lin(codes, 2)
    assert struct.pack("<256h", *A_LAW) == audioop.alaw2lin(codes, 2)


@pytest.mark.parametrize(("table", "coding"), [(MU_LAW, 7), (A_LAW, 6)], ids=["mu-law", "A-law"])
def test_a_codecs_codes_come_out_as_its_values(table: tuple[int, ...], coding: int) -> None:
    decoded = decode(sounds.riff(bytes(range(256)), Form(coding=coding, bits=8)), CAPS)
    assert tuple(samples(decoded.pcm)) == table


@pytest.mark.parametrize(
    ("bits", "frames", "expected"),
    [
        pytest.param(8, bytes([0, 128, 255]), [-32768, 0, 32512], id="8 bits count from 0"),
        pytest.param(16, struct.pack("<3h", -32768, 1, 32767), [-32768, 1, 32767], id="16 bits"),
        pytest.param(24, b"\xff\x00\x80" + b"\x00\x01\x00" + b"\xff\xff\x7f", [-32768, 1, 32767], id="24 bits"),
        pytest.param(32, struct.pack("<3i", -(2**31), 1 << 16, 2**31 - 1), [-32768, 1, 32767], id="32 bits"),
        pytest.param(12, struct.pack("<3h", -32768, 16, 32752), [-32768, 16, 32752], id="12 bits in 16"),
    ],
)
def test_samples_of_every_width_keep_their_highest_bits(bits: int, frames: bytes, expected: list[int]) -> None:
    assert list(samples(decode(sounds.riff(frames, Form(bits=bits)), CAPS).pcm)) == expected


@pytest.mark.parametrize("bits", [8, 16, 24, 32])
def test_one_side_of_a_call_is_taken_and_the_other_left_alone(bits: int) -> None:
    width = bits // 8
    left, right = b"\x10" * width, b"\x70" * width
    stereo = sounds.riff((left + right) * 4, Form(channels=2, bits=bits))
    caller, agent = decode(stereo, CAPS), decode(stereo, CAPS, channel=1)
    assert caller == decode(sounds.riff(left * 4, Form(bits=bits)), CAPS)
    assert agent == decode(sounds.riff(right * 4, Form(bits=bits)), CAPS)
    assert decode(stereo, CAPS, channel=5) == agent


def test_one_side_of_a_mu_law_call_is_taken() -> None:
    stereo = sounds.riff(bytes([0, 255] * 4), Form(coding=7, channels=2, bits=8))
    assert list(samples(decode(stereo, CAPS).pcm)) == [MU_LAW[0]] * 4


@pytest.mark.parametrize("rate", [11025, 16000, 22050, 32000, 44100, 48000])
@pytest.mark.parametrize(
    ("hertz", "change"),
    [
        pytest.param(300, (-0.2, 0.2), id="the lowest of speech stays"),
        pytest.param(3200, (-0.2, 0.2), id="the highest of speech stays"),
        pytest.param(4150, (-200, -50), id="just above is gone, not folded back"),
        pytest.param(5400, (-200, -50), id="far above is gone"),
    ],
)
def test_any_rate_comes_down_to_the_telephones(rate: int, hertz: int, change: tuple[float, float]) -> None:
    before = samples(sounds.tone((hertz,), 0.5, rate=rate))
    after = to_telephone(before, rate)
    assert len(after) == pytest.approx(4000, abs=1)
    assert change[0] <= decibels(after[400:-400]) - decibels(before) <= change[1]


def test_the_telephones_own_rate_is_not_touched() -> None:
    assert decode(sounds.clip("gun"), CAPS) == Audio(GUN, cut=False)


@pytest.mark.parametrize("size", [0, 1, 0x7FFFFFFF, 0xFFFFFFFF])
def test_how_long_it_lasts_is_counted_and_not_believed(size: int) -> None:
    decoded = decode(sounds.riff(GUN, Form(size=size)), CAPS) if size != 1 else decode(sounds.riff(GUN), CAPS)
    assert duration(decoded.pcm) == pytest.approx(3.535)


def test_a_file_cut_at_an_odd_byte_gives_what_is_left() -> None:
    cut = sounds.clip("gun")[:10_001]
    assert decode(cut, CAPS).pcm == GUN[: (10_001 - 44) // 2 * 2]


def test_chunks_that_are_not_sound_are_passed_over() -> None:
    plain = sounds.riff(GUN)
    note = struct.pack("<4sI", b"LIST", 5) + b"INFO!\0"
    noted = plain[:12] + note + plain[12:] + note
    assert decode(noted, CAPS).pcm == GUN


def test_the_extensible_form_tells_its_coding_further_on() -> None:
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 8000, 16000, 2, 16, 22, 16, 4) + struct.pack("<H14x", 1)
    body = b"WAVE" + struct.pack("<4sI", b"fmt ", len(form)) + form + struct.pack("<4sI", b"data", len(GUN)) + GUN
    assert decode(struct.pack("<4sI", b"RIFF", len(body)) + body, CAPS).pcm == GUN


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        pytest.param(b"", Fault.EMPTY, id="no bytes"),
        pytest.param(sounds.riff(b""), Fault.EMPTY, id="a header alone"),
        pytest.param(sounds.riff(b"\0"), Fault.EMPTY, id="half a sample"),
        pytest.param(b"RIFF\x24\0\0\0WAVE", Fault.CORRUPT, id="a cut header"),
        pytest.param(sounds.riff(GUN)[:30], Fault.CORRUPT, id="a cut format"),
        pytest.param(sounds.noise(1, 20_000), Fault.NOT_AUDIO, id="random bytes"),
        pytest.param(b"<!doctype html><title>404</title>", Fault.NOT_AUDIO, id="a web page"),
        pytest.param(b"ID3\4" + bytes(2000), Fault.NOT_AUDIO, id="mp3"),
        pytest.param(b"OggS" + bytes(2000), Fault.NOT_AUDIO, id="ogg"),
        pytest.param(sounds.riff(GUN, Form(rate=0)), Fault.CORRUPT, id="no rate"),
        pytest.param(sounds.riff(GUN, Form(channels=0)), Fault.CORRUPT, id="no channel"),
        pytest.param(sounds.riff(GUN, Form(channels=9)), Fault.CORRUPT, id="nine channels"),
        pytest.param(sounds.riff(GUN, Form(bits=0)), Fault.CORRUPT, id="no bits"),
        pytest.param(sounds.riff(GUN, Form(bits=40)), Fault.UNSUPPORTED, id="40 bits"),
        pytest.param(sounds.riff(GUN, Form(coding=3, bits=32)), Fault.UNSUPPORTED, id="floating point"),
        pytest.param(sounds.riff(GUN, Form(coding=7)), Fault.UNSUPPORTED, id="mu-law of 16 bits"),
        pytest.param(sounds.riff(GUN, Form(rate=4000)), Fault.UNSUPPORTED, id="slower than a telephone"),
        pytest.param(sounds.riff(GUN, Form(rate=96000)), Fault.UNSUPPORTED, id="faster than a studio"),
        pytest.param(bytes(CAPS.octets + 1), Fault.TOO_LARGE, id="too large"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(raw: bytes, fault: Fault) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(raw, CAPS)
    assert refused.value.fault is fault


@settings(deadline=None)
@given(st.binary(max_size=120), st.integers(0, 255), st.integers(0, 60))
def test_no_bytes_raise_anything_unnamed(tail: bytes, byte: int, place: int) -> None:
    raw = bytearray(sounds.riff(GUN[:200]) + tail)
    raw[place] = byte
    with contextlib.suppress(Unreadable):
        assert len(decode(bytes(raw), Caps(octets=1000, seconds=1)).pcm) <= 16_000


def test_an_hour_is_cut_and_says_so() -> None:
    hour = sounds.riff(b"\x55" * (3600 * 8000), Form(coding=6, bits=8))
    decoded = decode(hour, CAPS)
    assert (duration(decoded.pcm), decoded.cut) == (CAPS.seconds, True)
    assert not decode(sounds.clip("gun"), CAPS).cut


def test_the_level_is_that_of_the_words_and_not_of_the_pauses() -> None:
    assert level(GUN + sounds.silence(20)) == pytest.approx(level(GUN), abs=1)
    assert level(gain(GUN, -30)) == pytest.approx(level(GUN) - 30, abs=0.5)
    assert level(gain(GUN, -30)) < QUIET < level(GUN)
    assert level(b"") == level(sounds.silence(1)) == SILENT
    assert level(sounds.packed([32767, -32767] * 800)) == pytest.approx(0, abs=0.01)


def test_gain_flattens_what_does_not_fit() -> None:
    assert list(samples(gain(sounds.packed([100, -100, 30_000, -30_000]), 20))) == [1000, -1000, 32767, -32768]


def test_the_picture_shows_the_lowest_and_highest_of_each_moment() -> None:
    drawn = peaks(sounds.packed([0, 25_600, -12_800, 0]), count=2)
    assert drawn == ((0, 100), (-50, 0))
    assert len(peaks(GUN)) <= 800
    assert len(peaks(sounds.packed([1, 2, 3]))) == 3
    assert peaks(b"") == ()


def test_what_is_written_is_a_wav_that_others_read() -> None:
    with wave.open(io.BytesIO(wav(GUN, 8000))) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, 8000)
        assert read.readframes(read.getnframes()) == GUN


def test_numbers_are_little_endian_whatever_the_machine() -> None:
    assert samples(b"\x01\x02\xff\xff\x00") == array("h", [0x0201, -1])
