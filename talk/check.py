"""Holds a script against the words, languages and actions it is to be played with, before the first call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from talk.steps import LANGUAGE, Script, Step
from talk.ways import reachable, spoken_ways, written_ways
from talk.words import VOICE, Words, placeholders, step_keys

_SPEAKS_AS = {"follow_up": "web"}  # the door whose words a start is played in, where its name is another
_STEP = "step."
_REMARKS = ("not_understood", "nothing_heard", "wrong_length")


def problems(
    script: Script, words: Words, languages: Collection[str], actions: Mapping[str, frozenset[str]]
) -> list[str]:
    """Return a sentence for every fault: a step without words, an unknown action, an outcome nobody handles.

    `languages` are those of the line, `actions` the outcomes each action can come to.
    """
    found: list[str] = []
    for step in script.steps.values():
        found += _action_faults(step, actions)
        found += _language_faults(step, languages)
    for language in languages:
        found += _word_faults(script, words, language)
    return found


def unused(words: Words, scripts: Iterable[Script]) -> list[str]:
    """Return a sentence for every wording of a step or option that none of the scripts has."""
    steps = [step for script in scripts for step in script.steps.values() if not step.do]
    used = {step.name for step in steps}
    options = {(step.name, option) for step in steps for _, option in step.options()}
    found = []
    for language, wordings in words.by_language.items():
        for key in filter(lambda key: key.startswith(_STEP), wordings):
            _, step, kind, *option = key.split(".")
            if step not in used or (kind.endswith("options") and (step, ".".join(option)) not in options):
                found.append(f"words in {language}: {key} belongs to no step of any script; allowed are those in use")
    return found


def untranslated(words: Words, languages: Collection[str]) -> list[str]:
    """Return a sentence for every wording outside the steps that one language has and another lacks."""
    keys = {key for language in languages for key in words.by_language.get(language, {}) if not key.startswith(_STEP)}
    return [
        f"words in {language}: {key} is missing; another language has it"
        for language in languages
        for key in sorted(keys.difference(words.by_language.get(language, {})))
    ]


def misfilled(words: Words, languages: Collection[str]) -> list[str]:
    """Return a sentence for every wording whose {placeholders} differ from those in another language."""
    first, *others = languages
    return [
        f"words in {language}: {key} has other {{placeholders}} than in {first}"
        for key, wording in words.by_language.get(first, {}).items()
        for language in others
        if placeholders(words.get(language, key) or wording) != placeholders(wording)
    ]


def _action_faults(step: Step, actions: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if step.do is None:
        return
    if step.do not in actions:
        yield f"step {step.name}: unknown action {step.do}; allowed are {', '.join(sorted(actions))}"
        return
    handled = {outcome for outcome, _ in step.then}
    if "" in handled:
        return
    yield from (
        f"step {step.name}: outcome {outcome} of action {step.do} is not handled; lead it to a step"
        for outcome in sorted(actions[step.do] - handled)
    )
    yield from (
        f"step {step.name}: {step.do} never comes to {outcome}; allowed are {', '.join(sorted(actions[step.do]))}"
        for outcome in sorted(handled - actions[step.do])
    )


def _language_faults(step: Step, languages: Collection[str]) -> Iterator[str]:
    if step.save == LANGUAGE:
        offered = [option for _, option in step.options()]
        yield from (
            f"step {step.name}: does not offer {language}, which the line speaks; allowed are {', '.join(offered)}"
            for language in languages
            if language not in offered
        )


def _word_faults(script: Script, words: Words, language: str) -> Iterator[str]:
    if language not in words.by_language:
        yield f"language {language}: no words at all; allowed are {', '.join(words.by_language)}"
        return
    for start, first in script.start.items():
        door = _SPEAKS_AS.get(start, start)
        for step in reachable(script, [first], spoken_ways if door == VOICE else written_ways).values():
            for keys in step_keys(step, door):
                if words.get(language, *keys) is None:
                    yield f"step {step.name}: no words in {language} for {door}; allowed is one of {' or '.join(keys)}"
    for key in _REMARKS:
        if words.get(language, f"remark.{key}.text") is None:
            yield f"remark {key}: no words in {language}; needed is remark.{key}.text"
