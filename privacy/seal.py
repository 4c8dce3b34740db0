"""The envelope every item lies in. Versioned, and final: whatever is written today must open in ten years.

    byte 0       format, 1
    bytes 1-24   nonce
    the rest     XChaCha20-Poly1305 of the padded words, with report, item, kind and version bound to it

The item's key is wrapped for each reader by itself (libsodium's sealed box), so a reader comes or goes by one small
row. A sealed item moved to another report, another item, another kind or an older version does not open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box_keypair,
    crypto_box_seal,
    crypto_box_seal_open,
    crypto_generichash_blake2b_salt_personal,
    crypto_scalarmult_base,
)
from nacl.exceptions import CryptoError

FORMAT = 1
KEY_BYTES = 32
_NONCE_BYTES = 24
_BLOCK = 512
_FINE_LIMIT = 8 * 1024
_BOXED, _OWN = b"\x01", b"\x02"
_OWN_BOUND = b"sotto.own.1"


class NotOpened(Exception):
    """A sealed thing did not open: wrong key, wrong place, or altered bytes. Which of them is not told."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item belongs; bound to its seal. `report` and `item` are ids, `version` counts its rewrites from 1."""

    report: bytes
    item: bytes
    kind: str
    version: int = 1

    def bound(self) -> bytes:
        """Return the associated data: lengths first, so that no two places are written alike."""
        parts = (self.report, self.item, self.kind.encode(), str(self.version).encode())
        return b"sotto.item.1" + b"".join(len(part).to_bytes(2) + part for part in parts)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An X25519 pair. `private` may be absent where only sealing is to be done.

    `own` is the key that the holder of a day's private half seals to itself with (see `own_key`); b"" if there is none.
    """

    public: bytes
    private: bytes
    own: bytes = b""

    def __repr__(self) -> str:
        return "KeyPair(•••)"


def new_pair() -> KeyPair:
    """Make a fresh pair from the system's randomness."""
    public, private = crypto_box_keypair()
    return KeyPair(public, private)


def padded_length(length: int) -> int:
    """Return what `length` bytes are padded to: blocks of 512 up to 8 KiB, then at most an eighth more."""
    step = _BLOCK
    while length + 1 > _FINE_LIMIT and step * 16 <= length:
        step *= 2
    return (length // step + 1) * step


def pad(plain: bytes) -> bytes:
    """Append 0x80 and zeroes up to the padded length (ISO/IEC 7816-4)."""
    return plain + b"\x80" + bytes(padded_length(len(plain)) - len(plain) - 1)


def unpad(padded: bytes) -> bytes:
    """Take the padding off again. Raises `NotOpened` where there is none."""
    plain = padded.rstrip(b"\0")
    if not plain.endswith(b"\x80"):
        raise NotOpened
    return plain[:-1]


def seal(plain: bytes, place: Place, key: bytes, random: Callable[[int], bytes]) -> bytes:
    """Seal one item under its own key of 32 bytes."""
    return seal_under(pad(plain), place.bound(), key, random)


def open_sealed(sealed: bytes, place: Place, key: bytes) -> bytes:
    """Open one item. Raises `NotOpened`."""
    return unpad(open_under(sealed, place.bound(), key))


def seal_under(plain: bytes, bound: bytes, key: bytes, random: Callable[[int], bytes]) -> bytes:
    """Encrypt without padding, for short things of fixed shape; `bound` is the associated data."""
    nonce = random(_NONCE_BYTES)
    return bytes((FORMAT,)) + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound, nonce, key)


def open_under(sealed: bytes, bound: bytes, key: bytes) -> bytes:
    """Open what `seal_under` made. Raises `NotOpened`."""
    head = 1 + _NONCE_BYTES
    if len(sealed) <= head or sealed[0] != FORMAT:
        raise NotOpened
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[head:], bound, sealed[1:head], key)
    except (CryptoError, ValueError) as error:
        raise NotOpened from error


def wrap(secret: bytes, public: bytes) -> bytes:
    """Seal a key or a short secret to the holder of a pair: nobody else opens it, not even who sealed it."""
    return crypto_box_seal(secret, public)


def unwrap(wrapped: bytes, private: bytes) -> bytes:
    """Open what `wrap` made. Raises `NotOpened`."""
    try:
        return crypto_box_seal_open(wrapped, crypto_scalarmult_base(private), private)
    except (CryptoError, ValueError, TypeError) as error:
        raise NotOpened from error


def own_key(private: bytes) -> bytes:
    """Return the key under which the holder of a private half seals to itself: keyed BLAKE2b, as `privacy.codes`."""
    return crypto_generichash_blake2b_salt_personal(b"", key=private, person=b"sotto.own")


def wrap_for_day(secret: bytes, pair: KeyPair, random: Callable[[int], bytes]) -> bytes:
    """Seal a short secret to a day's pair (pipeline, erase): under its own key where that is at hand, else boxed.

    A box for a key that this very process holds hides nothing from it, and costs ten times as much.
    """
    if pair.own:
        return _OWN + seal_under(secret, _OWN_BOUND, pair.own, random)
    return _BOXED + wrap(secret, pair.public)


def unwrap_for_day(wrapped: bytes, pair: KeyPair) -> bytes:
    """Open what `wrap_for_day` made, by this process or by one that had the public half alone. Raises `NotOpened`."""
    kind, rest = wrapped[:1], wrapped[1:]
    if kind == _OWN:
        return open_under(rest, _OWN_BOUND, pair.own or own_key(pair.private))
    if kind == _BOXED:
        return unwrap(rest, pair.private)
    raise NotOpened
