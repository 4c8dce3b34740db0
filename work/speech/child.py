"""The process that touches recordings: `python -m work.speech.child SETTING`.

The host takes nothing from it on trust (see `host` and `answers`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial

from work.child.serving import Job, serve
from work.child.wire import Message, Unfit
from work.speech.audio import CAPS, Caps, decode, level, peaks
from work.speech.engines import choose
from work.speech.transcriber import Ear, EngineUnavailable
from work.speech.transcript import Segment
from work.speech.vad import louder, spans

_UNAVAILABLE = "engine_unavailable"


def main(setting: str) -> None:
    """Load the recogniser, give everything else away, and do jobs until the host hangs up."""
    transcriber = choose(setting)
    serve(transcriber.memory, partial(_jobs, transcriber.load))


def _jobs(load: Callable[[], Ear]) -> Mapping[str, Job]:
    """Load the recogniser. Without one, sound is still decoded and drawn."""
    faults: list[str] = []
    try:
        ear = load()
    except EngineUnavailable as unavailable:
        faults, ear = [str(unavailable)], _deaf
    return {
        "hello": lambda _: Message({"faults": faults}),
        "examine": _examine,
        "spans": _spans,
        "hear": partial(_hear, ear),
    }


def _deaf(_pcm: bytes, _language: str) -> tuple[Segment, ...]:
    raise Unfit(_UNAVAILABLE)


def _examine(message: Message) -> Message:
    header = message.header
    audio = decode(message.body, Caps(header["octets"], header["longest"]), header["channel"])
    return Message({"level": level(audio.pcm), "cut": audio.cut, "peaks": peaks(audio.pcm)}, audio.pcm)


def _spans(message: Message) -> Message:
    pcm = decode(message.body, CAPS).pcm
    return Message({"spans": [(span.start, span.end) for span in spans(louder(pcm))]}, pcm)


def _hear(ear: Ear, message: Message) -> Message:
    return Message({"segments": ear(louder(message.body), message.header["language"])})


if __name__ == "__main__":
    main(sys.argv[1])
