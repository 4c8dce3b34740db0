"""Looks at a script as a whole: do its keys and ways exist, is every step used, does every conversation end well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from talk.ends import loops, storyless
from talk.steps import AGAIN, KEYS, Ask, Script, Step
from talk.ways import named, reachable

_OUTCOMES = {  # what an answer can lead on from; a choice has options and an action outcomes of its own
    Ask.NOTHING: ("",),
    Ask.DIGITS: ("",),
    Ask.STORY: ("", "spoken", "written"),
}
_SIGNS = "0123456789*#"


def graph_faults(script: Script) -> Iterator[str]:
    """Yield a sentence for every fault of a script's keys, ways and ends.

    Questions about ends make sense only where every way leads somewhere, and those about stories only where every way
    ends; so each is asked when the one before it had nothing to say.
    """
    yield from _local_faults(script)
    if unknown := tuple(_unknown(script)):
        yield from unknown
        return
    yield from _unreachable(script)
    yield from _start_faults(script)
    if rounds := tuple(loops(script)):
        yield from rounds
        return
    yield from storyless(script)


def _local_faults(script: Script) -> Iterator[str]:
    for key in script.anywhere:
        if key not in _SIGNS:
            yield f"[anywhere]: {key!r} is no key; allowed are {' '.join(_SIGNS)}"
    for step in script.steps.values():
        yield from (f"step {step.name}: {fault}" for fault in _outcome_faults(step))
        if step.ask is Ask.CHOICE:
            yield from (f"step {step.name}: {fault}" for fault in _key_faults(step, script.anywhere))


def _outcome_faults(step: Step) -> Iterator[str]:
    outcomes = {outcome for outcome, _ in step.then}
    if step.ask is Ask.CHOICE:
        if "" in outcomes:
            yield "a choice without options; allowed is a table from each option to a step"
    elif not step.do:
        allowed = _OUTCOMES[step.ask]
        for outcome in sorted(outcomes.difference(allowed)):
            yield f"unknown outcome {outcome}; allowed is {' or '.join(filter(None, allowed)) or 'one step'}"
    if step.ask is Ask.STORY and outcomes in ({"spoken"}, {"written"}):
        yield "a story can be spoken or written; both must lead on"


def _key_faults(step: Step, anywhere: Mapping[str, str]) -> Iterator[str]:
    if len(step.then) > len(KEYS):
        yield f"{len(step.then)} choices; allowed are at most {len(KEYS)}"
    options = {option for option, _ in step.then}
    yield from (f"a key for {option}, which is no option" for option in step.keys if option not in options)
    taken = dict.fromkeys(anywhere, "[anywhere]")
    for key, option in step.options():
        if key in taken:
            yield f"option {option} has key {key}, which belongs to {taken[key]}; allowed is one that is free"
        elif len(key) != 1 or key not in _SIGNS:
            yield f"option {option} has key {key!r}; allowed is one of {' '.join(_SIGNS)}"
        taken[key] = f"option {option}"


def _unknown(script: Script) -> Iterator[str]:
    places = [(f"start.{door}", target) for door, target in script.start.items()]
    places += [(f"[anywhere] {key}", target) for key, target in script.anywhere.items() if target != AGAIN]
    places += [("give_up", script.give_up)]
    places += [(f"step {step.name}", target) for step in script.steps.values() for target in named(step)]
    for place, target in places:
        if target not in script.steps:
            yield f"{place}: leads to {target}, which is no step; allowed are {', '.join(script.steps)}"


def _unreachable(script: Script) -> Iterator[str]:
    found = reachable(script, script.start.values())
    return (f"step {name}: no way leads to it; remove it or lead to it" for name in script.steps if name not in found)


def _start_faults(script: Script) -> Iterator[str]:
    if script.steps[script.give_up].ask is not Ask.STORY:
        yield f"give_up: {script.give_up} takes no story; allowed is a step that asks for one"
    first = script.start.get("sms")
    if first and not script.steps[first].do:
        yield f"start.sms: {first} does not act; allowed is an action: the first text is the report and must be kept"
