"""Real voices through the real recogniser, from the bytes of a recording to a draft of its words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work.speech import sounds
from tests.work.speech.sounds import GUN, Form, playable, riff
from work.speech.audio import CAPS, decode, gain
from work.speech.host import Host
from work.speech.transcript import UNRELIABLE, Status, Transcript

VOICE = sounds.pcm("gun")
STORY = "he is wearing a red jacket he has a large black bag under his arm please send the police to the station now"
BOOK = Path("/usr/share/pocketsphinx/test/data/librivox")


@pytest.fixture(scope="module")
def line() -> Iterator[Host]:
    """Return a host with the recogniser of the base install."""
    made = Host()
    assert made.check() == []
    yield made
    made.stop()


def heard(line: Host, raw: bytes) -> Transcript:
    """Return the draft of a recording as the pipeline makes it."""
    examined = line.examine(raw)
    assert examined.audio is not None
    return line.transcribe(examined.audio, "en")


def both_sides(caller: bytes, agent: bytes) -> bytes:
    """Return a recording of a call with each side in a channel of its own."""
    mixed = bytearray(2 * len(caller))
    mixed[0::4], mixed[1::4] = caller[0::2], caller[1::2]
    mixed[2::4], mixed[3::4] = agent[0::2], agent[1::2]
    return riff(bytes(mixed), Form(channels=2))


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(sounds.clip("gun"), id="as a provider records it"),
        pytest.param(sounds.mu_law(VOICE), id="mu-law"),
        pytest.param(both_sides(VOICE, sounds.noise(3.535, 9000)), id="with the other side beside it"),
        pytest.param(riff(sounds.faster(VOICE, 6), Form(rate=48_000)), id="48 kHz"),
        pytest.param(sounds.clip("gun") + b"\0", id="with an odd byte"),
        pytest.param(riff(VOICE, Form(size=0xFFFFFFFF)), id="streamed"),
    ],
)
def test_a_voice_is_heard_word_for_word(line: Host, raw: bytes) -> None:
    transcript = heard(line, raw)
    assert (transcript.text, transcript.status) == (GUN, Status.OK)
    assert (transcript.engine, transcript.model_id) == ("sphinx", "SpeechRecognition en-US")


def test_a_voice_through_a_law_is_heard_but_for_a_word(line: Host) -> None:
    assert missed(GUN, heard(line, sounds.a_law(VOICE)).text) <= 1


def test_words_come_with_their_times_and_doubts(line: Host) -> None:
    transcript = heard(line, playable(sounds.silence(3) + VOICE))
    assert [segment.text for segment in transcript.segments] == GUN.split()
    moments = [moment for segment in transcript.segments for moment in (segment.start, segment.end)]
    assert moments == sorted(moments)
    assert 3 <= moments[0] < moments[-1] < 6.6
    assert all(0 < segment.prob <= 1 for segment in transcript.segments)
    assert transcript.confidence >= UNRELIABLE


def test_a_story_is_heard_but_for_a_word_or_two(line: Host) -> None:
    assert missed(f"{GUN} {STORY}", heard(line, sounds.clip("story")).text) <= 3


def test_a_long_pause_ends_nothing(line: Host) -> None:
    assert heard(line, playable(VOICE + sounds.silence(9) + VOICE)).text == f"{GUN} {GUN}"


def test_a_very_quiet_voice_is_marked_and_still_followed(line: Host) -> None:
    quiet = playable(gain(VOICE, -30))
    assert line.examine(quiet).quiet
    assert missed(GUN, heard(line, quiet).text) <= 2


def test_a_whisper_is_somebody_speaking_and_needs_a_listener(line: Host) -> None:
    assert heard(line, sounds.clip("whisper")).status is Status.LOW_CONFIDENCE


def test_a_voice_in_loud_noise_needs_a_listener(line: Host) -> None:
    noisy = [one + two for one, two in zip(*map(_numbers, (VOICE, sounds.noise(3.535, 1500))), strict=True)]
    assert heard(line, playable(sounds.packed(noisy))).status is Status.LOW_CONFIDENCE


@pytest.mark.parametrize(
    "sound", [sounds.silence(10), sounds.noise(5, 40), sounds.keypad()], ids=["silence", "hiss", "keys"]
)
def test_where_nobody_speaks_the_recogniser_is_not_asked(sound: bytes) -> None:
    deaf = Host("off")  # would say that there is none, if it were asked
    assert deaf.transcribe(playable(sound), "en").status is Status.NO_SPEECH
    deaf.stop()


def test_one_callers_voice_does_not_colour_the_next(line: Host) -> None:
    before = heard(line, sounds.clip("gun"))
    heard(line, sounds.clip("story"))
    assert heard(line, sounds.clip("gun")) == before


@pytest.mark.slow
@pytest.mark.skipif(not BOOK.exists(), reason="no human voices here (apt-get install pocketsphinx-testdata)")
def test_people_who_read_aloud_are_mostly_understood(line: Host) -> None:
    said = dict(_read_aloud())
    errors = sum(missed(text, heard(line, (BOOK / f"{name}.wav").read_bytes()).text) for name, text in said.items())
    assert errors < 0.45 * sum(len(text.split()) for text in said.values())


def _read_aloud() -> Iterator[tuple[str, str]]:
    for row in (BOOK / "transcription").read_text(encoding="utf-8").splitlines():
        text, _, name = row.rpartition("(")
        yield name.rstrip(") "), text.replace("<s>", "").replace("</s>", "").strip().lower()


def missed(said: str, understood: str) -> int:
    """Return how many words are wrong, missing or too many."""
    row = list(range(len(understood.split()) + 1))
    for at, word in enumerate(said.split(), 1):
        before, row = row, [at]
        for place, other in enumerate(understood.split(), 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (word != other)))
    return row[-1]


def _numbers(samples: bytes) -> list[int]:
    return list(memoryview(decode(playable(samples), CAPS).pcm).cast("h"))
