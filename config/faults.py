"""What may be wrong with a setting, said in words that never repeat the value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the setting's name, what was wrong, and what is allowed instead."""

    name: str
    wrong: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.name} {self.wrong}; allowed: {self.allowed}"


class SettingsFaults(Exception):
    """Everything that is wrong with the settings, named at once so that it can be put right at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Unfit(ValueError):
    """A value that does not fit its setting. Raised by the parsers, which do not know the setting's name."""

    def __init__(self, *, wrong: str, allowed: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.allowed = allowed
