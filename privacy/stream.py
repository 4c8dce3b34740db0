"""A long thing sealed to one key as it flows: libsodium's secretstream under a fresh key, wrapped for the reader.

    80 bytes     the stream's key, as a sealed box
    24 bytes     libsodium's header of the stream
    the rest     pieces of 64 KiB and 17 bytes each, the last one shorter and marked as the last

Each piece is authenticated with its place in the stream. One left out, doubled, moved, altered or cut off is noticed
when it comes; that the last one is missing is noticed at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nacl.bindings import (
    crypto_box_SEALBYTES,
    crypto_secretstream_xchacha20poly1305_ABYTES,
    crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
    crypto_secretstream_xchacha20poly1305_TAG_FINAL,
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
)
from nacl.exceptions import CryptoError

from privacy.seal import KEY_BYTES, NotOpened, unwrap, wrap

PIECE = 64 * 1024
_SEALED_PIECE = PIECE + crypto_secretstream_xchacha20poly1305_ABYTES
_LAST, _MORE = crypto_secretstream_xchacha20poly1305_TAG_FINAL, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


def seal_stream(parts: Iterable[bytes], public: bytes, bound: bytes, random: Callable[[int], bytes]) -> Iterator[bytes]:
    """Seal what `parts` give, of any sizes, to the holder of a pair; `bound` is what stands before it in the clear."""
    key = random(KEY_BYTES)
    yield wrap(key, public)
    state = crypto_secretstream_xchacha20poly1305_state()
    yield crypto_secretstream_xchacha20poly1305_init_push(state, key)
    for piece, last in _pieces(parts):
        yield crypto_secretstream_xchacha20poly1305_push(state, piece, bound, _LAST if last else _MORE)


def open_stream(read: Callable[[int], bytes], private: bytes, bound: bytes) -> Iterator[bytes]:
    """Open what `seal_stream` made, piece by piece; `read(n)` gives n bytes, fewer only at the end.

    Raises `NotOpened` as soon as something is wrong, also after good pieces: nothing may be done for good with what
    came before the end.
    """
    key = unwrap(read(crypto_box_SEALBYTES + KEY_BYTES), private)
    state = crypto_secretstream_xchacha20poly1305_state()
    try:
        header = read(crypto_secretstream_xchacha20poly1305_HEADERBYTES)
        crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
        tag = _MORE
        while tag != _LAST:
            piece, tag = crypto_secretstream_xchacha20poly1305_pull(state, read(_SEALED_PIECE), bound)
            yield piece
    except (CryptoError, ValueError, TypeError, RuntimeError) as error:
        raise NotOpened from error
    if read(1):
        raise NotOpened


def _pieces(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut what flows into pieces of one size; the last, which may be empty, is shorter."""
    held = bytearray()
    for part in parts:
        held += part
        at = 0
        while len(held) - at >= PIECE:
            yield bytes(held[at : at + PIECE]), False
            at += PIECE
        del held[:at]
    yield bytes(held), True
