"""What the child says of a file, believed only as far as it fits; of a picture nothing but its colours."""

from __future__ import annotations

from dataclasses import dataclass, field

from work.child.answers import Nonsense, flag, number, text
from work.child.wire import Message
from work.files.why import Why

TYPES = frozenset({
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff", "image/heic", "image/svg+xml",
    "text/plain", "text/html", "text/vcard", "application/pdf", "audio/wav", "audio/mpeg", "audio/aac", "audio/ogg",
    "audio/flac", "audio/amr", "audio/mp4", "audio/3gpp", "audio/x-matroska", "video/mp4", "video/3gpp",
    "video/x-matroska",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
})  # fmt: skip
"""What a file can turn out to be."""

MOST_PARTS = 30
"""Parts of a file, such as pages, that are drawn."""

_MOST_SIDE = 5000
_MOST_LETTERS = 200_000
_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a file is. `whole`: its parts are all there is to it. `more`: pages that were not drawn."""

    type: str
    whole: bool
    sharp: bool
    more: int
    parts: int
    words: str = field(repr=False)


def fault(message: Message) -> str | None:
    """Return why the file cannot be opened, or None. Raises Nonsense, as all of these do."""
    named = message.header.get("fault")
    if named is None:
        return None
    if not isinstance(named, str) or named not in set(Why):
        raise Nonsense
    return named


def told(message: Message) -> Told:
    """Return what a file is."""
    type_ = message.header.get("type")
    if not isinstance(type_, str) or type_ not in TYPES:
        raise Nonsense
    return Told(
        type_, flag(message, "whole"), flag(message, "sharp"),
        int(number(message.header.get("more"), 0, _MOST_PAGES)),
        int(number(message.header.get("parts"), 0, MOST_PARTS)),
        text(message.body.decode(errors="replace"), _MOST_LETTERS, lines=True),
    )  # fmt: skip


def pixels(message: Message) -> tuple[int, int, bytes]:
    """Return (width, height, colours): exactly as many bytes as that makes."""
    width, height = (int(number(message.header.get(name), 1, _MOST_SIDE)) for name in ("width", "height"))
    if len(message.body) != 3 * width * height:
        raise Nonsense
    return width, height, message.body
