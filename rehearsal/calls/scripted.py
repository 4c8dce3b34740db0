"""A phone that follows a plan: keys for each question, a voice for each tone. Its clock takes no real time."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from rehearsal.calls import silence, wav
from rehearsal.calls.phone import HungUp, Prompt, Take, Tone

HANG_UP = "hangup"
LONGEST_CALL = 4 * 3600.0
LOUD = 1000  # stands for bytes that are kept unread: they are not silence


@dataclass(frozen=True, slots=True)
class Speech:
    """What to say at a tone. `then`: the key pressed after it, `hangup`, or empty. `raw`: keep the bytes."""

    audio: bytes
    then: str = "#"
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a caller does. `keys`: one entry a question, empty for silence, `hangup` to leave there.

    `hang_up_after`: seconds of the call's own clock.
    """

    keys: Sequence[str] = ()
    speech: Sequence[Speech] = ()
    hang_up_after: float = LONGEST_CALL


class ScriptedPhone:
    """A phone without a person."""

    def __init__(self, plan: Plan) -> None:
        self._keys = deque(plan.keys)
        self._speech = deque(plan.speech)
        self._leaves = plan.hang_up_after
        self._clock = 0.0
        self._pressed: deque[str] = deque()
        self._unsaid: tuple[array[int], str] | None = None
        self._interrupt: Exception | None = None

    def elapsed(self) -> float:
        """Seconds since the call was answered."""
        return self._clock

    def interrupt(self, event: Exception) -> None:
        """Raise this at the next thing the phone does."""
        self._interrupt = event

    def wait(self, seconds: float) -> None:
        """Let time pass, up to the moment this caller leaves."""
        if self._interrupt:
            event, self._interrupt = self._interrupt, None
            raise event
        if self._clock + seconds >= self._leaves:
            self._clock = max(self._clock, self._leaves)
            raise HungUp
        self._clock += seconds

    def hear(self, prompt: Prompt, *, listening: bool) -> str | None:
        """Hear everything to its end: this caller presses no key before the question has been put."""
        del listening
        self.wait(prompt.seconds)
        return None

    def question(self) -> None:
        """Take the next answer."""
        entry = self._keys.popleft() if self._keys else ""
        self._pressed = deque([entry] if entry == HANG_UP else entry)

    def key(self, seconds: float) -> str | None:
        """Return the next key of the answer, one second after the last; silence when there is none."""
        if not self._pressed:
            self.wait(seconds)
            return None
        self.wait(min(1.0, seconds))
        key = self._pressed.popleft()
        if key == HANG_UP:
            raise HungUp
        return key

    def speak(self, tone: Tone) -> Take:
        """Say the next thing; what the tone is too short for is said after the next tone."""
        raw = self._raw_speech()
        if raw is not None:
            return raw
        samples, then = self._next_speech()
        ends = then == HANG_UP or (bool(then) and then in tone.keys)
        if not ends:
            samples = samples + array("h", bytes(2 * int((tone.silence or tone.longest) * wav.RATE)))
        said, silent = samples[: int(tone.longest * wav.RATE)], False
        if tone.silence:
            said, silent = silence.cut_at_silence(said, tone.silence)
        if silent or len(said) == len(samples):
            return self._spoken(said, then if ends and not silent else "")
        self._unsaid = (samples[len(said) :], then)
        return self._spoken(said, "")

    def _spoken(self, said: array[int], ended: str) -> Take:
        left = self._leaves - self._clock
        if len(said) / wav.RATE >= left:
            self._clock = self._leaves
            return Take(said[: int(left * wav.RATE)], HANG_UP)
        self._clock += len(said) / wav.RATE
        return Take(said, ended)

    def _next_speech(self) -> tuple[array[int], str]:
        if self._unsaid:
            unsaid, self._unsaid = self._unsaid, None
            return unsaid
        if not self._speech:
            return array("h"), ""
        speech = self._speech.popleft()
        return wav.read(speech.audio), speech.then

    def _raw_speech(self) -> Take | None:
        if self._unsaid or not self._speech or not self._speech[0].raw:
            return None
        speech = self._speech.popleft()
        return Take(array("h", [LOUD] * wav.RATE), speech.then, speech.audio)
