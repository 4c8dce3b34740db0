"""A sender's keyed name. The only module besides `provider` that is given a telephone number.

A plain digest of a number is reversed in minutes by trying all numbers (Hagen et al., NDSS 2021), and a slow one in
seconds for a list of five hundred employees. So the name is keyed, and the key dies within 48 hours.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from privacy.secret import Secret

ALIAS_BYTES = 16

_FIRST = (
    "amber",
    "ash",
    "birch",
    "blue",
    "brass",
    "calm",
    "cedar",
    "clear",
    "coral",
    "dawn",
    "deep",
    "early",
    "ember",
    "fern",
    "flint",
    "frost",
    "gold",
    "grey",
    "hazel",
    "high",
    "iris",
    "ivory",
    "jade",
    "late",
    "lemon",
    "lilac",
    "linen",
    "long",
    "maple",
    "mild",
    "mint",
    "misty",
    "moss",
    "north",
    "oak",
    "ocean",
    "olive",
    "opal",
    "pale",
    "pearl",
    "pine",
    "plain",
    "plum",
    "quiet",
    "rain",
    "red",
    "river",
    "rose",
    "rust",
    "sand",
    "sea",
    "silver",
    "slate",
    "snow",
    "south",
    "still",
    "stone",
    "storm",
    "summer",
    "swift",
    "tall",
    "teal",
    "warm",
    "west",
)
_SECOND = (
    "acorn", "anchor", "apple", "arch", "barn", "basket", "beacon", "bell", "bench", "boat", "bridge", "brook",
    "candle", "canoe", "chair", "cloud", "coat", "comet", "crane", "cup", "door", "drum", "engine", "feather",
    "fence", "field", "flute", "garden", "gate", "glove", "harbor", "hat", "hill", "island", "kettle", "key", "kite",
    "ladder", "lake", "lamp", "lantern", "leaf", "meadow", "mill", "mirror", "orchard", "paper", "path", "pebble",
    "pencil", "piano", "pond", "ribbon", "road", "roof", "sail", "spoon", "stair", "table", "tower", "tram", "valley",
    "violin", "window",
)  # fmt: skip


def alias(number: str, day_key: bytes) -> bytes:
    """Return the sender's name under one day's key: 16 bytes of HMAC-SHA256, useless once the key is gone."""
    return hmac.digest(day_key, b"alias|" + number.encode(), "sha256")[:ALIAS_BYTES]


def digests(kind: str, secret: Secret, day_keys: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the keyed digests of a provider's id (a CallSid, a MessageSid …): 16 bytes for each living day key."""
    named = f"id|{kind}|{secret.reveal()}".encode()
    return tuple(hmac.digest(key, named, "sha256")[:ALIAS_BYTES] for key in day_keys)


def alias_words(name: bytes) -> str:
    """Return an alias as two plain words, for people to tell callers of one night apart (4,096 pairs)."""
    return f"{_FIRST[name[0] % len(_FIRST)]} {_SECOND[name[1] % len(_SECOND)]}"
