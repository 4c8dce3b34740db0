"""Why a file is left as it came, or is not shown whole."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The words for each stand under `desk.file.why`."""

    FAILED = "failed"  # its child died, or said what makes no sense
    LATE = "late"
    UNKNOWN = "unknown"
    UNSUPPORTED = "unsupported"  # known, but what is hidden in it cannot be taken out for certain
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"  # in bytes, in pixels, or unpacked
    TOO_MANY_PARTS = "too_many_parts"
    ARCHIVE = "archive"
    LOCKED = "locked"
    EMPTY = "empty"
    TWO_IN_ONE = "two_in_one"
