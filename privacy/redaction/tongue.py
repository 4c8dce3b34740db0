"""What is to be known of a language written with spaces: tables of words, nothing that does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Words = frozenset[str]


def words(listed: str) -> Words:
    """Return the words of a text, without accents as they are looked for."""
    return frozenset(listed.split())


def count(listed: str) -> dict[str, str]:
    """Return each word of a text with its number, from 0 on."""
    return {word: str(number) for number, word in enumerate(listed.split())}


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language, folded. Each trigger is a turn of phrase by how what follows is read."""

    triggers: Mapping[str, tuple[str, ...]]  # names of readings in `latin.READINGS`
    others: Words  # as written, accents and all: words that a turn of phrase must not be taken from
    stops: Words  # end a name or an address; small words that no heading writes small
    never_names: Words  # have a capital and are nobody's name
    given_names: Words  # known without a capital; none that is another word as well
    particles: Words  # small inside a name: van, de
    jobs: Words  # done by one person in a place, or what one person is to somebody
    job_endings: tuple[str, ...]
    no_jobs: Words  # end like one and are none
    job_first: bool  # what tells one job from another stands behind it: guardia de noche
    streets: Words  # make an address of what is said of living somewhere
    digits: Mapping[str, str]
    times: Words  # double, triple
    says: Words  # somebody else speaks
    says_self: Words  # the writer speaks
    selves: Words  # subjects that make "says" the writer's own
    that: Words  # make it reported speech, where "my" is the writer's again
    objects: Words  # between a verb of speech and what was said
    at: Words  # the sign in an address, spoken
    dot: Words
