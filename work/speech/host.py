"""Recordings in, sound and draft transcripts out, whatever the bytes do to the child that reads them.

Two steps, because a voice can be listened to before its transcript exists: `examine` decodes, `transcribe` recognises,
stretch by stretch, and lets urgent decoding in between. Neither ever raises for what it was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from work.child.answers import Nonsense, flag, held
from work.child.keeper import Answer, Keeper
from work.child.process import Late, Lost, command
from work.child.sandbox import MEANING
from work.speech import answers, hearing
from work.speech.audio import CAPS, QUIET, SILENT, Caps, duration
from work.speech.engines import choose
from work.speech.hearing import PATIENCE
from work.speech.resample import RATE
from work.speech.riff import Fault, wav
from work.speech.transcript import Status, Transcript


@dataclass(frozen=True, slots=True)
class Examined:
    """A recording, decoded. `audio` is an 8 kHz 16-bit mono WAV, or None; then `transcript` says what happened.

    `level` is in dBFS. `quiet` asks for gain and a close ear. `peaks` draw the sound. `fault` names what is wrong with
    the bytes. `cut` says that the original lasts longer than `audio`, and must not be erased for having been decoded.
    """

    audio: bytes | None = field(default=None, repr=False)
    seconds: float = 0.0
    level: float = SILENT
    quiet: bool = True
    peaks: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    transcript: Transcript | None = None
    fault: Fault | None = None
    cut: bool = False


class Host:
    """The way to the child, for any number of threads. The child starts with the first job and ends when idle."""

    def __init__(
        self, setting: str = "sphinx", *, caps: Caps = CAPS, idle: float = 120.0, line: Sequence[str] | None = None
    ) -> None:
        """Take the recogniser that `setting` names (see `engines.choose`), which raises ValueError if it is none.

        `idle` is the seconds after which a child without work ends; `line` another command line for it.
        """
        self._transcriber = choose(setting)
        self._caps = caps
        self._keeper = Keeper(line or command("work.speech.child", setting), idle)

    @property
    def running(self) -> bool:
        """Whether a child is there now."""
        return self._keeper.running

    def stop(self) -> None:
        """End the child at once and for good; who still waits gets `FAILED`."""
        self._keeper.stop()

    def check(self) -> list[str]:
        """Start the child and return what is wrong with recogniser and protections, a sentence each, for the owner."""
        try:
            told = self._keeper.ask({"job": "hello"}, b"", PATIENCE).message
            protections = held(told)
            return answers.sentences(told) + [
                f"The decoder process should {meaning}, but this system does not let it."
                for name, meaning in MEANING.items()
                if not protections[name]
            ]
        except (Lost, Nonsense):
            return ["The decoder process does not start: no recording can be heard.", *self._transcriber.check()]

    def protections(self) -> dict[str, bool]:
        """Return which protections (see `sandbox.MEANING`) took hold. Raises Lost when no child starts."""
        return held(self._keeper.ask({"job": "hello"}, b"", PATIENCE).message)

    def examine(self, raw: bytes, channel: int = 0) -> Examined:
        """Decode foreign bytes; of a two-sided recording `channel` 0 is the caller. Goes before all transcribing."""
        if len(raw) > self._caps.octets:
            return _unread(Fault.TOO_LARGE.value)
        header = {"job": "examine", "octets": self._caps.octets, "longest": self._caps.seconds, "channel": channel}
        try:
            answer = self._keeper.ask(header, raw, PATIENCE + 3 * duration(raw), urgent=True)
            return self._examined(answer)
        except Late:
            return Examined(transcript=Transcript(Status.TIMED_OUT))
        except Nonsense:
            self._keeper.distrust()
            return _unread("failed")
        except Lost:
            return _unread("failed")

    def _examined(self, answer: Answer) -> Examined:
        if name := answers.fault(answer.message):
            return _unread(name)
        pcm = answers.sound(answer.message, 2 * RATE * self._caps.seconds)
        level = answers.level(answer.message)
        drawn, shortened = answers.peaks(answer.message), flag(answer.message, "cut")
        return Examined(wav(pcm, RATE), duration(pcm), level, level < QUIET, drawn, cut=shortened)

    def transcribe(self, audio: bytes, language: str) -> Transcript:
        """Return a draft of what is said in a WAV, in the `language` the caller chose.

        Takes about the time it lasts, at most three times that and half a minute, not counting the wait for other
        recordings.
        """
        if language not in self._transcriber.languages:
            transcript = Transcript(Status.UNSUPPORTED_LANGUAGE)
        elif len(audio) > self._caps.octets:
            transcript = Transcript(Status.BAD_AUDIO)
        else:
            transcript = hearing.transcribe(self._keeper, audio, language)
        return replace(transcript, engine=self._transcriber.name, model_id=self._transcriber.model_id)


def _unread(name: str) -> Examined:
    if name == "failed":
        return Examined(transcript=Transcript(Status.FAILED))
    return Examined(transcript=Transcript(Status.BAD_AUDIO), fault=Fault(name))
