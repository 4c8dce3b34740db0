"""What is said, shown and sent, in every language: the words of steps, of options, and all else that people read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from talk.engine import Turn
from talk.steps import LANGUAGE, Step

VOICE = "voice"
_FACT = re.compile(r"\{([a-z_]+)\}")
_SIGN = re.compile(r"[0-9*#]")
_KEYED = re.compile(r"[0-9*#]+(?: +[0-9*#]+)*")


class NoWordsError(LookupError):
    """There are no words under this key in this language."""


class WordsFaultsError(ValueError):
    """A file of words that cannot be read."""


@dataclass(frozen=True, slots=True)
class Words:
    """Every wording by language and dotted key, such as `step.menu.voice` or `desk.queue.title`."""

    by_language: Mapping[str, Mapping[str, str]]

    def get(self, language: str, *keys: str) -> str | None:
        """Return the first wording there is under `keys`, or None."""
        wordings = self.by_language.get(language, {})
        return next((wordings[key] for key in keys if key in wordings), None)

    def need(self, language: str, *keys: str) -> str:
        """Return the first wording there is under `keys`. Raises NoWordsError."""
        found = self.get(language, *keys)
        if found is None:
            message = f"no words in {language} for {' or '.join(keys)}"
            raise NoWordsError(message)
        return found


@dataclass(frozen=True, slots=True)
class Offer:
    """One option as offered. `language` is the one it is said in: an option of the language choice speaks its own."""

    key: str
    option: str
    language: str
    text: str


def parse_words(texts: Mapping[str, str]) -> Words:
    """Read one TOML text per language. Raises WordsFaultsError naming every language and key that is not a wording."""
    faults: list[str] = []
    by_language = {language: _flat(language, text, faults) for language, text in texts.items()}
    if faults:
        raise WordsFaultsError("\n".join(faults))
    return Words(by_language)


def _flat(language: str, text: str, faults: list[str]) -> dict[str, str]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"words in {language}: not TOML: {fault}")
        return {}
    flat = dict(_walk(table, ""))
    odd = [key for key, wording in flat.items() if not isinstance(wording, str)]
    faults += [f"words in {language}: {key}: allowed is one text in quotes" for key in odd]
    return flat


def _walk(table: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _walk(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def say(words: Words, language: str, step: str, door: str, facts: Mapping[str, str]) -> str:
    """Return a step's words for a door, with `facts` filled in; a placeholder without a fact stays as it stands.

    The telephone cuts there, and plays what must not be spoken by the provider. Raises NoWordsError.
    """
    return _fill(words, language, door, words.need(language, *_for_door(step, door)), facts)


def remark(words: Words, language: str, key: str, door: str) -> str:
    """Return what is said before a step is said again, such as `not_understood`. Raises NoWordsError."""
    return words.need(language, f"remark.{key}.{door}", f"remark.{key}.text")


def paragraphs(words: Words, turn: Turn, door: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return all that a turn says, remarks and all, without its options. `facts` are the line's, such as `emergency`.

    Raises NoWordsError.
    """
    language = turn.session.language
    texts: list[str] = []
    for part in turn.says:
        texts += [remark(words, language, part.remark, door)] if part.remark else []
        texts += [say(words, language, part.step, door, {**facts, **part.facts})]
    return tuple(text for text in texts if text)


def offer(words: Words, language: str, step: Step, door: str, options: Iterable[tuple[str, str]]) -> tuple[Offer, ...]:
    """Return the options of a choice as this door offers them; an empty text is not said. Raises NoWordsError."""
    offers: list[Offer] = []
    for key, option in options:
        tongue = _tongue(words, language, step, option)
        frame = words.need(tongue, f"step.{step.name}.{door}_option", f"option.{door}")
        facts = {"label": label(words, language, step, door, option), "key": key}
        offers += [Offer(key, option, tongue, _fill(words, tongue, door, frame, facts))]
    return tuple(offers)


def label(words: Words, language: str, step: Step, door: str, option: str) -> str:
    """Return the bare name of an option: a button's text, or what a text message may answer. Raises NoWordsError."""
    return words.need(_tongue(words, language, step, option), *_labels(step.name, door, option))


def hint(words: Words, language: str, step: Step, door: str, facts: Mapping[str, str]) -> str:
    """Return what is said after a step's options, or "" if nothing is."""
    return _fill(words, language, door, words.get(language, f"step.{step.name}.{door}_hint") or "", facts)


def phrase(words: Words, language: str, key: str, facts: Mapping[str, str] | None = None) -> str:
    """Return any other wording by its dotted key, with `facts` filled in. Raises NoWordsError."""
    return _filled(words.need(language, key), facts or {})


def placeholders(wording: str) -> frozenset[str]:
    """Return the names of the facts that a wording wants."""
    return frozenset(_FACT.findall(wording))


def step_keys(step: Step, door: str) -> tuple[tuple[str, ...], ...]:
    """Return the keys of which one each must have words if this step is to be played at this door."""
    if step.do:
        return ()
    keys = [_for_door(step.name, door)]
    return (*keys, *(_labels(step.name, door, option) for _, option in step.options()))


def _tongue(words: Words, language: str, step: Step, option: str) -> str:
    return option if step.save == LANGUAGE and option in words.by_language else language


def _for_door(step: str, door: str) -> tuple[str, ...]:
    return f"step.{step}.{door}", f"step.{step}.text"


def _labels(step: str, door: str, option: str) -> tuple[str, ...]:
    return f"step.{step}.{door}_options.{option}", f"step.{step}.options.{option}"


def _fill(words: Words, language: str, door: str, text: str, facts: Mapping[str, str]) -> str:
    if door == VOICE:
        facts = {name: spelled(words, language, fact) for name, fact in facts.items()}
    return _filled(text, facts)


def _filled(text: str, facts: Mapping[str, str]) -> str:
    return _FACT.sub(lambda found: facts.get(found[1], found[0]), text)


def spelled(words: Words, language: str, fact: str) -> str:
    """Return a number or key as it is spoken, sign by sign ("nine one one"); anything else as it is.

    An engine that speaks would read 911 as a quantity. Groups are kept apart by a pause.
    """
    if not _KEYED.fullmatch(fact):
        return fact
    joint, pause = words.need(language, "spoken.joint"), words.need(language, "spoken.pause")
    return pause.join(
        joint.join(words.need(language, f"spoken.keys.{sign}") for sign in _SIGN.findall(group))
        for group in fact.split()
    )
