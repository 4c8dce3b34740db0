"""What a file may be, by how it begins: which decoder is to be asked. Only the decoder decides."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum


class Kind(StrEnum):
    """The decoder that a file is given to."""

    PICTURE = "picture"
    PAPER = "paper"  # PDF
    OFFICE = "office"  # what is zipped XML
    MEDIA = "media"  # film and sound
    TEXT = "text"
    NONE = "none"


_BEGINS = (
    (b"\xff\xd8\xff", Kind.PICTURE), (b"\x89PNG\r\n\x1a\n", Kind.PICTURE), (b"GIF87a", Kind.PICTURE),
    (b"GIF89a", Kind.PICTURE), (b"II*\0", Kind.PICTURE), (b"MM\0*", Kind.PICTURE), (b"BM", Kind.PICTURE),
    (b"PK\x03\x04", Kind.OFFICE), (b"OggS", Kind.MEDIA), (b"ID3", Kind.MEDIA), (b"fLaC", Kind.MEDIA),
    (b"#!AMR", Kind.MEDIA), (b"\x1aE\xdf\xa3", Kind.MEDIA), (b"\xff\xfb", Kind.MEDIA), (b"\xff\xf3", Kind.MEDIA),
    (b"\xff\xf1", Kind.MEDIA), (b"\xff\xf9", Kind.MEDIA),
)  # fmt: skip
_RIFF = {b"WEBP": Kind.PICTURE, b"WAVE": Kind.MEDIA, b"AVI ": Kind.MEDIA}
_STILLS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})
_PAPER = b"%PDF-"
_WITHIN = 1024  # where readers look for the head of a PDF


def kind_of(raw: bytes) -> Kind:
    """Return the decoder to try; what begins as nothing that we know may still be text."""
    if raw[:4] == b"RIFF":
        return _RIFF.get(raw[8:12], Kind.NONE)
    if raw[4:8] == b"ftyp":
        return Kind.PICTURE if raw[8:12] in _STILLS else Kind.MEDIA
    for begin, kind in _BEGINS:
        if raw.startswith(begin):
            return kind
    return Kind.PAPER if _PAPER in raw[:_WITHIN] else Kind.TEXT


def is_two(raw: bytes, kind: Kind) -> bool:
    """Tell whether a document is also one of another kind: then what one program shows, another does not."""
    if kind is Kind.PAPER:
        return zipfile.is_zipfile(io.BytesIO(raw))
    return kind is Kind.OFFICE and _PAPER in raw[:_WITHIN]
