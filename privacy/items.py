"""One sealed thing on a report, with its key wrapped for everybody who may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from privacy.seal import KEY_BYTES, KeyPair, Place, open_sealed, seal, unwrap, unwrap_for_day, wrap, wrap_for_day

ID_BYTES = 16

Reader = bytes | KeyPair
"""Who reads: the public key of a desk or a reporter, or the pair of a day that the pipeline holds."""


@dataclass(frozen=True, slots=True, repr=False)
class SealedItem:
    """An item ready to be stored. `wraps` maps a reader (`desk:NAME`, `pipeline:DAY`, `reporter`) to the sealed key."""

    id: bytes
    report: bytes
    kind: str
    version: int
    body: bytes
    wraps: Mapping[str, bytes]


def seal_item(
    plain: bytes,
    *,
    report: bytes,
    kind: str,
    readers: Mapping[str, Reader],
    random: Callable[[int], bytes],
    item: bytes | None = None,
    version: int = 1,
) -> SealedItem:
    """Seal `plain` under a fresh key and wrap that key for each reader.

    `item` is given where the same thing may arrive twice and must get the same id; otherwise it is random.
    """
    key = random(KEY_BYTES)
    place = Place(report, item or random(ID_BYTES), kind, version)
    wraps = {name: _wrapped(key, reader, random) for name, reader in readers.items()}
    return SealedItem(place.item, report, kind, version, seal(plain, place, key, random), wraps)


def _wrapped(key: bytes, reader: Reader, random: Callable[[int], bytes]) -> bytes:
    return wrap_for_day(key, reader, random) if isinstance(reader, KeyPair) else wrap(key, reader)


def open_item(item: SealedItem, reader: str, private: Reader) -> bytes:
    """Open an item as one of its readers, by a private key or a day's pair.

    Raises `NotOpened`, and `KeyError` for who is no reader of it.
    """
    wrapped = item.wraps[reader]
    key = unwrap_for_day(wrapped, private) if isinstance(private, KeyPair) else unwrap(wrapped, private)
    return open_sealed(item.body, Place(item.report, item.id, item.kind, item.version), key)
