"""Where a caller is silent. The threshold is low: a whisper is a voice."""

from __future__ import annotations

from array import array

from rehearsal.calls.wav import RATE

FRAME = RATE // 50
QUIET = 48  # of 32768: about -57 dB, the noise of a quiet line


def voiced(samples: array[int]) -> list[bool]:
    """For each 20 ms, whether anything is louder than a quiet line."""
    frames = range(0, len(samples), FRAME)
    return [max(map(abs, samples[start : start + FRAME])) > QUIET for start in frames]


def cut_at_silence(samples: array[int], seconds: float) -> tuple[array[int], bool]:
    """Return what was recorded before a silence of so many seconds, with that silence; and whether there was one."""
    run = 0
    for place, loud in enumerate(voiced(samples)):
        run = 0 if loud else run + 1
        if run * FRAME >= seconds * RATE:
            return samples[: (place + 1) * FRAME], True
    return samples, False


def trimmed(samples: array[int]) -> array[int]:
    """Without the silence at both ends."""
    loud = [place for place, is_loud in enumerate(voiced(samples)) if is_loud]
    return samples[loud[0] * FRAME : (loud[-1] + 1) * FRAME] if loud else samples[:0]
