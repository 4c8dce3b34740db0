"""Where somebody speaks: the stretches that are worth a recogniser's time, each at most 20 seconds.

A recogniser that is given silence, tones or noise invents words, and invented words accuse. So three tests stand before
it: the voice-activity detector that comes with PocketSphinx, a steadiness test (speech rises and falls, hiss and hum do
not) and a tone test (keypad and ringing tones are sine waves, which a few samples foretell; no voice is so regular).
Each test lets doubtful sound pass: a whisper that is not tried is worse than a bad draft that says it is one.
"""

from __future__ import annotations

from itertools import pairwise

import pocketsphinx

from work.speech.audio import QUIET, Span, decibels, gain, level, samples
from work.speech.resample import RATE
from work.speech.tones import is_tone

LONGEST = 20.0
"""The longest stretch, in seconds."""

FLOOR = -85.0
"""Below this level, in dBFS, a recording holds nothing but the last bit's noise."""

_FRAME = 0.03  # s, one of the three lengths the detector takes
_FRAME_BYTES = round(_FRAME * RATE) * 2
_GAP = 17  # frames; a pause shorter than half a second does not end a stretch
_EDGE = 7  # frames kept before and after, where quiet first and last sounds are
_HELD = 4  # frames that make a tone; single ones are found in clear vowels
_LINGER = 7  # frames for which the detector goes on after a sound has ended
_SHORTEST = 4  # frames that must be speech
_STEADY = 5.0  # dB between the quiet and the loud frames; speech has 20 and more, in strong noise 8
_USUAL = -30.0  # dBFS that quiet recordings are brought to
_MOST_GAIN = 40.0  # dB


def louder(pcm: bytes) -> bytes:
    """Bring a very quiet recording to a usual level, which detector and recogniser are made for."""
    loudness = level(pcm)
    return gain(pcm, min(_MOST_GAIN, _USUAL - loudness)) if FLOOR < loudness < QUIET + 10 else pcm


def spans(pcm: bytes) -> tuple[Span, ...]:
    """Return the stretches of 8 kHz `pcm` in which somebody may be speaking."""
    if level(pcm) < FLOOR:
        return ()
    frames = [pcm[at : at + _FRAME_BYTES] for at in range(0, len(pcm) - _FRAME_BYTES + 1, _FRAME_BYTES)]
    detector = pocketsphinx.Vad(pocketsphinx.Vad.LOOSE, RATE, _FRAME)
    voiced = _without_tones([detector.is_speech(frame) for frame in frames], frames)
    levels = [decibels(samples(frame)) for frame in frames]
    return tuple(
        Span(round(first * _FRAME, 2), round(last * _FRAME, 2))
        for start, end in _stretches(voiced)
        if _alive(levels[start:end])
        for first, last in _pieces(start, end, levels)
    )


def _without_tones(voiced: list[bool], frames: list[bytes]) -> list[bool]:
    """Take out the frames of each tone, the one before it, and those after, in which the detector still hears it."""
    tonal = [voice and is_tone(samples(frame)) for voice, frame in zip(voiced, frames, strict=True)]
    begins = [sum(tonal[at : at + _HELD]) == _HELD for at in range(len(tonal))]
    near = [any(begins[max(0, at + 1 - _HELD - _LINGER) : at + 2]) for at in range(len(begins))]
    return [voice and not tone for voice, tone in zip(voiced, near, strict=True)]


def _stretches(voiced: list[bool]) -> list[tuple[int, int]]:
    """Join speaking frames over short gaps, and widen what is long enough."""
    speaking = [number for number, voice in enumerate(voiced) if voice]
    breaks = [0, *(at for at, (one, two) in enumerate(pairwise(speaking), 1) if two - one > _GAP), len(speaking)]
    runs = [speaking[start:end] for start, end in pairwise(breaks)]
    return [(max(0, run[0] - _EDGE), min(len(voiced), run[-1] + 1 + _EDGE)) for run in runs if len(run) >= _SHORTEST]


def _alive(levels: list[float]) -> bool:
    """Say whether the level moves as speech does."""
    inner = sorted(levels)
    return inner[len(inner) * 9 // 10] - inner[len(inner) // 10] > _STEADY


def _pieces(start: int, end: int, levels: list[float]) -> list[tuple[int, int]]:
    """Split a long stretch at its quietest frames."""
    most = int(LONGEST / _FRAME)
    pieces = []
    while end - start > most:
        half = start + most // 2
        middle = min(range(half, start + most), key=levels.__getitem__)
        pieces.append((start, middle))
        start = middle
    return [*pieces, (start, end)]
