"""Why a webhook is not served. Fixed words: safe to log, to count and to show."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The first check that a request did not pass."""

    METHOD = "method"
    UNSIGNED = "unsigned"
    NOT_A_FORM = "not_a_form"
    TOO_LARGE = "too_large"
    BAD_SIGNATURE = "bad_signature"
    REPEATED_FIELD = "repeated_field"
    ODD_FIELD = "odd_field"
    MISSING_FIELD = "missing_field"
    MALFORMED_FIELD = "malformed_field"


_UNPROVEN = frozenset({Reason.UNSIGNED, Reason.NOT_A_FORM, Reason.TOO_LARGE, Reason.BAD_SIGNATURE})


class Refused(Exception):
    """The request is not served: 405 if not POST, 403 if nothing proves who sent it, 400 if it is signed but odd."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    @property
    def status(self) -> int:
        """The HTTP status to answer with."""
        if self.reason is Reason.METHOD:
            return 405
        return 403 if self.reason in _UNPROVEN else 400
