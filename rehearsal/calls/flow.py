"""Redirect, Hangup, Reject, Enqueue and Leave: where a call goes next."""

from __future__ import annotations

import contextlib
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from rehearsal.calls.run import End, Run, Target, perform
from rehearsal.errors import Problem
from rehearsal.twiml.document import Document, text_of
from rehearsal.twiml.grammar import WAITING


class Left(Exception):
    """The caller left the queue by the line's wish."""


def redirect(run: Run, element: ET.Element, document: Document) -> Target:
    """Go on with another document."""
    del run
    return Target(urljoin(document.url, text_of(element)), element.get("method", "POST"), what="redirect")


def hangup(run: Run, element: ET.Element, document: Document) -> None:
    """End the call."""
    del run, element, document
    raise End


def reject(run: Run, element: ET.Element, document: Document) -> None:
    """Refuse to answer; only as the first verb of a call's first document."""
    if run.documents > 1 or document.verbs[0] is not element:
        raise Problem(12200, "Reject comes first or not at all")
    raise End("busy" if element.get("reason") == "busy" else "no-answer")


def leave(run: Run, element: ET.Element, document: Document) -> None:
    """Leave the queue."""
    del run, element, document
    raise Left


def enqueue(run: Run, element: ET.Element, document: Document) -> Target | None:
    """Wait in a queue, where nobody comes, until the waiting document lets the caller leave."""
    began, queue = run.phone.elapsed(), text_of(element)
    sid = run.board.new_sid("QU")
    run.tell("queued", queue=queue)
    waiting = {
        "QueueSid": sid,
        "QueuePosition": "1",
        "AvgQueueTime": "0",
        "CurrentQueueSize": "1",
        "MaxQueueSize": "100",
    }
    if not element.get("waitUrl"):
        raise Problem(12200, "Enqueue without a waitUrl: nobody would hear anything")
    url = urljoin(document.url, element.get("waitUrl", ""))
    with contextlib.suppress(Left):
        _wait(run, Target(url, element.get("waitUrlMethod", "POST"), waiting, "wait"), began)
    if not element.get("action"):
        return None
    spent = str(round(run.phone.elapsed() - began))
    return run.target(element, document, {"QueueResult": "leave", "QueueSid": sid, "QueueTime": spent})


def _wait(run: Run, first: Target, began: float) -> None:
    target = first
    while True:
        spent = {"QueueTime": str(round(run.phone.elapsed() - began))}
        document = run.fetch(Target(target.url, target.method, {**target.fields, **spent}, "wait"))
        if any(element.tag not in WAITING for element in document.verbs):
            raise Problem(12200, "only " + ", ".join(sorted(WAITING)) + " while waiting")
        target = perform(run, document) or first
