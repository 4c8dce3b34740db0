"""A value that may be handed on but never shown: a telephone number, a provider's id, a code."""

from __future__ import annotations

import hmac
from typing import NoReturn

_MASK = "•••"


class Secret:
    """Hold one string that must not reach a log, an error page, a pickle or a JSON document.

    `reveal()` is the only way to the value; a test lists the modules that may call it.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        if not isinstance(value, str):
            message = "a Secret holds a string"
            raise TypeError(message)
        self._value = value

    def reveal(self) -> str:
        """Return the value itself."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({_MASK})"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return _MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> NoReturn:
        message = "a Secret is not to be pickled or copied to another process"
        raise TypeError(message)
