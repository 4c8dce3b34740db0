"""Answering one request durably: worked out, committed, then answered; the same request again gets the same answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from intake.converse import Exchange
from intake.file import said
from intake.options import Intake
from intake.outcome import Overtaken
from intake.putting import Write
from intake.visit import Given
from privacy.repeats import open_reply, reply_names, seal_reply
from privacy.seal import NotOpened
from store import threads
from store.database import Connection, NotKept
from store.reports import Gone

Render = Callable[[Exchange], str]


class WorkOut(Protocol):
    """How a door works a turn out."""

    def __call__(self, *, broken: bool) -> Exchange:
        """Return the turn; if `broken`, what is to be said now that it could not be kept."""


_TRIES = 16  # of as many at once as there are threads each round lets one through


class _Repeated(Exception):
    """The request was answered while this answer was being worked out."""


def earlier_answer(intake: Intake, given: Given) -> str | None:
    """Return the answer that the same request got before, today or yesterday."""
    with intake.store.read() as connection:
        for day, key, name in _names(intake, given):
            sealed = threads.reply_given(connection, day, name)
            if sealed is not None:
                with suppress(NotOpened):
                    return open_reply(sealed, given.once, key)
    return None


def commit(intake: Intake, given: Given, answer: str, writes: tuple[Write, ...]) -> str:
    """Commit the writes of a turn together with its sealed answer, wake the pipeline, and return what to answer.

    Raises `NotKept` when nothing was kept.
    """
    (day, key, name), *before = _names(intake, given)
    sealed = seal_reply(answer, given.once, key, intake.random)

    def write(connection: Connection) -> None:
        if any(threads.reply_given(connection, then, as_then) for then, _, as_then in before):
            raise _Repeated
        if not threads.remember_reply(connection, day, name, sealed):
            raise _Repeated
        for each in writes:
            each(connection)

    try:
        intake.store.write(write)
    except _Repeated:
        earlier = earlier_answer(intake, given)
        if earlier is None:  # this answer, and a code in it, was not committed
            message = "the answer that was given before does not open"
            raise NotKept(message) from None
        return earlier
    intake.wake()
    return answer


def answered(intake: Intake, given: Given, work_out: WorkOut, render: Render) -> tuple[str, bool]:
    """Work a turn out, commit it if there is anything to keep, and return (answer, whether it was kept).

    A turn with nothing to keep touches no database; on a full disk nothing is begun, but for those in danger. A
    repeated request is found out by the commit, which then gives way to the earlier answer; one that was overtaken, or
    whose report was erased meanwhile, is worked out anew. When the commit failed, the turn is worked out again as
    `broken`.
    """
    with suppress(NotKept):
        for _ in range(_TRIES):
            with suppress(Overtaken, Gone):
                return _tried(intake, given, work_out, render), True
    return render(work_out(broken=True)), False


def _tried(intake: Intake, given: Given, work_out: WorkOut, render: Render) -> str:
    exchange = work_out(broken=False)
    if not exchange.writes:
        return render(exchange)
    if not intake.limiting.room() and said(exchange.visit, "danger") != "yes":
        message = "the disk is full"
        raise NotKept(message)
    return commit(intake, given, render(exchange), exchange.writes)


def _names(intake: Intake, given: Given) -> list[tuple[str, bytes, bytes]]:
    """Return (day, its key, the request's name under it) for today and, where its key lives, yesterday."""
    living = intake.keyring.living()
    names = reply_names(given.once, [key for _, key in living])
    return [(day, key, name) for (day, key), name in zip(living, names, strict=True)]
