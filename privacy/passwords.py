"""An operator's password: it opens the operator's own private key and is kept in no form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from privacy.seal import NotOpened, open_under, seal_under

MINIMUM_LENGTH = 12
_SALT_BYTES = 16
_BOUND = b"sotto.operator.1"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs (RFC 9106): 128 MiB, 3 passes, about half a second."""

    memory_kib: int = 131_072
    passes: int = 3


def lock(private: bytes, password: str, random: Callable[[int], bytes], cost: Cost) -> bytes:
    """Seal a private key under a password: salt, then the sealed key. A wrong password simply does not open it."""
    salt = random(_SALT_BYTES)
    return salt + seal_under(private, _BOUND, _stretch(password, salt, cost), random)


def unlock(locked: bytes, password: str, cost: Cost) -> bytes:
    """Open a private key with its password. Raises `NotOpened`."""
    if len(locked) <= _SALT_BYTES:
        raise NotOpened
    return open_under(locked[_SALT_BYTES:], _BOUND, _stretch(password, locked[:_SALT_BYTES], cost))


def _stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        password.encode(), salt, time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=1, hash_len=32,
        type=Type.ID,
    )  # fmt: skip
