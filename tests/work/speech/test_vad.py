"""Voices are found and cut into stretches; silence, noise and tones are left out."""

from __future__ import annotations

import pytest

from tests.work.speech import sounds
from work.speech.audio import CAPS, Span, cut, decode, duration, gain
from work.speech.vad import LONGEST, louder, spans

GUN = sounds.pcm("gun")


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(sounds.silence(10), id="silence"),
        pytest.param(sounds.noise(5, 40), id="a quiet line's hiss"),
        pytest.param(sounds.noise(5, 6000), id="loud noise"),
        pytest.param(sounds.keypad(), id="keys"),
        pytest.param(decode(sounds.mu_law(sounds.keypad()), CAPS).pcm, id="keys through mu-law"),
        pytest.param(sounds.tone((440, 480), 2) + sounds.silence(4) + sounds.tone((440, 480), 2), id="ringing"),
        pytest.param(GUN[:400], id="a click's length of voice"),
    ],
)
def test_nobody_speaks(sound: bytes) -> None:
    assert spans(louder(sound)) == ()


def test_music_on_hold_is_mostly_left_out() -> None:
    music = sounds.music()
    assert sum(span.end - span.start for span in spans(louder(music))) < 0.3 * duration(music)


@pytest.mark.parametrize(
    "voice",
    [
        pytest.param(GUN, id="a clear voice"),
        pytest.param(sounds.pcm("whisper"), id="a whisper"),
        pytest.param(gain(GUN, -40), id="a voice from the next room"),
        pytest.param(decode(sounds.mu_law(GUN), CAPS).pcm, id="a voice through mu-law"),
        pytest.param(GUN[8000:14000], id="a few words"),
    ],
)
def test_somebody_speaks(voice: bytes) -> None:
    found = spans(louder(voice))
    assert sum(span.end - span.start for span in found) > 0.8 * duration(voice)


def test_keys_before_a_voice_do_not_drown_it() -> None:
    keys = sounds.keypad()
    found = spans(louder(keys + gain(GUN, -12)))
    assert found
    assert found[0].start == pytest.approx(duration(keys), abs=0.3)


def test_a_long_pause_parts_two_stretches_and_is_in_neither() -> None:
    found = spans(GUN + sounds.silence(8) + GUN)
    assert len(found) == 2
    assert found[0].end < 4.5
    assert found[1].start > 11


def test_no_stretch_is_longer_than_the_recogniser_likes_and_nothing_is_lost_between() -> None:
    found = spans(GUN * 15)
    assert all(span.end - span.start <= LONGEST for span in found)
    assert sum(span.end - span.start for span in found) == pytest.approx(15 * duration(GUN), rel=0.05)


def test_a_stretch_is_cut_out_to_the_sample() -> None:
    sound = bytes(range(256)) * 1000
    assert cut(sound, Span(0.5, 1.25)) == sound[8000:20000]


def test_only_quiet_recordings_are_made_louder() -> None:
    assert louder(GUN) is GUN
    assert louder(gain(GUN, -30)) != gain(GUN, -30)
