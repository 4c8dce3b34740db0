"""Dial: operators' phones ring, one answers or none, hears a whisper, and is connected or not."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from rehearsal.calls.legs import Leg, close, open_leg, whisper
from rehearsal.calls.phone import HungUp
from rehearsal.calls.run import Run, Target
from rehearsal.errors import Problem
from rehearsal.twiml.checks import NUMBER
from rehearsal.twiml.document import Document, text_of

PICKS_UP = frozenset({"answer", "voicemail"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How dialling ended: the provider's word, the leg that matters, whether both were connected, for how long."""

    status: str
    leg: Leg
    bridged: bool = False
    seconds: float = 0.0


def dial(run: Run, element: ET.Element, document: Document) -> Target | None:
    """Dial every number at once, or in turn when `sequential`, and report to the action."""
    legs = [open_leg(run, noun, document.url, _caller_id(run, element)) for noun in _nouns(element)]
    timeout = float(element.get("timeout", "30"))
    ring = _in_turn if element.get("sequential") == "true" else _together
    try:
        outcome = ring(run, legs, timeout)
    except HungUp:
        _stop_ringing(run, legs)
        raise
    try:
        if outcome.bridged:
            outcome = _talk(run, element, outcome)
    except HungUp:
        _leave(run, element, document, outcome)
        raise
    return _report(run, element, document, outcome)


def _caller_id(run: Run, element: ET.Element) -> str:
    number = element.get("callerId", "")
    if not number:
        raise Problem(13214, "no callerId: the operator would be shown the reporter's number")
    if run.board.number(number) is None:
        raise Problem(13214, "callerId is not a number of this account")
    return number


def _nouns(element: ET.Element) -> list[ET.Element]:
    nouns = list(element) or [element]
    for noun in nouns:
        if not NUMBER.allows(text_of(noun)):
            raise Problem(13223, "Dial wants numbers in E.164 form")
    return nouns


def _together(run: Run, legs: list[Leg], timeout: float) -> Outcome:
    """Let the first to pick up be the one; the others stop ringing."""
    ready = [leg for leg in legs if leg.operator.does in PICKS_UP and leg.operator.after < timeout]
    first = min(ready, key=lambda leg: leg.operator.after, default=None)
    for leg in legs:
        if leg is not first:
            close(run, leg, "canceled" if first else _refusal(leg))
    if first is None:
        waits = any(_refusal(leg) == "no-answer" for leg in legs)
        run.phone.wait(timeout if waits else 1.0)
        return Outcome("no-answer" if waits else _refusal(legs[0]), legs[0])
    return _answered(run, first)


def _in_turn(run: Run, legs: list[Leg], timeout: float) -> Outcome:
    outcome = Outcome("no-answer", legs[0])
    for leg in legs:
        outcome = _together(run, [leg], timeout)
        if outcome.bridged:
            break
    return outcome


def _stop_ringing(run: Run, legs: list[Leg]) -> None:
    """Let the phones be: the caller has left, and nobody is told by the action."""
    for leg in legs:
        if not leg.call.final:
            close(run, leg, "canceled")


def _refusal(leg: Leg) -> str:
    return leg.operator.does if leg.operator.does in {"busy", "failed"} else "no-answer"


def _answered(run: Run, leg: Leg) -> Outcome:
    run.phone.wait(leg.operator.after)
    bridged, spent = whisper(run, leg)
    run.phone.wait(spent)
    if not bridged:
        close(run, leg, "completed", spent)
    return Outcome("completed", leg, bridged)


def _talk(run: Run, element: ET.Element, outcome: Outcome) -> Outcome:
    seconds = min(outcome.leg.operator.talks, float(element.get("timeLimit", "14400")))
    run.tell("connected", number=outcome.leg.call.to, length=seconds)
    began = run.phone.elapsed()
    if element.get("hangupOnStar") == "true":
        while (left := began + seconds - run.phone.elapsed()) > 0 and run.phone.key(left) != "*":
            pass
    else:
        run.phone.wait(seconds)
    spent = run.phone.elapsed() - began
    close(run, outcome.leg, "completed", spent)
    return Outcome(outcome.status, outcome.leg, bridged=True, seconds=spent)


def _leave(run: Run, element: ET.Element, document: Document, outcome: Outcome) -> None:
    """Tell the line that the caller left while connected; its answer reaches nobody."""
    close(run, outcome.leg, "completed")
    run.call.status = "completed"
    target = _report(run, element, document, outcome)
    if target is not None:
        try:
            run.fetch(target)
        except Problem as problem:
            run.trouble(problem)


def _report(run: Run, element: ET.Element, document: Document, outcome: Outcome) -> Target | None:
    run.tell("dialled", number=outcome.leg.call.to, status=outcome.status, bridged=outcome.bridged)
    if not element.get("action"):
        return None
    return Target(
        urljoin(document.url, element.get("action", "")),
        element.get("method", "POST"),
        {
            "DialCallStatus": outcome.status,
            "DialCallSid": outcome.leg.call.sid,
            "DialCallDuration": str(round(outcome.seconds)),
            "DialBridged": "true" if outcome.bridged else "false",
        },
        "action",
    )
