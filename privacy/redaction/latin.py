"""Languages with spaces: turns of phrase of the first person, and what is read behind each."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from privacy.redaction.contacts import badge, email
from privacy.redaction.digits import number
from privacy.redaction.kinds import Kind, Suggestion
from privacy.redaction.names import announced, aside, called, claimed, relative, signature, stated
from privacy.redaction.patterns import Row, by_first_word, reach
from privacy.redaction.places import address, beside, lives_beside
from privacy.redaction.reading import Read, Run
from privacy.redaction.roles import role, role_of_speaker
from privacy.redaction.speakers import of_another, quotes
from privacy.redaction.tokens import tokens
from privacy.redaction.tongue import Tongue

Reading = Callable[[Read, int, int], Run | None]
"""From a text, where a turn of phrase begins and where it ends, to what it gives away."""

READINGS: Mapping[str, tuple[Kind, Reading]] = {
    "stated": (Kind.NAME, stated),
    "claimed": (Kind.NAME, claimed),
    "aside": (Kind.NAME, aside),
    "announced": (Kind.NAME, announced),
    "called": (Kind.NAME, called),
    "signature": (Kind.NAME, signature),
    "number": (Kind.NUMBER, number),
    "address": (Kind.ADDRESS, address),
    "beside": (Kind.ADDRESS, beside),
    "lives_beside": (Kind.ADDRESS, lives_beside),
    "relative": (Kind.RELATIVE, relative),
    "role": (Kind.ROLE, role),
    "role_of_speaker": (Kind.ROLE, role_of_speaker),
    "email": (Kind.EMAIL, email),
    "badge": (Kind.BADGE, badge),
}


@dataclass(frozen=True, slots=True)
class Finder:
    """A language, its turns of phrase ready to be looked for."""

    tongue: Tongue
    rows: Mapping[str, tuple[tuple[Row, str], ...]]


def finder(tongue: Tongue) -> Finder:
    """Make a language ready."""
    written = [(each, name) for name, rows in tongue.triggers.items() for each in rows]
    return Finder(tongue, by_first_word(written))


def find(text: str, finders: tuple[Finder, ...]) -> Iterator[Suggestion]:
    """Yield what a text's writer gives away in any of these languages, in its order in each of them."""
    read = tokens(text)
    cased = any(token.capital for token in read)
    for one in finders:
        yield from _find(Read(text, read, one.tongue, cased), one)


def _find(read: Read, one: Finder) -> Iterator[Suggestion]:
    around = quotes(read)
    foreign = False  # somebody else's words go on to the end of the sentence
    for start, token in enumerate(read.tokens):
        foreign = foreign and not token.ends_sentence
        for pattern, name in one.rows.get(token.folded, ()):
            end = reach(pattern, read.tokens, start)
            kind, reading = READINGS[name]
            if end is None or _another_word(read, start, end) or (run := reading(read, start, end)) is None:
                continue
            foreign = foreign or of_another(read, around[start], start)
            if not foreign:
                yield _suggestion(read, start, end, run, kind)


def _another_word(read: Read, start: int, end: int) -> bool:
    """Tell whether an accent makes another word of one in a turn of phrase: me llamo, me llamó."""
    written = (unicodedata.normalize("NFC", read.at(place).text.casefold()) for place in range(start, end))
    return not read.tongue.others.isdisjoint(written)


def _suggestion(read: Read, start: int, end: int, run: Run, kind: Kind) -> Suggestion:
    first, last = run
    reason = read.text[read.at(start).start : read.at(end - 1).end]
    return Suggestion(read.at(first).start, read.at(last - 1).end, kind, " ".join(reason.split()))
