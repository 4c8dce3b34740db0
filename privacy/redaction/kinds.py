"""What is suggested: a stretch of a text, what it tells about its writer, and the words that give it away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a stretch of text tells about its writer."""

    NAME = "name"
    NUMBER = "number"
    ADDRESS = "address"
    RELATIVE = "relative"  # the name of one
    ROLE = "role"  # what only one person there is, to somebody or by work
    EMAIL = "email"
    BADGE = "badge"  # of a person, by an employer or a state: badges, papers, plates
    CODE = "code"  # sixteen checked digits, as we hand them out


@dataclass(frozen=True, slots=True, repr=False)
class Suggestion:
    """`text[start:end]` is to be masked. `reason` are the words that make it the writer's own."""

    start: int
    end: int
    kind: Kind
    reason: str
