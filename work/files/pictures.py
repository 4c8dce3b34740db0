"""Pictures into bare pixels, turned as they are meant to be seen. Runs in the closed-off child.

Size is looked at before anything is unpacked: a file of a few hundred bytes can claim a billion pixels.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from work.child.wire import Unfit
from work.files.why import Why

MOST_PIXELS = 52_000_000
"""What the largest usual telephone cameras make (50 megapixels)."""

SIDE = 4096
"""The longest side that is kept, in pixels."""

_MOST_CHUNKS = 20_000  # of a PNG; writers use pieces of 8 KiB and more
_PNG, _PNG_HEAD = b"\x89PNG\r\n\x1a\n", 8
_DRAWN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"eXIf", b"IEND"})  # eXIf for the way it is turned
_TYPES = {
    "JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp",
    "BMP": "image/bmp", "TIFF": "image/tiff", "HEIF": "image/heic",
}  # fmt: skip
_DECODERS = tuple(_TYPES.keys() - {"MPO"})  # which is a JPEG that says more follows
_MOVES = frozenset({"GIF", "WEBP", "TIFF"})
_ORIENTATION = 0x0112  # in EXIF
_SHARP = frozenset({"PNG", "GIF", "BMP", "TIFF"})


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture as nothing but red, green and blue, eight bits each, row by row."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture. `more` says that others follow it in the file, `sharp` that it was kept without loss."""

    type: str
    pixels: Pixels
    more: bool
    sharp: bool


def prepare() -> None:
    """Load every decoder now: nothing can be loaded any more once foreign bytes are there."""
    Image.init()
    pillow_heif.register_heif_opener(thumbnails=False)
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"):
        written = io.BytesIO()
        Image.new("RGB", (2, 2)).save(written, kind)
        ImageOps.exif_transpose(Image.open(io.BytesIO(written.getvalue()))).load()
    Image.MAX_IMAGE_PIXELS = None  # we look ourselves, and refuse sooner


def read_picture(raw: bytes) -> Picture:
    """Decode a picture: its first, turned upright, on white where it is transparent. Raises Unfit."""
    moving = False
    if raw.startswith(_PNG):
        raw, moving = _bare_png(raw)
    try:
        with Image.open(io.BytesIO(raw), formats=_DECODERS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unfit(Why.TOO_LARGE)
            moving = moving or (image.format in _MOVES and bool(getattr(image, "is_animated", False)))
            pixels = _pixels(image)
            return Picture(_TYPES[image.format or ""], pixels, moving, image.format in _SHARP)
    except UnidentifiedImageError:
        raise Unfit(Why.UNKNOWN) from None
    except (OSError, SyntaxError, ValueError, struct.error, EOFError):
        raise Unfit(Why.DAMAGED) from None


def _pixels(image: Image.Image) -> Pixels:
    if max(image.size) > SIDE:
        image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.load()
    flat = ImageOps.exif_transpose(_flat(image)) if _turned(image) else _flat(image)
    return Pixels(flat.width, flat.height, flat.tobytes())


def _turned(image: Image.Image) -> bool:
    """Tell whether the picture says which side is up in a way that can be read."""
    try:
        return bool(image.getexif().get(_ORIENTATION, 1) != 1)
    except (OSError, SyntaxError, ValueError, struct.error, EOFError):
        return False


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture as RGB; the note on which side is up stays with it until it is turned."""
    if image.mode.startswith("I"):
        made = image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    elif image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        made = Image.new("RGB", clear.size, "white")
        made.paste(clear, mask=clear)
    else:
        made = image.convert("RGB")
    if made is not image and "exif" in image.info:
        made.info["exif"] = image.info["exif"]
    return made


def _bare_png(raw: bytes) -> tuple[bytes, bool]:
    """Return a PNG without the chunks that draw nothing, and whether it was one that moves."""
    kept, moving = [_PNG], False
    for count, (name, chunk) in enumerate(_chunks(raw)):
        if count > _MOST_CHUNKS:
            raise Unfit(Why.TOO_MANY_PARTS)
        moving = moving or name == b"acTL"
        if name in _DRAWN:
            kept.append(chunk)
    return b"".join(kept), moving


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give (name, the whole chunk with length and checksum) up to the end of the picture; a trailer is not one."""
    at = _PNG_HEAD
    while at + 12 <= len(raw):
        size, name = struct.unpack_from(">I4s", raw, at)
        yield name, raw[at : at + 12 + size]
        if name == b"IEND":
            return
        at += 12 + size
