"""Looks at how a script ends: does every way come to an end, and does none end before a story was offered."""

from __future__ import annotations

from collections.abc import Iterator

from talk.steps import Ask, Script, Step
from talk.ways import all_ways, anywhere, onward, reachable, silent_ways

_TOLD_ALREADY = ("follow_up", "sms")  # who follows up has told it before; a first text is the story itself


def loops(script: Script) -> Iterator[str]:
    """Follow silence from every step: it must come to an end, and so must every way on which nobody is asked."""
    done: set[str] = set()
    for name in script.steps:
        loop = _loop(script, name, (), done)
        if loop and any(script.steps[step].ask is not Ask.NOTHING for step in loop):
            yield f"silence goes round for ever: {' > '.join(loop)}; give one of them a `missed` that leads out"
        elif loop:
            yield f"a loop that never asks: {' > '.join(loop)}; one of them must ask something"


def storyless(script: Script) -> Iterator[str]:
    """Yield every end that can be come to before a story was offered.

    A story is offered by asking for it, or by an option that leads to it when another option is picked. Silence picks
    nothing: somebody who cannot press keys must be asked for the story itself.
    """
    for door, first in script.start.items():
        if door not in _TOLD_ALREADY:
            for name, step in sorted(reachable(script, [first], _untold_ways).items()):
                if step.ask is not Ask.STORY and not step.then:
                    yield f"step {name}: from start.{door} it ends here, no story offered; ask for one on the way"


def offers_story(script: Script, step: Step) -> bool:
    """Tell whether one of a step's options or outcomes leads to a story."""
    return any(other.ask is Ask.STORY for other in reachable(script, onward(script, step), onward).values())


def _loop(script: Script, name: str, behind: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if name in behind:
        return (*behind[behind.index(name) :], name)
    if name in done:
        return ()
    done.add(name)
    found = (_loop(script, target, (*behind, name), done) for target in silent_ways(script, script.steps[name]))
    return next(filter(None, found), ())


def _untold_ways(script: Script, step: Step) -> Iterator[str]:
    """Yield what may come next while no story was offered yet; nothing once this step has offered it."""
    if step.ask is Ask.STORY:
        return
    if step.ask is not Ask.CHOICE:
        yield from all_ways(script, step)
        return
    if not offers_story(script, step):
        yield from onward(script, step)
        yield from anywhere(script)
    yield from filter(None, (step.otherwise, step.missed or script.give_up, step.again))
