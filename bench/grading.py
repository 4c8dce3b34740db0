"""How well the rules find what threatens life, on a pile of messages that people have judged.

    python -m bench.grading messages.csv --text english --label life_safety

prints which grades the messages got, how much of what the judges marked is found at which precision when reports are
taken in the order of their weight, and last how the grade "high" does as the line gives it. Read it with care: whoever
writes rules may have read the messages, and judges mark what they were told to, not what a desk wants to see first.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from triage.grade import Grade, Known, grade
from triage.rules import Rules, parse_grading

RULES = Path(__file__).parent.parent / "config" / "rules"
PRECISIONS = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)


@dataclass(frozen=True, slots=True)
class Judged:
    """One message: what the rules made of it and what people did."""

    grade: Grade
    weight: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Point:
    """What is found when every message from this weight on counts as high."""

    weight: int
    precision: float
    recall: float


def curve(messages: Sequence[Judged]) -> list[Point]:
    """Return precision and recall at every weight any message has, heaviest first."""
    marked = sum(message.marked for message in messages)
    points = []
    for weight in sorted({message.weight for message in messages}, reverse=True):
        taken = [message.marked for message in messages if message.weight >= weight]
        points.append(Point(weight, sum(taken) / len(taken), sum(taken) / marked))
    return points


def as_graded(messages: Sequence[Judged]) -> tuple[float, float]:
    """Return precision and recall of the grade "high" as the line gives it."""
    high = [message.marked for message in messages if message.grade is Grade.HIGH]
    return sum(high) / max(1, len(high)), sum(high) / sum(message.marked for message in messages)


def judged(file: Path, text: str, label: str, language: str) -> list[Judged]:
    """Grade every message of a CSV file by its words alone."""
    found = [parse_grading(each.read_text(encoding="utf-8"), each.name) for each in RULES.glob("grading.*.toml")]
    rules = Rules({each.language: each for each in found}, {})
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    graded = ((row, grade(Known(language, row[text]), rules)) for row in rows)
    return [Judged(each.grade, sum(why.weight for why in each.reasons), row[label] == "1") for row, each in graded]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", default="english", show_default=True, help="Column with the words.")
@click.option("--label", default="life_safety", show_default=True, help="Column that is 1 where life is at stake.")
@click.option("--language", default="en", show_default=True, help="Language the line takes the messages to be in.")
def main(file: Path, text: str, label: str, language: str) -> None:
    """Print how the rules grade the messages in FILE, a CSV file, against what people said of them."""
    messages = judged(file, text, label, language)
    console = Console()
    counts = Counter((message.grade, message.marked) for message in messages)
    grades = Table("grade", "marked", "not marked", title=f"{len(messages)} messages, column {text}")
    for each in reversed(Grade):
        grades.add_row(str(each), str(counts[each, True]), str(counts[each, False]))
    console.print(grades)
    points = curve(messages)
    table = Table("precision at least", "recall", "from weight", title="marked messages found")
    for level in PRECISIONS:
        best = max((point for point in points if point.precision >= level), key=lambda each: each.recall, default=None)
        table.add_row(f"{level:.1f}", *((f"{best.recall:.2f}", str(best.weight)) if best else ("none", "")))
    console.print(table)
    precision, recall = as_graded(messages)
    console.print(f'as graded "high": precision {precision:.2f}, recall {recall:.2f}')


if __name__ == "__main__":
    main()
