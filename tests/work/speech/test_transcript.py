"""A transcript is a draft that says how much it is worth, and survives being put away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from work.speech.transcript import Segment, Status, Transcript, assemble

times = st.floats(0, 10_000, allow_nan=False)
segments = st.builds(Segment, times, times, st.text(max_size=20), st.floats(0, 1))
transcripts = st.builds(
    Transcript,
    st.sampled_from(Status),
    st.text(),
    st.floats(0, 1),
    st.text(max_size=9),
    st.text(max_size=9),
    st.lists(segments, max_size=5).map(tuple),
)


@given(transcripts)
def test_what_is_put_away_comes_back_the_same(transcript: Transcript) -> None:
    assert Transcript.from_bytes(transcript.to_bytes()) == transcript


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"version":2,"status":"ok"}',
        Transcript(Status.OK).to_bytes().replace(b"ok", b"fine"),
    ],
)
def test_anything_else_is_refused_without_showing_it(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not a transcript of this version$") as refused:
        Transcript.from_bytes(data)
    assert refused.value.__context__ is None


def test_the_words_are_not_in_what_is_logged() -> None:
    transcript = assemble([Segment(0, 1, "gun", 0.9)], "en", 1)
    assert transcript.text == "gun"
    assert "gun" not in repr(transcript)


def test_words_are_put_together_as_their_language_writes_them() -> None:
    words = [Segment(0, 1, "枪", 0.9), Segment(1, 2, "在", 0.8)]
    assert assemble(words, "zh-CN", 1).text == "枪在"
    assert assemble(words, "es", 1).text == "枪 在"


@pytest.mark.parametrize(
    ("probabilities", "status", "confidence"),
    [
        pytest.param([0.9, 0.7], Status.OK, 0.8, id="sure"),
        pytest.param([0.4], Status.OK, 0.4, id="just sure enough"),
        pytest.param([0.9, 0.1, 0.1], Status.LOW_CONFIDENCE, 0.367, id="unsure"),
        pytest.param([], Status.LOW_CONFIDENCE, 0, id="a voice without a word"),
    ],
)
def test_its_worth_is_the_mean_of_its_words(probabilities: list[float], status: Status, confidence: float) -> None:
    transcript = assemble([Segment(0, 1, "x", probability) for probability in probabilities], "en", 1)
    assert (transcript.status, transcript.confidence) == (status, confidence)


@pytest.mark.parametrize(("spoken", "status"), [(2, Status.OK), (10, Status.LOW_CONFIDENCE)])
def test_one_word_of_many_is_not_what_was_said(spoken: float, status: Status) -> None:
    assert assemble([Segment(0, 1, "gun", 0.9)], "en", spoken).status is status
