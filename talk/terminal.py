"""A conversation as lines of text, for playing a script in a terminal and for transcripts that people read."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from talk.engine import Heard, Pressed, Said, Silence, Spoke, Turn, options
from talk.words import VOICE, Words, hint, offer, paragraphs

SILENCE = "[silence]"
SPEAKS = "[speaks]"
_KEYS = frozenset("0123456789*# ")


def lines(words: Words, turn: Turn, door: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a turn says, a paragraph a line, its options last.

    `facts` are the line's, such as `emergency`. A line's own script, `line.speaking`, offers its languages alone.
    """
    said = paragraphs(words, turn, door, facts)
    if turn.asks is None:
        return said
    language = turn.session.language
    offers = offer(words, language, turn.asks, door, options(turn.asks, ()))
    after = hint(words, language, turn.asks, door, facts)
    return (*said, *filter(None, (*(each.text for each in offers), after)))


def heard(line: str, door: str) -> Heard:
    """Read a line as what the reporter does: `[silence]`, `[speaks]`, keys at the telephone, else words in writing."""
    line = line.strip()
    if line in ("", SILENCE):
        return Silence()
    if line == SPEAKS:
        return Spoke()
    return Pressed(line.replace(" ", "")) if door == VOICE and _KEYS.issuperset(line) else Said(line)


def outcome(line: str) -> tuple[str, dict[str, str]]:
    """Read a line as what an action came to, with its facts: `found status="We have it." messages=""`.

    Raises ValueError if the line is empty, a quote is left open, or a fact has no `=`.
    """
    result, *facts = shlex.split(line)
    return result, dict(_fact(fact) for fact in facts)


def _fact(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        message = "a fact is written as name=value"
        raise ValueError(message)
    return name, value
