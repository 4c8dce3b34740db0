"""Pixels into picture files, on our side of the wall: the encoder sees nothing of a stranger's but colours."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image

_SHARP_PIXELS = 4_000_000  # more would take seconds and megabytes without loss
_QUALITY = 90


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be shown or saved: its type and its bytes."""

    type: str
    content: bytes = field(repr=False)


def draw(width: int, height: int, rgb: bytes, *, sharp: bool) -> Part:
    """Return red, green and blue (a byte each, row by row) as a PNG where that is wanted and small, else as a JPEG."""
    image, made = Image.frombytes("RGB", (width, height), rgb), io.BytesIO()
    if sharp and width * height <= _SHARP_PIXELS:
        image.save(made, "PNG")
        return Part("image/png", made.getvalue())
    image.save(made, "JPEG", quality=_QUALITY, subsampling=0)
    return Part("image/jpeg", made.getvalue())
