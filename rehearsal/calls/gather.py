"""Gather: a question answered with keys."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from rehearsal.calls.run import Run, Target
from rehearsal.calls.speak import sound
from rehearsal.twiml.document import Document


def gather(run: Run, element: ET.Element, document: Document) -> Target | None:
    """Asks. Without any key the next verb runs, unless an action is wanted even then."""
    run.phone.question()
    run.tell(
        "asked",
        digits=int(element.get("numDigits", "0")),
        timeout=int(element.get("timeout", "5")),
        finish=element.get("finishOnKey", "#"),
    )
    first = _prompts(run, element, document)
    digits, finished = _collect(run, element, first)
    run.tell("pressed", keys=digits + finished)
    if not digits and element.get("actionOnEmptyResult") != "true":
        return None
    return run.target(element, document, {"Digits": digits, "FinishedOnKey": finished})


def _prompts(run: Run, element: ET.Element, document: Document) -> str | None:
    for child in element:
        key = sound(run, child, document, listening=True)
        if key is not None:
            return key
    return None


def _collect(run: Run, element: ET.Element, first: str | None) -> tuple[str, str]:
    """Return the digits, and the key that ended them or nothing."""
    longest, timeout = int(element.get("numDigits", "0")), float(element.get("timeout", "5"))
    finish, digits = element.get("finishOnKey", "#"), ""
    key = first if first is not None else run.phone.key(timeout)
    while key is not None:
        if finish and key == finish:
            return digits, key
        digits += key
        if len(digits) == longest:
            break
        key = run.phone.key(timeout)
    return digits, ""
