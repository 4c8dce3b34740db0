"""The caller's end of a call, as the provider feels it: what is heard, pressed, spoken, and when it hangs up."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Protocol

WORDS_A_SECOND = 2.5  # 150 words a minute
HAN_A_SECOND = 4.0


class HungUp(Exception):
    """The caller has left."""


class Moved(Exception):
    """The account ended the call (no URL), or sent it to another document, by REST while it ran."""

    def __init__(self, url: str = "") -> None:
        super().__init__("moved")
        self.url = url


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something for the caller's ear. `seconds`: how long it is thought to last; `place`: its event, 0 for a pause."""

    seconds: float
    place: int = 0


@dataclass(frozen=True, slots=True)
class Tone:
    """A recording begins: longest length, the silence that ends it (0: none), and the keys that end it."""

    longest: float
    silence: float
    keys: str


@dataclass(frozen=True, slots=True)
class Take:
    """What was said after a tone. `ended`: a key, `hangup`, or empty. `raw`: bytes to be kept as they are."""

    samples: array[int]
    ended: str
    raw: bytes | None = None


class Phone(Protocol):
    """A phone. All but `elapsed` and `interrupt` raise HungUp or Moved."""

    def elapsed(self) -> float:
        """Seconds since the call was answered, on this phone's own clock."""

    def hear(self, prompt: Prompt, *, listening: bool) -> str | None:
        """Sound a prompt to its end; when listening, to the first key, which it returns."""

    def question(self) -> None:
        """Begin a question: what was pressed before does not count."""

    def key(self, seconds: float) -> str | None:
        """Return the next key, or None after so many seconds."""

    def speak(self, tone: Tone) -> Take:
        """Record."""

    def wait(self, seconds: float) -> None:
        """Let time pass."""

    def interrupt(self, event: Exception) -> None:
        """Raise this in whatever the phone is doing, or does next."""


def spoken_seconds(words: str) -> float:
    """How long it takes to say this at 150 words a minute, or four Han characters a second."""
    han = sum("\u3400" <= letter <= "\u9fff" for letter in words)
    return max(0.5, han / HAN_A_SECOND + (len(words.split()) - (1 if han else 0)) / WORDS_A_SECOND)
