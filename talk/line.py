"""A script as one line plays it: without the languages that the line does not speak."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from talk.steps import LANGUAGE, Script, Step


def speaking(script: Script, languages: Collection[str]) -> Script:
    """Return the script as a line that speaks `languages` plays it.

    Languages the line does not speak are no options, while the others keep their keys. With one language left there is
    nothing to choose: every way to that choice leads past it.
    """
    steps = {name: _narrowed(step, languages) for name, step in script.steps.items()}
    past = {name: step.then[0][1] for name, step in steps.items() if step.save == LANGUAGE and len(step.then) == 1}
    kept = {name: _rerouted(step, past) for name, step in steps.items() if name not in past}
    start = {door: past.get(target, target) for door, target in script.start.items()}
    return replace(script, start=start, steps=kept)


def _narrowed(step: Step, languages: Collection[str]) -> Step:
    if step.save != LANGUAGE:
        return step
    keys = {option: key for key, option in step.options()}
    return replace(step, then=tuple(way for way in step.then if way[0] in languages), keys=keys)


def _rerouted(step: Step, past: Mapping[str, str]) -> Step:
    def via(target: str | None) -> str | None:
        return target if target is None else past.get(target, target)

    then = tuple((outcome, past.get(target, target)) for outcome, target in step.then)
    return replace(step, then=then, otherwise=via(step.otherwise), missed=via(step.missed), again=via(step.again))
