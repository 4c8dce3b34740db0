"""The ways of a script: which steps may come after which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from talk.steps import AGAIN, Ask, Script, Step

Ways = Callable[[Script, Step], Iterator[str]]


def named(step: Step) -> Iterator[str]:
    """Yield every step that `step` itself names."""
    yield from (target for _, target in step.then)
    yield from filter(None, (step.otherwise, step.missed, step.again))


def all_ways(script: Script, step: Step) -> Iterator[str]:
    """Yield every step that may come next, for anybody."""
    yield from named(step)
    if step.ask is not Ask.NOTHING and not step.missed:
        yield script.give_up
    if step.ask is Ask.CHOICE:
        yield from anywhere(script)


def silent_ways(script: Script, step: Step) -> Iterator[str]:
    """Yield what may come next for somebody who says nothing at all."""
    if step.ask is Ask.NOTHING:
        yield from (target for _, target in step.then)
    else:
        yield step.missed or script.give_up


def spoken_ways(script: Script, step: Step) -> Iterator[str]:
    """Yield what may come next for somebody on the telephone, who speaks and has all the keys."""
    yield from (way for way in all_ways(script, step) if way not in _led_to(step, "written"))


def written_ways(script: Script, step: Step) -> Iterator[str]:
    """Yield what may come next for somebody who writes, and for whom no key is understood anywhere."""
    keys = set(anywhere(script)) - set(named(step)) - {script.give_up}
    barred = keys | _led_to(step, "spoken")
    yield from (way for way in all_ways(script, step) if way not in barred)


def anywhere(script: Script) -> Iterator[str]:
    """Yield the steps that the keys of [anywhere] lead to."""
    return (target for target in script.anywhere.values() if target != AGAIN)


def onward(_script: Script, step: Step) -> Iterator[str]:
    """Yield where answers and outcomes lead, misses and [anywhere] aside."""
    return (target for _, target in step.then)


def reachable(script: Script, starts: Iterable[str], ways: Ways = all_ways) -> dict[str, Step]:
    """Return the steps that a conversation beginning at one of `starts` may come to, by name."""
    found: dict[str, Step] = {}
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = script.steps[name]
            waiting += ways(script, found[name])
    return found


def _led_to(step: Step, outcome: str) -> set[str]:
    """Return the step a story told in this manner leads to, if that is where no other way of the step leads."""
    others = {target for way, target in step.then if way != outcome} | {step.missed, step.again, step.otherwise}
    return {target for way, target in step.then if way == outcome and step.ask is Ask.STORY} - others
