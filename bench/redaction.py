"""How much of what gives a reporter away is masked, and how much of the case is masked with it: docs/redaction.md.

    python -m bench.redaction

The sentences stand in tests/privacy/redaction. One half was used to make the rules, the other only to measure them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from privacy.redaction.kinds import Kind
from privacy.redaction.suggest import LANGUAGES, suggest

_ROOT = Path(__file__).parent.parent
CORPUS = _ROOT / "tests" / "privacy" / "redaction"
PAGE = _ROOT / "docs" / "redaction.md"
TEMPLATE = Path(__file__).parent / "redaction.page.md"
HALVES = ("build", "measure")
FIRST = {"en": (36, 38, 0, 38), "zh-CN": (34, 38, 2, 38), "es": (36, 38, 0, 38)}
"""What the measuring half gave when it was first tried: (found, marked, harmed, left). It never changes."""

_NAMES = {"en": "English", "zh-CN": "Chinese", "es": "Spanish"}
_TOLD = {"build": "rules made with it", "measure": "only measured"}
_MARK = re.compile(r"\[(?P<kind>\w+): (?P<words>[^]]+)\]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marks, and the (start, end, kind) of what is to be masked in it."""

    text: str
    marked: tuple[tuple[int, int, Kind], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one half of a language's sentences.

    `found` of `marked` stretches were masked whole. `spilt` of `plain` characters around them were masked too.
    `harmed` of `left` sentences that should be left alone had something masked.
    """

    found: int
    marked: int
    spilt: int
    plain: int
    harmed: int
    left: int
    missed: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        """Return the share of stretches that were masked whole."""
        return self.found / self.marked

    @property
    def damage(self) -> float:
        """Return the share of sentences that lost something they should have kept."""
        return self.harmed / self.left


def sentence(written: str) -> Sentence:
    """Read a sentence with its marks."""
    text, marked, at = "", [], 0
    for match in _MARK.finditer(written):
        text += written[at : match.start()]
        marked.append((len(text), len(text) + len(match["words"]), Kind(match["kind"])))
        text += match["words"]
        at = match.end()
    return Sentence(text + written[at:], tuple(marked))


def corpus(language: str, half: str) -> tuple[list[Sentence], list[str]]:
    """Return (sentences with something to mask, sentences to be left alone)."""
    held = tomllib.loads((CORPUS / f"{language}.{half}.toml").read_text(encoding="utf-8"))
    return [sentence(each) for each in held["mask"]], held["leave"]


def judge(to_mask: Sequence[Sentence], to_leave: Sequence[str]) -> Judged:
    """Return how the rules do on sentences."""
    missed, spilt, plain = [], 0, 0
    for each in to_mask:
        hidden = _hidden(each.text)
        wanted = {at for start, end, _ in each.marked for at in range(start, end)}
        missed += [each.text[start:end] for start, end, _ in each.marked if not set(range(start, end)) <= hidden]
        spilt += len(hidden - wanted)
        plain += len(each.text) - len(wanted)
    damaged = tuple(text for text in to_leave if _hidden(text))
    marked = sum(len(each.marked) for each in to_mask)
    return Judged(marked - len(missed), marked, spilt, plain, len(damaged), len(to_leave), tuple(missed), damaged)


def measured(half: str) -> Iterator[tuple[str, Judged]]:
    """Yield (language, how the rules do on one half of its sentences)."""
    for language in LANGUAGES:
        yield language, judge(*corpus(language, half))


def _hidden(text: str) -> set[int]:
    return {at for each in suggest(text) for at in range(each.start, each.end)}


def page() -> str:
    """Return docs/redaction.md."""
    rows = [
        f"| {_NAMES[language]} | {_TOLD[half]} | {judged.found} of {judged.marked} | **{judged.recall:.1%}** "
        f"| {judged.harmed} of {judged.left} | **{judged.damage:.1%}** | {judged.spilt} of {judged.plain} |"
        for half in HALVES
        for language, judged in measured(half)
    ]
    first = [
        f"| {_NAMES[language]} | {found} of {marked} | {found / marked:.1%} | {harmed} of {left} "
        f"| {harmed / left:.1%} |"
        for language, (found, marked, harmed, left) in FIRST.items()
    ]
    missed = [
        f"* {_NAMES[language]}: {each}"
        for language, judged in measured("measure")
        for each in (*judged.missed, *judged.damaged)
    ]
    template = TEMPLATE.read_text(encoding="utf-8")
    return template.format(rows="\n".join(rows), first="\n".join(first), missed="\n".join(missed))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Written to {PAGE}")
