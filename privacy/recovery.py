"""The recovery key as people keep it: on paper, in groups of four letters and digits."""

from __future__ import annotations

import base64
import binascii

from nacl.bindings import crypto_scalarmult_base

from privacy.seal import KEY_BYTES, KeyPair, NotOpened

_GROUP = 4
_SWAPPED = str.maketrans({"8": "B"})
"""The text has no 0, 1 or 8: read off paper they are O, I and B. The decoder knows the first two."""


def pair_of(private: bytes) -> KeyPair:
    """Return the pair that a private half belongs to."""
    return KeyPair(crypto_scalarmult_base(private), private)


def recovery_text(pair: KeyPair) -> str:
    """Return the private half as text: 52 letters and digits in groups of four."""
    text = base64.b32encode(pair.private).decode().rstrip("=")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read_recovery(text: str) -> KeyPair:
    """Return the pair that was printed as `text`; case, blanks and hyphens mean nothing. Raises `NotOpened`.

    A slip of the pen gives another pair, which opens nothing: there is nothing to check it by but what it opens.
    """
    packed = "".join(text.upper().split()).replace("-", "").translate(_SWAPPED)
    try:
        private = base64.b32decode(packed + "=" * (-len(packed) % 8), map01="I")
    except (binascii.Error, ValueError) as error:
        raise NotOpened from error
    if len(private) != KEY_BYTES:
        raise NotOpened
    return pair_of(private)
