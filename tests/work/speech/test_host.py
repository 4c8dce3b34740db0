"""Whatever becomes of the child, the pipeline gets a status: never an exception, never a wait without end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.work.child.test_child import rogue
from tests.work.speech import sounds
from work.speech import hearing, host
from work.speech.audio import Caps
from work.speech.host import Examined, Host
from work.speech.riff import Fault
from work.speech.transcript import Status, Transcript

GUN = sounds.clip("gun")
ROOT = Path(__file__).parents[3]


@pytest.fixture
def honest() -> Iterator[Host]:
    """Return a host whose child decodes, and recognises nothing."""
    made = Host("off")
    yield made
    made.stop()


@pytest.fixture
def sphinx() -> Iterator[Host]:
    """Return a host with the recogniser of the base install."""
    made = Host()
    yield made
    made.stop()


def child_of(made: Host) -> int:
    """Return the child's process id."""
    child = made._keeper._child
    assert child is not None
    return child._child.pid


def wait_for(made: Host, *, running: bool) -> None:
    """Wait until there is a child, or none."""
    while made.running is not running:
        time.sleep(0.01)


def test_a_recording_is_decoded_and_drawn(honest: Host) -> None:
    examined = honest.examine(sounds.mu_law(sounds.pcm("gun")))
    assert examined.audio is not None
    assert examined.audio[:4] == b"RIFF"
    assert examined.seconds == pytest.approx(3.535)
    assert (examined.quiet, examined.cut) == (False, False)
    assert 700 < len(examined.peaks) <= 800
    assert examined.transcript is None
    assert examined.fault is None


@pytest.mark.parametrize(
    ("raw", "fault"),
    [(b"", Fault.EMPTY), (b"<html>", Fault.NOT_AUDIO), (GUN[:30], Fault.CORRUPT), (bytes(2000), Fault.NOT_AUDIO)],
)
def test_what_is_no_audio_is_named_and_not_tried_again(honest: Host, raw: bytes, fault: Fault) -> None:
    examined = honest.examine(raw)
    assert (examined.audio, examined.fault) == (None, fault)
    assert examined.transcript is not None
    assert examined.transcript.status is Status.BAD_AUDIO
    assert honest.transcribe(raw, "en").status is Status.BAD_AUDIO


def test_what_is_too_large_never_reaches_the_child() -> None:
    small = Host("off", caps=Caps(octets=1000))
    assert small.examine(GUN).fault is Fault.TOO_LARGE
    assert small.transcribe(GUN, "en").status is Status.BAD_AUDIO
    assert not small.running


def test_sound_is_there_without_a_recogniser(honest: Host) -> None:
    assert honest.examine(GUN).audio is not None
    assert honest.transcribe(GUN, "en") == Transcript(Status.ENGINE_UNAVAILABLE, engine="off")
    assert honest.check()[0].startswith("Speech recognition is switched off")


def test_another_language_is_never_heard_as_english(sphinx: Host) -> None:
    for language in ("zh-CN", "es", "../../..", ""):
        assert sphinx.transcribe(GUN, language).status is Status.UNSUPPORTED_LANGUAGE
    assert not sphinx.running


@pytest.mark.parametrize("habit", ["dies", "babbles", "lies", "nests"])
def test_a_child_that_dies_or_talks_nonsense_is_a_failure_that_may_be_tried_again(habit: str) -> None:
    made = Host("off", line=rogue(habit))
    assert made.examine(GUN) == Examined(transcript=Transcript(Status.FAILED))
    assert made.transcribe(GUN, "en").status is Status.FAILED
    made.stop()


def test_a_child_that_talks_nonsense_sees_no_further_recording() -> None:
    made = Host("off", line=rogue("lies"))
    made.examine(GUN)
    wait_for(made, running=False)
    made.stop()


@pytest.mark.parametrize("habit", ["hangs", "spins"])
def test_a_child_that_is_late_is_killed(monkeypatch: pytest.MonkeyPatch, habit: str) -> None:
    monkeypatch.setattr(host, "PATIENCE", 0.5)
    monkeypatch.setattr(hearing, "PATIENCE", 0.5)
    made = Host("off", line=rogue(habit))
    assert made.examine(b"") == Examined(transcript=Transcript(Status.TIMED_OUT))
    assert not made.running
    assert made.transcribe(b"", "en").status is Status.TIMED_OUT
    made.stop()


def test_a_child_killed_in_the_middle_of_decoding_is_replaced(sphinx: Host) -> None:
    with ThreadPoolExecutor() as threads:
        hearing_it = threads.submit(sphinx.transcribe, sounds.playable(sounds.pcm("gun") * 20), "en")
        wait_for(sphinx, running=True)
        while not _is_decoding(sphinx):
            time.sleep(0.01)
        os.kill(child_of(sphinx), signal.SIGKILL)
        assert hearing_it.result().status is Status.FAILED
    assert sphinx.examine(GUN).audio is not None


def _is_decoding(made: Host) -> bool:
    """Say whether the child has spent processor time beyond its start."""
    fields = Path(f"/proc/{child_of(made)}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12]) > 150  # hundredths of a second


def test_a_child_killed_while_it_rests_is_not_noticed(honest: Host) -> None:
    honest.examine(GUN)
    os.kill(child_of(honest), signal.SIGKILL)
    wait_for(honest, running=False)
    assert honest.examine(GUN).audio is not None


def test_a_child_that_cannot_start_is_a_failure_and_a_sentence() -> None:
    made = Host("off", line=("/nowhere/at/all",))
    assert made.examine(GUN) == Examined(transcript=Transcript(Status.FAILED))
    assert made.check()[0] == "The decoder process does not start: no recording can be heard."
    made.stop()


def test_the_child_starts_with_the_first_job_and_ends_when_idle() -> None:
    made = Host("off", idle=0.2)
    assert not made.running
    made.examine(GUN)
    wait_for(made, running=False)
    assert made.examine(GUN).audio is not None
    made.stop()
    assert not made.running


def test_many_threads_share_one_child(honest: Host) -> None:
    with ThreadPoolExecutor(8) as threads:
        children = {child for _, child in threads.map(lambda _: (honest.examine(GUN), child_of(honest)), range(24))}
    assert len(children) == 1


def test_sound_is_decoded_between_two_stretches_of_a_long_transcription(sphinx: Host) -> None:
    long = sounds.playable((sounds.pcm("gun") + sounds.silence(1)) * 4)
    done = []
    with ThreadPoolExecutor() as threads:
        threads.submit(sphinx.transcribe, long, "en").add_done_callback(lambda _: done.append("transcribed"))
        wait_for(sphinx, running=True)
        threads.submit(sphinx.examine, GUN).add_done_callback(lambda _: done.append("examined"))
    assert done == ["examined", "transcribed"]


def test_who_still_waits_when_the_host_stops_is_told() -> None:
    made = Host("off", line=rogue("hangs"), idle=60)
    waiting: list[Examined] = []
    threads = [threading.Thread(target=lambda: waiting.append(made.examine(GUN))) for _ in range(3)]
    for thread in threads:
        thread.start()
    wait_for(made, running=True)
    made.stop()
    for thread in threads:
        thread.join(20)
    assert [examined.transcript for examined in waiting] == [Transcript(Status.FAILED)] * 3
    assert made.examine(GUN).transcript == Transcript(Status.FAILED)


def test_nothing_of_the_recogniser_is_in_the_web_process() -> None:
    line = "import sys, work.speech.host; print({'pocketsphinx', 'speech_recognition'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", line], check=True, capture_output=True, text=True, cwd=ROOT)
    assert told.stdout == "set()\n"
