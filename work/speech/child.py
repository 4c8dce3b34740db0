"""The one process that touches foreign bytes: `python -m work.speech.child SETTING`.

It has no keys, no environment, no network and no disk, and gets no second chance: the host kills it when it is late,
and takes nothing from it on trust (see `host` and `answers`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import BinaryIO

from work.speech import sandbox
from work.speech.audio import CAPS, Caps, decode, level, peaks
from work.speech.engines import choose
from work.speech.riff import Unreadable
from work.speech.transcriber import Ear, EngineUnavailable
from work.speech.transcript import Segment
from work.speech.vad import louder, spans
from work.speech.wire import Broken, Message, receive, send

Job = Callable[[Message], Message]

_THREADS = 2  # that a recogniser may use; each counts on the processor clock


def main(setting: str) -> None:
    """Load the recogniser, give everything else away, and do jobs until the host hangs up."""
    transcriber = choose(setting)
    serve(transcriber.memory, partial(_jobs, transcriber.load))


def serve(memory: int, load: Callable[[], Mapping[str, Job]]) -> None:
    """Answer each message on standard input by the job that its header names, on standard output.

    `load` is called between the two steps of the sandbox, and gives the jobs. The answer to `hello` tells what held.
    """
    hear, speak = _private_streams()
    held = sandbox.enter(memory)
    jobs = dict(load())
    jobs["hello"] = partial(_hello, held | sandbox.close(), jobs.get("hello"))
    while True:
        try:
            message = receive(hear)
        except Broken:
            return
        sandbox.allow_seconds(_THREADS * float(message.header["seconds"]))
        send(speak, _done(jobs, message))


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes for ourselves, so that nothing a library prints gets into the answers."""
    hear, speak = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return os.fdopen(hear, "rb"), os.fdopen(speak, "wb")


def _done(jobs: Mapping[str, Job], message: Message) -> Message:
    try:
        return jobs[message.header["job"]](message)
    except Unreadable as unreadable:
        return Message({"fault": unreadable.fault.value})
    except EngineUnavailable:
        return Message({"fault": "engine_unavailable"})
    except Exception:  # noqa: BLE001 - a recogniser raises what it likes, and the host must hear of it
        return Message({"fault": "failed"})


def _hello(held: Mapping[str, bool], own: Job | None, message: Message) -> Message:
    told = own(message).header if own else {}
    return Message({**told, "protections": dict(held)})


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
    raise EngineUnavailable


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
