"""Words of the desk become sound on this machine, or nothing: never a file, never an argument."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ivr.spoken import available, speak
from work.speech.audio import CAPS, decode, duration
from work.speech.vad import spans

needs_espeak = pytest.mark.skipif(not available(), reason="espeak-ng is not installed (apt-get install espeak-ng)")


@needs_espeak
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We have read your report. Can you tell us more about the car?", "en"),
        ("我们已经读了您的报告。您能再说说那辆车吗？", "zh-CN"),
        ("Hemos leído su informe. ¿Puede decirnos más sobre el coche?", "es"),
    ],
)
def test_each_language_is_spoken(text: str, language: str) -> None:
    spoken = speak(text, language)
    assert spoken is not None
    pcm = decode(spoken, CAPS).pcm
    assert 2 < duration(pcm) < 9
    assert sum(span.end - span.start for span in spans(pcm)) > 2


@needs_espeak
def test_odd_text_is_spoken_as_text() -> None:
    plain = speak("hello there", "en")
    assert speak("hello\x1b\n\0there", "en") is not None
    assert speak("[[h@l'oU]]", "en") != plain
    assert speak("-v cmn --help", "en") is not None
    assert speak("<speak><break time='60s'/>hi</speak>", "en") is not None


def test_what_cannot_be_spoken_is_left_to_the_provider() -> None:
    assert speak("Bonjour", "fr") is None
    assert speak("x" * 4001, "en") is None


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a program that stands in for espeak-ng."""
    path = tmp_path / "espeak-ng"
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("SOTTO_METRICS_TOKEN", "secret")
    return path


def install(program: Path, script: str) -> None:
    """Write the program."""
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_the_words_are_in_no_argument_and_our_secrets_in_no_environment(program: Path) -> None:
    install(program, f'echo "$@" > {program}.seen; env >> {program}.seen; cat > {program}.words')
    assert speak("the blue door", "en") is None
    seen = Path(f"{program}.seen").read_text(encoding="utf-8")
    assert "door" not in seen
    assert "secret" not in seen
    assert Path(f"{program}.words").read_text(encoding="utf-8") == "the blue door"


@pytest.mark.parametrize("script", ["exit 1", "echo no sound", "cat >/dev/null", "kill -9 $$"])
def test_a_program_that_fails_is_no_voice(program: Path, script: str) -> None:
    install(program, script)
    assert available()
    assert speak("hello", "en") is None


def test_without_the_program_there_is_no_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not available()
    assert speak("hello", "en") is None
