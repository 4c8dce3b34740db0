"""Say, Play and Pause: alone, and nested in a question."""

from __future__ import annotations

from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from rehearsal.calls.phone import Prompt
from rehearsal.calls.run import Run, Target, say_aloud
from rehearsal.calls.wav import NotSound, seconds_of
from rehearsal.errors import Problem
from rehearsal.line.webhooks import Webhook
from rehearsal.records import Clip
from rehearsal.twiml.document import Document, text_of

MOST_LOOPS = 100  # a loop of 0 goes on for ever


def aloud(run: Run, element: ET.Element, document: Document) -> Target | None:
    """Say, play or pause outside a question, where no key cuts it short."""
    sound(run, element, document, listening=False)
    return None


def sound(run: Run, element: ET.Element, document: Document, *, listening: bool) -> str | None:
    """Sound one prompt as often as it asks for; return the key that cut it short."""
    loops = int(element.get("loop", "1")) or MOST_LOOPS
    for _ in range(loops):
        key = _once(run, element, document, listening=listening)
        if key is not None:
            return key
    return None


def _once(run: Run, element: ET.Element, document: Document, *, listening: bool) -> str | None:
    if element.tag == "Pause":
        return _pause(run, float(element.get("length", "1")), listening=listening)
    if element.tag == "Say":
        voice, language = element.get("voice", ""), element.get("language", "")
        return say_aloud(run, text_of(element), listening=listening, voice=voice, language=language)
    if element.get("digits"):
        run.tell("played", tones=element.get("digits"))
        return _pause(run, 1.0, listening=listening)
    return _play_file(run, element, document, listening=listening)


def _pause(run: Run, seconds: float, *, listening: bool) -> str | None:
    run.tell("paused", length=seconds)
    return run.phone.hear(Prompt(seconds), listening=listening)


def _play_file(run: Run, element: ET.Element, document: Document, *, listening: bool) -> str | None:
    where = text_of(element)
    if not where:
        raise Problem(12200, "Play needs a URL")
    url = urljoin(document.url, where)
    reply = run.line.ask(run.story, Webhook("play", url, "GET"))
    if not reply.type.startswith("audio/"):
        raise Problem(13420, f"{reply.type or 'no type'} is no sound")
    try:
        seconds = seconds_of(reply.body, reply.type)
    except NotSound as error:
        raise Problem(13420, str(error)) from None
    clip = Clip(run.board.new_sid("CL"), reply.type, reply.body, seconds)
    run.board.clips.put(clip.sid, clip)
    place = run.tell("played", url=url, clip=clip.sid, length=round(seconds, 1))
    return run.phone.hear(Prompt(seconds, place), listening=listening)
