"""The inside of a child: it gives everything away, and then answers one message after the other.

It has no keys, no environment, no network and no disk, and gets no second chance: the host kills it when it is late,
and takes nothing from it on trust.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import BinaryIO

from work.child import sandbox
from work.child.wire import Broken, Message, Unfit, receive, send

Job = Callable[[Message], Message]

_THREADS = 2  # that a decoder may use; each counts on the processor clock


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
    except Unfit as unfit:
        return Message({"fault": unfit.name})
    except Exception:  # noqa: BLE001 - a decoder raises what it likes, and the host must hear of it
        return Message({"fault": "failed"})


def _hello(held: Mapping[str, bool], own: Job | None, message: Message) -> Message:
    told = own(message).header if own else {}
    return Message({**told, "protections": dict(held)})
