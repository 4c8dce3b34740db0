"""One sealed thing on a report, with its key wrapped for everybody who may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from privacy.seal import KEY_BYTES, Place, open_sealed, seal, unwrap, wrap

ID_BYTES = 16


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
    readers: Mapping[str, bytes],
    random: Callable[[int], bytes],
    item: bytes | None = None,
    version: int = 1,
) -> SealedItem:
    """Seal `plain` under a fresh key and wrap that key for each reader's public key.

    `item` is given where the same thing may arrive twice and must get the same id; otherwise it is random.
    """
    key = random(KEY_BYTES)
    place = Place(report, item or random(ID_BYTES), kind, version)
    wraps = {reader: wrap(key, public) for reader, public in readers.items()}
    return SealedItem(place.item, report, kind, version, seal(plain, place, key, random), wraps)


def open_item(item: SealedItem, reader: str, private: bytes) -> bytes:
    """Open an item as one of its readers. Raises `NotOpened`, and `KeyError` for who is no reader of it."""
    key = unwrap(item.wraps[reader], private)
    return open_sealed(item.body, Place(item.report, item.id, item.kind, item.version), key)
