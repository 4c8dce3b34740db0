"""What a job needs to know, sealed to the one key that may do it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from privacy.seal import KeyPair, NotOpened, unwrap, wrap
from privacy.secret import Secret


def seal_argument(argument: Mapping[str, Secret | str | int], public: bytes) -> bytes:
    """Seal names and values (a provider's id, a code) to a key's public half."""
    plain = {name: value.reveal() if isinstance(value, Secret) else value for name, value in argument.items()}
    return wrap(json.dumps(plain).encode(), public)


def open_argument(sealed: bytes, pair: KeyPair) -> dict[str, Secret]:
    """Open an argument; every value comes back as a Secret. Raises `NotOpened`."""
    try:
        plain = json.loads(unwrap(sealed, pair.private))
    except ValueError as error:
        raise NotOpened from error
    return {name: Secret(str(value)) for name, value in plain.items()}
