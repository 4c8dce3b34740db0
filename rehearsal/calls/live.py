"""A phone that a person holds: keys and speech come from the page, and prompts last as long as it speaks them."""

from __future__ import annotations

import threading
import time
from array import array
from collections import deque
from collections.abc import Callable

from rehearsal.calls import silence, wav
from rehearsal.calls.phone import HungUp, Prompt, Take, Tone
from rehearsal.calls.scripted import HANG_UP, LONGEST_CALL, Speech

PATIENCE = 5.0  # a page that fell asleep must not hold a prompt for ever: seconds beyond twice its length


class LivePhone:
    """A phone on a page. What the page does may come from any thread."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._news = threading.Condition()
        self._pressed: deque[str] = deque()
        self._speech: deque[Speech] = deque()
        self._heard = 0
        self._talking = False
        self._interrupt: Exception | None = None

    def press(self, keys: str) -> None:
        """Press keys, one after the other."""
        with self._news:
            self._pressed.extend(keys)
            self._news.notify_all()

    def heard(self, place: int) -> None:
        """Note that the prompt with this place has been sounded to its end."""
        with self._news:
            self._heard = max(self._heard, place)
            self._news.notify_all()

    def talk(self) -> None:
        """Note that the person has begun to speak; what was said comes with `say`."""
        with self._news:
            self._talking = True
            self._news.notify_all()

    def say(self, speech: Speech) -> None:
        """Hand over what was said after the tone."""
        with self._news:
            self._speech.append(speech)
            self._news.notify_all()

    def interrupt(self, event: Exception) -> None:
        """Raise this in whatever the phone is doing."""
        with self._news:
            self._interrupt = event
            self._news.notify_all()

    def hang_up(self) -> None:
        """Leave the call."""
        self.interrupt(HungUp())

    def elapsed(self) -> float:
        """Seconds since the call was answered."""
        return time.monotonic() - self._began

    def wait(self, seconds: float) -> None:
        """Let real time pass."""
        self._until(lambda: False, seconds)

    def hear(self, prompt: Prompt, *, listening: bool) -> str | None:
        """Wait until the page has sounded the prompt."""
        patience = prompt.seconds * 2 + PATIENCE if prompt.place else prompt.seconds
        self._until(lambda: 0 < prompt.place <= self._heard or (listening and bool(self._pressed)), patience)
        return self._pop() if listening else None

    def question(self) -> None:
        """Forget what was pressed before."""
        with self._news:
            self._pressed.clear()

    def key(self, seconds: float) -> str | None:
        """Return the next key, in real time."""
        self._until(lambda: bool(self._pressed), seconds)
        return self._pop()

    def speak(self, tone: Tone) -> Take:
        """Wait for what the person says; nobody speaking for as long as the tone allows is silence."""
        with self._news:
            self._pressed.clear()
            self._talking = False
        try:
            patience = tone.silence or tone.longest
            self._until(lambda: bool(self._speech) or self._talking or bool(self._pressed), patience)
            if self._talking:
                self._until(lambda: bool(self._speech), tone.longest + PATIENCE)
        except HungUp:
            return self._last_words(tone)
        if not self._speech:
            return Take(array("h"), self._pop() or "")
        return self._take(self._speech.popleft(), tone)

    def _take(self, speech: Speech, tone: Tone) -> Take:
        if speech.raw:
            return Take(array("h", [1000] * wav.RATE), speech.then, speech.audio)
        said = wav.read(speech.audio)[: int(tone.longest * wav.RATE)]
        silent = False
        if tone.silence:
            said, silent = silence.cut_at_silence(said, tone.silence)
        return Take(said, "" if silent else speech.then)

    def _last_words(self, tone: Tone) -> Take:
        """Return what was said until the page hung up, if it handed that over."""
        if not self._speech:
            return Take(array("h"), HANG_UP)
        return Take(self._take(self._speech.popleft(), tone).samples, HANG_UP)

    def _pop(self) -> str | None:
        with self._news:
            return self._pressed.popleft() if self._pressed else None

    def _until(self, ready: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        with self._news:
            while not ready():
                if self._interrupt is not None:
                    event, self._interrupt = self._interrupt, None
                    raise event
                left = min(end, self._began + LONGEST_CALL) - time.monotonic()
                if left <= 0:
                    break
                self._news.wait(left)
        if self.elapsed() >= LONGEST_CALL:
            raise HungUp
