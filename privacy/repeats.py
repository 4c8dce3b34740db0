"""A reply kept for a day, so that a message that comes twice gets the same answer twice, its code included."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence

from privacy.alias import digests
from privacy.seal import open_under, pad, seal_under, unpad
from privacy.secret import Secret

_BOUND = b"sotto.reply.1"


def seal_reply(reply: str, message_id: Secret, day_key: bytes, random: Callable[[int], bytes]) -> bytes:
    """Seal a reply under a key made of the day's key and the message's id, which we do not keep."""
    return seal_under(pad(reply.encode()), _BOUND, _key(message_id, day_key), random)


def open_reply(sealed: bytes, message_id: Secret, day_key: bytes) -> str:
    """Open the reply to a message that came again. Raises `NotOpened`."""
    return unpad(open_under(sealed, _BOUND, _key(message_id, day_key))).decode()


def reply_names(message_id: Secret, day_keys: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the names under which the reply to a message is kept: one for each living day key."""
    return digests("answer", message_id, day_keys)


def _key(message_id: Secret, day_key: bytes) -> bytes:
    return hmac.digest(day_key, b"repeat|" + message_id.reveal().encode(), "sha256")
