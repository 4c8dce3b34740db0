"""What the owner is told of the provider's copies, a sentence each, and a look at its lists on command."""

from __future__ import annotations

from collections.abc import Iterator

from app.house import House
from intake.copies import Copies, copies
from provider.profiles import PROFILES, held
from store import rounds
from store.rounds import Round
from work.reconciling import look
from work.speech.host import Host

_BY_HAND = "remove it by hand in the provider's console, then `sotto jobs --again`"


def looked(house: House) -> Round:
    """Look at the provider's lists now, and keep what that came to. Raises `NotKept`."""
    found = look(house.work(Host("off")))
    house.store.write(lambda connection: rounds.keep(connection, found))
    return found


def sentence(found: Round) -> str:
    """Return what a look came to."""
    parts = [
        f"{found.filed} filed as reports",
        f"{found.erased} to be erased",
        f"{found.kept} that this provider cannot erase",
        f"{found.old + found.unsure} left alone",
    ]
    told = f"Of what nobody had told us: {', '.join(parts)}."
    if found.more:
        told += " There is more than one look takes in: look again."
    return f"{told} It ended early: {found.fault}." if found.fault else told


def told(house: House) -> Iterator[tuple[str, bool]]:
    """Return (sentence, whether it is in order) of everything about copies. Raises `NotKept`."""
    standing = copies(house.intake)
    yield from _erasing(standing)
    yield from _looking(standing)
    for words in held(PROFILES[house.settings.profile]):
        yield words, True


def lines(standing: Copies) -> list[str]:
    """Return the counts in Prometheus' text format."""
    counts = {
        "waiting": standing.waiting,
        "failed": sum(standing.failed.values()),
        "troubled": sum(standing.troubled.values()),
        "unsupported": standing.kept,
        "left": standing.left,
        "late": int(standing.late),
    }
    return [f"sotto_copies_{name} {count}" for name, count in counts.items()]


def _erasing(standing: Copies) -> Iterator[tuple[str, bool]]:
    if standing.waiting:
        yield f"{standing.waiting} wait to be erased at the provider, and are tried until {standing.until}.", True
    else:
        yield "Nothing waits to be erased at the provider.", True
    for fault, count in standing.failed.items():
        yield f"{count} could not be erased at the provider ({fault}): {_BY_HAND}.", False
    for fault, count in standing.troubled.items():
        yield f"{count} are not erased at the provider until somebody mends what is wrong: {fault}.", False
    if standing.kept:
        yield f"{standing.kept} stay at the provider, because it cannot erase them.", True


def _looking(standing: Copies) -> Iterator[tuple[str, bool]]:
    last = standing.last
    if last is None:
        yield "The provider's lists have not been looked at yet: `sotto jobs --reconcile` does it now.", True
        return
    when = f"The provider's lists were last looked at on {last.day}."
    yield f"{when} {sentence(last)}", not standing.late and last.fault is None and not last.more
    if standing.left:
        words = "texts or recordings lie there that nobody told us of, too old to tell whether they are reports"
        yield f"{standing.left} {words}: look into the provider's console.", False
