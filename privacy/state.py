"""What a turn must remember between two requests of one caller, sealed into a URL or a hidden field."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence

from privacy.seal import NotOpened, open_under, seal_under


def put(state: bytes, bound: bytes, key: bytes, random: Callable[[int], bytes]) -> str:
    """Seal `state` for the one conversation that `bound` names (a digest of the CallSid …), as URL-safe text."""
    return base64.urlsafe_b64encode(seal_under(state, b"sotto.state.1" + bound, key, random)).rstrip(b"=").decode()


def take(token: str, bound: bytes, keys: Sequence[bytes]) -> bytes:
    """Open a token under the first key that fits. Raises `NotOpened`."""
    try:
        sealed = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NotOpened from error
    for key in keys:
        try:
            return open_under(sealed, b"sotto.state.1" + bound, key)
        except NotOpened:
            continue
    raise NotOpened
