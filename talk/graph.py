"""Looks at a script as a graph: do all ways exist, does each end, and does none end before a story was offered?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from talk.steps import AGAIN, KEYS, Ask, Script, Step

_OUTCOMES = {  # what an answer can lead on from; a choice has options and an action outcomes of its own
    Ask.NOTHING: ("",),
    Ask.DIGITS: ("",),
    Ask.STORY: ("", "spoken", "written"),
}
_SIGNS = frozenset("0123456789*#")
_NO_STORY_NEEDED = ("follow_up", "sms")  # who follows up has told it; a text is a story in itself


def graph_faults(script: Script) -> Iterator[str]:
    """Yield a sentence for every fault of a script's keys, ways and ends."""
    for step in script.steps.values():
        yield from (f"step {step.name}: {fault}" for fault in _outcome_faults(step))
        if step.ask is Ask.CHOICE:
            yield from (f"step {step.name}: {fault}" for fault in _key_faults(step, script.anywhere))
    yield from (f"[anywhere]: {key!r} is no key; allowed are {' '.join(sorted(_SIGNS))}" for key in _odd(script))
    if unknown := tuple(_unknown(script)):
        yield from unknown  # the other questions make sense only where every way leads somewhere
        return
    yield from _unreachable(script)
    yield from _text_faults(script)
    if loops := tuple(_loops(script)):
        yield from loops
        return
    yield from _storyless(script)


def _odd(script: Script) -> Iterator[str]:
    return (key for key in script.anywhere if key not in _SIGNS)


def _outcome_faults(step: Step) -> Iterator[str]:
    outcomes = {outcome for outcome, _ in step.then}
    if step.ask is Ask.CHOICE:
        if "" in outcomes:
            yield "a choice without options; allowed is a table from each option to a step"
    elif not step.do:
        allowed = _OUTCOMES[step.ask]
        for outcome in outcomes.difference(allowed):
            yield f"unknown outcome {outcome}; allowed is {' or '.join(filter(None, allowed)) or 'one step'}"
    if step.ask is Ask.STORY and outcomes in ({"spoken"}, {"written"}):
        yield "a story can be spoken or written; both must lead on"


def _key_faults(step: Step, anywhere: Mapping[str, str]) -> Iterator[str]:
    if len(step.then) > len(KEYS):
        yield f"{len(step.then)} choices; allowed are at most {len(KEYS)}"
    options = {option for option, _ in step.then}
    yield from (f"a key for {option}, which is no option" for option in step.keys if option not in options)
    taken = {key: "[anywhere]" for key in anywhere}
    for key, option in step.options():
        if key and key not in _SIGNS:
            yield f"option {option} has key {key!r}; allowed is one of {' '.join(sorted(_SIGNS))}"
        if key in taken:
            yield f"option {option} has key {key}, which belongs to {taken[key]}; allowed is one that is free"
        taken[key] = f"option {option}"


def _unknown(script: Script) -> Iterator[str]:
    named = [(f"start.{door}", target) for door, target in script.start.items()]
    named += [("give_up", script.give_up)]
    named += [(f"[anywhere] {key}", target) for key, target in script.anywhere.items() if target != AGAIN]
    for step in script.steps.values():
        named += [(f"step {step.name}", target) for target in _named(step)]
    for place, target in named:
        if target not in script.steps:
            yield f"{place}: leads to {target}, which is no step; allowed are {', '.join(script.steps)}"
    if script.give_up in script.steps and script.steps[script.give_up].ask is not Ask.STORY:
        yield f"give_up: leads to {script.give_up}, which takes no story; allowed is a step that asks for one"


def _named(step: Step) -> Iterator[str]:
    yield from (target for _, target in step.then)
    yield from filter(None, (step.otherwise, step.missed, step.again))


def _ways(script: Script, step: Step) -> Iterator[str]:
    """Yield every step that may come next."""
    yield from _named(step)
    if step.ask is not Ask.NOTHING and not step.missed:
        yield script.give_up
    if step.ask is Ask.CHOICE:
        yield from (target for target in script.anywhere.values() if target != AGAIN)


def _silent_ways(script: Script, step: Step) -> Iterator[str]:
    """Yield what may come next for somebody who says nothing at all."""
    if step.ask is Ask.NOTHING:
        yield from (target for _, target in step.then)
    else:
        yield step.missed or script.give_up


def reachable(script: Script, starts: Iterable[str]) -> dict[str, Step]:
    """Return the steps that a conversation beginning at one of `starts` may come to, by name."""
    found: dict[str, Step] = {}
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = script.steps[name]
            waiting += _ways(script, found[name])
    return found


def _unreachable(script: Script) -> Iterator[str]:
    found = reachable(script, script.start.values())
    return (f"step {name}: no way leads to it; remove it or lead to it" for name in script.steps if name not in found)


def _text_faults(script: Script) -> Iterator[str]:
    first = script.start.get("sms")
    if first and not script.steps[first].do:
        yield f"start.sms: {first} does not act; allowed is an action, for the first text is the report and must be kept"


def _loops(script: Script) -> Iterator[str]:
    """Follow silence from every step. It must come to an end, and so must every way on which nobody is asked."""
    done: set[str] = set()
    for name in script.steps:
        loop = _loop(script, name, (), done)
        if loop and any(script.steps[step].ask is not Ask.NOTHING for step in loop):
            yield f"silence goes round for ever: {' > '.join(loop)}; give one of them a `missed` that leads out"
        elif loop:
            yield f"a loop that never asks: {' > '.join(loop)}; one of them must ask something"


def _loop(script: Script, name: str, behind: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if name in behind:
        return (*behind[behind.index(name) :], name)
    if name in done:
        return ()
    for target in _silent_ways(script, script.steps[name]):
        if loop := _loop(script, target, (*behind, name), done):
            return loop
    done.add(name)
    return ()


def _storyless(script: Script) -> Iterator[str]:
    """Yield every end that can be come to before a story was offered.

    A story is offered by asking for it, or by an option that leads to it when another option is picked. Silence picks
    nothing: somebody who cannot press keys must be asked for the story itself.
    """
    tellers = {name for name in script.steps if _leads_to_story(script, name)}
    for door, first in script.start.items():
        if door not in _NO_STORY_NEEDED:
            for end in sorted(_untold_ends(script, first, tellers)):
                yield f"step {end}: from start.{door} it ends here without having offered a story; ask for one before"


def _leads_to_story(script: Script, name: str) -> bool:
    return any(step.ask is Ask.STORY for step in _onward(script, name))


def _onward(script: Script, name: str) -> Iterator[Step]:
    """Yield the steps that answers and outcomes lead to from here, misses and [anywhere] aside."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        step = script.steps[waiting.pop()]
        if step.name not in found:
            found.add(step.name)
            waiting += [target for _, target in step.then]
            yield step


def _untold_ends(script: Script, first: str, tellers: set[str]) -> set[str]:
    """Return the last steps of all ways from `first` on which no story was offered."""
    found: set[str] = set()
    waiting = [first]
    while waiting:
        step = script.steps[waiting.pop()]
        if step.name not in found and step.ask is not Ask.STORY:
            found.add(step.name)
            waiting += _untold_ways(script, step, tellers)
    return {name for name in found if not script.steps[name].then}


def _untold_ways(script: Script, step: Step, tellers: set[str]) -> Iterator[str]:
    if step.ask is not Ask.CHOICE:
        yield from _ways(script, step)
        return
    if not any(target in tellers for _, target in step.then):
        yield from (target for _, target in step.then)
        yield from (target for target in script.anywhere.values() if target != AGAIN)
    yield from filter(None, (step.otherwise, step.missed or script.give_up, step.again))
