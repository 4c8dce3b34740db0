"""Phones on the other side: what happens when the line dials somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DOES = ("answer", "busy", "no-answer", "failed", "voicemail")


@dataclass(frozen=True, slots=True)
class Operator:
    """How a phone behaves: `voicemail` never presses a key; `answer` presses one entry of `keys` a question.

    `after`: seconds it rings; `talks`: seconds of the conversation once both are connected.
    """

    does: str = "no-answer"
    keys: tuple[str, ...] = ("1",)
    after: float = 4.0
    talks: float = 60.0


class Operators:
    """What each number does when it is dialled. A number nobody has spoken of does not answer."""

    def __init__(self) -> None:
        self._phones: dict[str, Operator] = {}

    def set(self, number: str, operator: Operator) -> None:
        """Decide what a number does."""
        if len(self._phones) < 1000:
            self._phones[number] = operator

    def of(self, number: str) -> Operator:
        """Return what a number does."""
        return self._phones.get(number, Operator())

    def listed(self) -> Mapping[str, Operator]:
        """All numbers that were spoken of."""
        return dict(self._phones)
