"""Sounds of our own that the provider fetches: the code, the desk's messages, an owner's recordings of steps."""

from __future__ import annotations

from intake.follow import news, reopened
from intake.reveal import unlocked
from intake.visit import Visit
from ivr.code_audio import code_wav
from ivr.door import Calls
from ivr.spoken import speak
from privacy.seal import NotOpened
from privacy.vault import Ticket, read_ticket
from talk.engine import Session

_SPARE_LANGUAGE = "en"


def code(door: Calls, language: str, text: str) -> bytes | None:
    """Return the code behind a ticket, read out; None when its box is gone: said again since, or the call is over.

    In a language without recorded digits it is read in English, rather than not at all. Raises `NotKept`.
    """
    ticket = _ticket(text)
    secret = unlocked(door.intake, ticket) if ticket else None
    if secret is None:
        return None
    try:
        return code_wav(secret.reveal(), language if language in door.intake.words.by_language else _SPARE_LANGUAGE)
    except FileNotFoundError:
        return code_wav(secret.reveal(), _SPARE_LANGUAGE)
    except ValueError:  # the box holds something else than a code
        return None


def messages(door: Calls, language: str, text: str) -> bytes | None:
    """Return the desk's messages to the reporter behind a ticket, spoken here; None when they cannot be.

    Raises `NotKept`.
    """
    found = reopened(door.intake, _ticket(text))
    if found is None or language not in door.intake.words.by_language:
        return None
    visit = Visit("voice", "", found.report, Session("", language), thread=found.report)
    return speak(news(door.intake, visit, found)["messages"], language)


def prompt(door: Calls, language: str, step: str) -> bytes | None:
    """Return an owner's recording of a step."""
    path = door.recorded.get((language, step))
    return None if path is None else path.read_bytes()


def _ticket(text: str) -> Ticket | None:
    try:
        return read_ticket(text)
    except NotOpened:
        return None
