"""A code is read out in recorded digits: each one heard, in order, slowly, in groups of four."""

from __future__ import annotations

import io
import shutil
import wave
from itertools import pairwise
from pathlib import Path

import pocketsphinx
import pytest

from ivr.code_audio import DIGITS, code_wav, missing
from work.speech.audio import CAPS, decibels, decode, samples
from work.speech.recognition import widened
from work.speech.vad import spans

CODE = "4539148803436467"
LANGUAGES = ["en", "es", "zh-CN"]
MODEL = Path(pocketsphinx.get_model_path()) / "en-us"
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
GRAMMAR = f"#JSGF V1.0; grammar digits; public <code> = ({' | '.join(WORDS)})+;"


@pytest.mark.parametrize("code", [CODE, "0123456789012345"])
def test_a_listener_hears_the_digits_of_the_code(code: str) -> None:
    listener = pocketsphinx.Decoder(
        hmm=str(MODEL / "en-us"), dict=str(MODEL / "cmudict-en-us.dict"), lm=None, loglevel="FATAL"
    )
    listener.add_jsgf_string("digits", GRAMMAR)
    listener.activate_search("digits")
    listener.start_utt()
    listener.process_raw(widened(decode(code_wav(code, "en"), CAPS).pcm), no_search=False, full_utt=True)
    listener.end_utt()
    assert listener.hyp().hypstr.split() == [WORDS[int(digit)] for digit in code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_telephones_wav_slow_enough_to_write_down(language: str) -> None:
    with wave.open(io.BytesIO(code_wav(CODE, language))) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, 8000)
        assert 16 < read.getnframes() / 8000 < 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_digit_is_shipped_and_none_is_louder_than_another(language: str) -> None:
    assert missing(language) == []
    recorded = [decode((DIGITS / language / f"{digit}.wav").read_bytes(), CAPS).pcm for digit in range(10)]
    assert all(decibels(samples(pcm)) == pytest.approx(-18.4, abs=0.1) for pcm in recorded)


def test_there_is_time_to_read_back_after_each_group() -> None:
    found = spans(decode(code_wav("1111222233334444", "es"), CAPS).pcm)
    pauses = [two.start - one.end for one, two in pairwise(found)]
    assert sum(pause > 0.7 for pause in pauses) == 3


@pytest.mark.parametrize("code", ["", "12 34", "12x4", "１２３４", "../1"])
def test_only_digits_are_read_and_a_refusal_shows_none(code: str) -> None:
    with pytest.raises(ValueError, match=r"^a code is made of digits$"):
        code_wav(code, "en")


def test_an_owners_own_recordings_take_their_place(tmp_path: Path) -> None:
    shutil.copytree(DIGITS / "es", tmp_path / "fr")
    assert missing("fr", tmp_path) == []
    assert code_wav(CODE, "fr", tmp_path) == code_wav(CODE, "es")


def test_what_an_owners_recordings_lack_is_named(tmp_path: Path) -> None:
    shutil.copytree(DIGITS / "en", tmp_path / "fr")
    (tmp_path / "fr" / "3.wav").unlink()
    (tmp_path / "fr" / "5.wav").write_bytes(b"RIFF no sound at all")
    assert missing("fr", tmp_path) == ["3.wav", "5.wav"]
    assert missing("de", tmp_path) == [f"{digit}.wav" for digit in range(10)]
    with pytest.raises(FileNotFoundError):
        code_wav("3", "fr", tmp_path)
    with pytest.raises(ValueError, match="is no WAV of 8 kHz"):
        code_wav("5", "fr", tmp_path)
