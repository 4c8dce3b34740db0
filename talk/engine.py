"""Walks a script. Knows steps and answers, but no door, no language's words, and nothing of what the reporter says."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from talk.steps import AGAIN, LANGUAGE, Ask, Script, Step

MISSES = 2  # unusable answers at one question before it is given up
TRIES = 99  # as far as entered codes are counted

NOTHING_HEARD = "nothing_heard"  # remarks: keys of the words' [remark] section
NOT_UNDERSTOOD = "not_understood"
WRONG_LENGTH = "wrong_length"


@dataclass(frozen=True, slots=True)
class Session:
    """Where a conversation stands. It holds choices made by key, never words or digits of the reporter."""

    step: str
    language: str
    misses: int = 0
    tries: int = 0  # codes entered so far
    saved: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing came."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Keys of a telephone."""

    keys: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something in writing: an option by name or key, digits, or a story."""

    text: str


@dataclass(frozen=True, slots=True)
class Spoke:
    """A recording was made; its bytes go another way."""


Heard = Silence | Pressed | Said | Spoke


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to say: a step's words, filled in with facts, after a remark if there is one."""

    step: str
    facts: Mapping[str, str]
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Our side of one exchange: say `says`, then ask `asks` or run the action `do`. With neither the talk is over.

    `kept` is the answer just understood, as (name, answer): an option, digits, or a written story; a spoken story is
    kept as "". It is handed on at once and stands neither in the session nor in a resumed turn.
    """

    session: Session
    says: tuple[Say, ...]
    asks: Step | None
    do: str | None
    kept: tuple[str, str] | None = None


class UnhandledOutcomeError(LookupError):
    """An action came back with an outcome that its step does not lead on from. The check of a script rules it out."""


def begin(script: Script, door: str, language: str) -> Turn:
    """Open a conversation at a door, one of `script.start`."""
    return _enter(script, script.start[door], Session(script.start[door], language))


def answer(script: Script, session: Session, heard: Heard) -> Turn:
    """Go on from what was heard.

    A session whose step the script does not have (the script was changed under it) is offered the recording, and one
    that was not asked anything is said its step once more.
    """
    step = script.steps.get(session.step)
    if step is None:
        return _enter(script, script.give_up, replace(session, misses=0))
    match step.ask:
        case Ask.CHOICE:
            return _chosen(script, session, step, heard)
        case Ask.DIGITS:
            return _entered(script, session, step, heard)
        case Ask.STORY:
            return _told(script, session, step, heard)
        case Ask.NOTHING:
            return _enter(script, step.name, session)


def resume(script: Script, turn: Turn, outcome: str, facts: Mapping[str, str] | None = None) -> Turn:
    """Go on after the action `turn.do` came to `outcome`; `facts` go to all that this turn still says.

    Raises UnhandledOutcomeError if the step does not lead on from that outcome.
    """
    target = script.steps[turn.session.step].next(outcome)
    if target is None:
        message = f"step {turn.session.step}: no way on from outcome {outcome!r} of action {turn.do!r}"
        raise UnhandledOutcomeError(message)
    after = _enter(script, target, turn.session, facts=facts)
    return replace(after, says=turn.says + after.says)


def options(step: Step, languages: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return (key, option) as offered at a choice. A choice of language offers the line's languages alone.

    A key is the option's position in the script, not among those offered, so it means the same on every line. Without
    `languages` all are offered.
    """
    return tuple(
        (key, option) for key, option in step.options() if step.save != LANGUAGE or not languages or option in languages
    )


def _chosen(script: Script, session: Session, step: Step, heard: Heard) -> Turn:
    words = _words(heard)
    if not words:
        return _miss(script, session, step, NOTHING_HEARD)
    if isinstance(heard, Pressed) and words in script.anywhere:
        return _anywhere(script, session, step, script.anywhere[words])
    for key, option in step.options():
        if words in {key, option.casefold()}:
            return _go_on(script, session, step, option, option)
    if step.otherwise:
        return _enter(script, step.otherwise, replace(session, misses=0))
    return _miss(script, session, step, NOT_UNDERSTOOD)


def _anywhere(script: Script, session: Session, step: Step, target: str) -> Turn:
    if target == AGAIN:
        return _enter(script, step.again or step.name, session)
    return _enter(script, target, replace(session, misses=0))


def _entered(script: Script, session: Session, step: Step, heard: Heard) -> Turn:
    words = _words(heard)
    if words.endswith("*"):  # starting over is no mistake
        return _enter(script, step.again or step.name, session)
    digits = _digits(words.rpartition("*")[2])
    if not digits:
        return _miss(script, session, step, NOT_UNDERSTOOD if words else NOTHING_HEARD)
    if len(digits) != step.length:
        return _miss(script, session, step, WRONG_LENGTH)
    return _go_on(script, replace(session, tries=min(session.tries + 1, TRIES)), step, "", digits)


def _told(script: Script, session: Session, step: Step, heard: Heard) -> Turn:
    if isinstance(heard, Spoke):
        return _go_on(script, session, step, "spoken", "")
    if isinstance(heard, Said) and heard.text.strip():
        return _go_on(script, session, step, "written", heard.text)
    return _miss(script, session, step, NOTHING_HEARD)


def _go_on(script: Script, session: Session, step: Step, outcome: str, kept: str) -> Turn:
    target = step.next(outcome)
    if target is None:  # a story told in a way the script has no use for: by voice at a page, say
        return _miss(script, session, step, NOT_UNDERSTOOD)
    session = replace(_saved(session, step, kept), misses=0)
    return replace(_enter(script, target, session), kept=(step.save, kept) if step.save else None)


def _saved(session: Session, step: Step, option: str) -> Session:
    if step.ask is not Ask.CHOICE or not step.save:
        return session
    if step.save == LANGUAGE:
        return replace(session, language=option)
    others = tuple(pair for pair in session.saved if pair[0] != step.save)
    return replace(session, saved=(*others, (step.save, option)))


def _miss(script: Script, session: Session, step: Step, remark: str) -> Turn:
    misses = session.misses + 1
    if misses >= MISSES:
        return _enter(script, step.missed or script.give_up, replace(session, misses=0))
    return _enter(script, step.again or step.name, replace(session, misses=misses), remark=remark)


def _enter(
    script: Script, name: str, session: Session, *, facts: Mapping[str, str] | None = None, remark: str | None = None
) -> Turn:
    """Say step after step until one asks, acts, or is the last. A checked script has no loop here."""
    says: list[Say] = []
    while True:
        step = script.steps[name]
        if not step.do:
            says.append(Say(name, facts or {}, None if says else remark))
        if step.do or step.ask is not Ask.NOTHING or not step.then:
            asks = None if step.do or step.ask is Ask.NOTHING else step
            return Turn(replace(session, step=name), tuple(says), asks, step.do)
        name = step.then[0][1]


def _words(heard: Heard) -> str:
    match heard:
        case Pressed(keys):
            return keys.strip()
        case Said(text):
            return text.strip().casefold()
        case _:
            return ""


def _digits(text: str) -> str:
    """Return the digits of `text`, of any script, without spaces and hyphens and a closing #; "" if it has more."""
    bare = "".join(text.removesuffix("#").replace("-", " ").split())
    return "".join(str(unicodedata.decimal(sign)) for sign in bare) if bare.isdecimal() else ""
