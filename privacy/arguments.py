"""What a job needs to know, sealed to the one key that may do it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from privacy.seal import KeyPair, NotOpened, unwrap_for_day, wrap_for_day
from privacy.secret import Secret


def seal_argument(argument: Mapping[str, Secret | str | int], pair: KeyPair, random: Callable[[int], bytes]) -> bytes:
    """Seal names and values (a provider's id, a code) to a day's key."""
    plain = {name: value.reveal() if isinstance(value, Secret) else value for name, value in argument.items()}
    return wrap_for_day(json.dumps(plain).encode(), pair, random)


def open_argument(sealed: bytes, pair: KeyPair) -> dict[str, Secret]:
    """Open an argument; every value comes back as a Secret. Raises `NotOpened`."""
    try:
        plain = json.loads(unwrap_for_day(sealed, pair))
    except ValueError as error:
        raise NotOpened from error
    return {name: Secret(str(value)) for name, value in plain.items()}
