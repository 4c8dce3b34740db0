"""A recogniser is chosen by one setting, runs on this machine, and says in words what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.work.speech import sounds, tiny_whisper
from work.speech import recognition
from work.speech.engines import LANGUAGES, Off, choose
from work.speech.host import Host
from work.speech.sphinx import Sphinx
from work.speech.transcriber import EngineUnavailable, Transcriber
from work.speech.transcript import Status
from work.speech.vosk import Vosk
from work.speech.whisper import Whisper

needs_whisper = pytest.mark.skipif(find_spec("faster_whisper") is None, reason="faster-whisper is not installed")
needs_vosk = pytest.mark.skipif(find_spec("vosk") is None, reason="vosk is not installed")


def test_the_setting_names_the_recogniser() -> None:
    assert choose("sphinx") == Sphinx()
    assert choose("whisper:/models/small") == Whisper(Path("/models/small"))
    assert choose("vosk:/models") == Vosk(Path("/models"))
    assert isinstance(choose("off"), Off)


@pytest.mark.threat(17)
def test_no_recogniser_that_sends_a_voice_away_can_be_chosen() -> None:
    offered = vars(recognition.speech_recognition().Recognizer)
    remote = {name.removeprefix("recognize_") for name in offered if name.startswith("recognize_")} - {"sphinx"}
    assert {"google", "openai", "amazon"} <= remote
    for name in remote:
        with pytest.raises(ValueError, match="SOTTO_SPEECH must be"):
            choose(name)
        if name not in {"whisper", "vosk"}:
            with pytest.raises(ValueError, match="SOTTO_SPEECH must be"):
                choose(f"{name}:key")


@pytest.mark.parametrize("setting", ["", "Sphinx", "whisper", "whisper:", "vosk:", "sphinx:/models", "off:now"])
def test_any_other_setting_is_a_fault(setting: str) -> None:
    with pytest.raises(ValueError, match="SOTTO_SPEECH must be sphinx, whisper:FOLDER, vosk:FOLDER or off"):
        choose(setting)


def test_no_language_beyond_ours_is_ever_claimed(tmp_path: Path) -> None:
    (tmp_path / "vosk-model-ru-0.42").mkdir()
    (tmp_path / "vosk-model-small-cn-0.22").mkdir()
    assert Sphinx().languages == {"en"}
    assert Whisper(tmp_path / "small").languages == LANGUAGES
    assert Whisper(tmp_path / "small.en").languages == {"en"}
    assert Vosk(tmp_path).languages == {"zh-CN"}
    assert Vosk(tmp_path / "vosk-model-small-cn-0.22").languages == {"zh-CN"}


def test_the_base_install_has_its_recogniser() -> None:
    assert Sphinx().check() == []


def test_a_broken_speech_recognition_is_noticed_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(import_module("speech_recognition").Recognizer, "recognize_sphinx")
    with pytest.raises(EngineUnavailable, match="recognize_sphinx is missing"):
        Sphinx().load()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("work.speech.transcriber.find_spec", lambda _: None)
    assert Sphinx().check() == [
        "The package speech_recognition is not installed.",
        "The package pocketsphinx is not installed.",
    ]
    assert "The package faster_whisper is not installed." in Whisper(Path("/nowhere")).check()
    assert "The package vosk is not installed." in Vosk(Path("/nowhere")).check()


def test_a_missing_model_is_named_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "config.json").touch()
    folder = Path("/nowhere/at/all")
    for engine in (Whisper(folder), Vosk(folder)):
        assert engine.check()[-1] == f"The speech model folder {folder} does not exist."
    assert Whisper(tmp_path).check()[-2:] == [
        f"The speech model in {tmp_path} lacks model.bin.",
        f"The speech model in {tmp_path} lacks tokenizer.json.",
    ]
    (tmp_path / "vosk-model-small-en-us-0.15").mkdir()
    assert Vosk(tmp_path).check()[-2:] == [
        f"The speech model in {tmp_path / 'vosk-model-small-en-us-0.15'} lacks {name}." for name in ("am", "conf")
    ]


@needs_vosk
def test_a_folder_without_a_model_that_vosk_knows_is_named(tmp_path: Path) -> None:
    assert Vosk(tmp_path).check() == [
        f"No model called as Vosk calls them (vosk-model-small-en-us-0.15) is in {tmp_path}."
    ]


@needs_vosk
def test_the_loading_path_of_vosk_names_a_model_that_is_none(tmp_path: Path) -> None:
    for name in ("am", "conf"):
        (tmp_path / "vosk-model-es-0.42" / name).mkdir(parents=True)
    with pytest.raises(EngineUnavailable, match="does not load"):
        Vosk(tmp_path).load()


def test_a_recogniser_that_cannot_load_leaves_the_sound_to_the_listener(tmp_path: Path) -> None:
    made = Host(f"whisper:{tmp_path}")
    assert f"The speech model in {tmp_path} lacks model.bin." in made.check()[0]
    assert made.examine(sounds.clip("gun")).audio is not None
    assert made.transcribe(sounds.clip("gun"), "es").status is Status.ENGINE_UNAVAILABLE
    made.stop()


@pytest.fixture
def random_model(tmp_path: Path) -> Iterator[Host]:
    """Return a host with a Whisper model that loads, and hears nonsense."""
    made = Host(f"whisper:{tiny_whisper.write(tmp_path / 'tiny')}")
    yield made
    made.stop()


@needs_whisper
def test_the_loading_path_of_whisper_works_within_the_sandbox(random_model: Host) -> None:
    assert random_model.check() == []
    for language in sorted(LANGUAGES):
        transcript = random_model.transcribe(sounds.clip("gun"), language)
        assert (transcript.status, transcript.engine) == (Status.LOW_CONFIDENCE, "whisper")


@needs_whisper
def test_a_whisper_model_for_english_alone_must_say_so(tmp_path: Path) -> None:
    tiny_whisper.write(tmp_path / "tiny", multilingual=False)
    with pytest.raises(EngineUnavailable, match=r"a name that ends in \.en"):
        Whisper(tmp_path / "tiny").load()
    (tmp_path / "tiny").rename(tmp_path / "tiny.en")
    assert callable(Whisper(tmp_path / "tiny.en").load())


@needs_whisper
def test_a_damaged_whisper_model_is_named(tmp_path: Path) -> None:
    tiny_whisper.write(tmp_path)
    (tmp_path / "model.bin").write_bytes(b"")
    with pytest.raises(EngineUnavailable, match="does not load"):
        Whisper(tmp_path).load()


def test_every_engine_promises_the_same() -> None:
    made: list[Transcriber] = [choose("sphinx"), choose("whisper:x"), choose("vosk:x"), choose("off")]
    assert [engine.name for engine in made] == ["sphinx", "whisper", "vosk", "off"]
    assert all(engine.languages <= LANGUAGES and engine.memory >= 512 << 20 for engine in made)
