"""What a script is made of. A step says something, may ask for something, and its outcome picks the next step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

KEYS = "123456789"  # a choice has no more: a telephone has nine keys, beside 0, * and #
AGAIN = "again"  # what a key of [anywhere] leads to when it only says the step once more
LANGUAGE = "language"  # a choice saved under this name changes the language


class Ask(StrEnum):
    """The kinds of question."""

    NOTHING = "nothing"
    CHOICE = "choice"
    DIGITS = "digits"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a script; it asks or acts, never both.

    `then` leads from an outcome to the next step: the options of a choice, the outcomes of an action, `spoken` and
    `written` of a story, or the empty outcome for whatever comes. Without `then` the conversation is over.
    """

    name: str
    ask: Ask = Ask.NOTHING
    do: str | None = None  # the action to run
    save: str | None = None  # the name under which the answer is kept
    then: tuple[tuple[str, str], ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)  # the options whose key is not their position in `then`
    otherwise: str | None = None  # where a key or word that is no option leads; silence never does
    missed: str | None = None  # where two misses lead; the script's `give_up` when None
    again: str | None = None  # where to go to have this said once more; this step itself when None
    length: int = 0  # how many digits

    def next(self, outcome: str) -> str | None:
        """Return the step that `outcome` leads to, or None if the step does not know that outcome."""
        ways = dict(self.then)
        return ways.get(outcome, ways.get(""))

    def options(self) -> Iterator[tuple[str, str]]:
        """Yield (key, option) of a choice, in the order offered."""
        positions = iter(KEYS)
        for option, _ in self.then if self.ask is Ask.CHOICE else ():
            position = next(positions, "")
            yield self.keys.get(option, position), option


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation for every door. `digest` names this very text of it, so that a call finds its own script again."""

    name: str
    digest: str
    start: Mapping[str, str]  # the first step of each door
    give_up: str  # where two misses lead
    anywhere: Mapping[str, str]  # keys understood at every choice, each with its step or "again"
    steps: Mapping[str, Step]


class ScriptFaults(ValueError):
    """A script that must not go on air. Each of `faults` is a sentence: the step, what is wrong, what is allowed."""

    def __init__(self, name: str, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(f"script {name!r}:\n" + "\n".join(f"  {fault}" for fault in faults))
