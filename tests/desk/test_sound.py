"""Recordings made louder: as loud as asked while there is room, never broken, never longer."""

from __future__ import annotations

import struct
import wave
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.sound import GAINS, header, louder, picture, plays

samples = st.lists(st.integers(-32768, 32767), min_size=1, max_size=200)


def made(numbers: list[int]) -> bytes:
    """Return a WAV of ours."""
    return header(2 * len(numbers)) + struct.pack(f"<{len(numbers)}h", *numbers)


def heard(wav: bytes) -> list[int]:
    """Return what a reader of WAV files that is not ours reads."""
    with wave.open(BytesIO(wav)) as opened:
        assert (opened.getnchannels(), opened.getsampwidth(), opened.getframerate()) == (1, 2, 8000)
        data = opened.readframes(opened.getnframes())
    return list(struct.unpack(f"<{len(data) // 2}h", data))


@given(samples)
def test_as_recorded_is_as_recorded(numbers: list[int]) -> None:
    assert heard(louder(made(numbers), 0)) == numbers


@settings(deadline=None)  # the first time makes a table
@given(samples, st.sampled_from(GAINS[1:]))
def test_louder_keeps_length_sign_and_order_and_is_never_quieter_than_it_could_be(
    numbers: list[int], decibel: int
) -> None:
    after = heard(louder(made(numbers), decibel))
    assert len(after) == len(numbers)
    for one, other in zip(numbers, after, strict=True):
        assert one * other >= 0
        assert abs(other) <= 32767
        assert abs(other) >= min(abs(one), 19000)
    ranked = sorted(zip(numbers, after, strict=True))
    assert all(first[1] <= second[1] for first, second in pairwise(ranked))


@pytest.mark.parametrize(("decibel", "factor"), [(12, 3.98), (24, 15.85)])
def test_a_whisper_gets_exactly_as_much_louder_as_it_says(decibel: int, factor: float) -> None:
    whisper = [0, 40, -40, 800, -800]
    assert heard(louder(made(whisper), decibel)) == pytest.approx([one * factor for one in whisper], abs=4)


@pytest.mark.parametrize(
    "wav",
    [
        b"", b"RIFF", header(0), header(4) + b"abc", header(3) + b"abc", header(2) + b"abcd",
        header(4).replace(struct.pack("<I", 8000), struct.pack("<I", 8001)) + b"abcd", b"\xff" * 100,
    ],
)  # fmt: skip
def test_only_our_own_form_of_wav_is_played(wav: bytes) -> None:
    assert not plays(wav)


def test_a_picture_is_one_closed_outline_that_fills_its_height() -> None:
    path = picture([(-2, 1), (-4, 4), (0, 0)])
    assert path.startswith("M0,")
    assert path.endswith("Z")
    heights = [float(point.split(",")[1]) for point in path[1:-1].split(" L")]
    assert (min(heights), max(heights)) == (0, 64)
    assert picture([]) == ""
