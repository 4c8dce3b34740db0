"""A turn as TwiML for texts: what is said and offered, cut into messages that arrive whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from talk.engine import Say, Session, Turn, options
from talk.words import Words, hint, offer, paragraphs, phrase

DOOR = "sms"
SEGMENTS = 6
"""A reply longer than this is cut into several messages: long ones are delivered late or not at all."""

SILENT = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
# XML 1.0 has no place for these, not even escaped: one of them, and the provider sends nothing at all.
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def reply_text(words: Words, turn: Turn, languages: Collection[str], facts: Mapping[str, str]) -> str:
    """Return all that a turn says in a text, or "" where it stays silent. Raises NoWordsError."""
    language = turn.session.language
    said = [part for say in turn.says for part in _said(words, language, say, facts)]
    if turn.asks is not None and said:
        offers = offer(words, language, turn.asks, DOOR, options(turn.asks, languages))
        said += [each.text for each in offers] + [hint(words, language, turn.asks, DOOR, facts)]
    return "\n".join(part for part in said if part)


def _said(words: Words, language: str, say: Say, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return one thing said: a step's words, or, where the name has a dot, a phrase that is no step of the script."""
    if "." in say.step:
        return (phrase(words, language, say.step, {**facts, **say.facts}),)
    return paragraphs(words, Turn(Session(say.step, language), (say,), None, None), DOOR, facts)


def render(parts: Sequence[str], status_url: str) -> str:
    """Return TwiML that sends a text in `parts`; the provider tells `status_url` what became of each message."""
    if not parts:
        return SILENT
    callback = quoteattr(status_url)
    messages = "".join(f"<Message statusCallback={callback}>{escape(part)}</Message>" for part in _clean(parts))
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{messages}</Response>'


def _clean(parts: Sequence[str]) -> list[str]:
    return [_NO_XML.sub("", part) for part in parts]
