"""Why an operator may read what is masked: a list, so that no reason holds a word of the report."""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    """What the masks are lifted for."""

    DANGER = "danger"  # somebody must be reached or protected now
    CASE = "case"  # the report cannot be understood without
    CONTACT = "contact"  # the reporter asks to be reached this way
    WRONG = "wrong"  # a mask hides something that is not the reporter's
