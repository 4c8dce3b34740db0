"""Text as it was written, in the encodings that people send. Runs in the closed-off child."""

from __future__ import annotations

import re

from work.child.wire import Unfit
from work.files.why import Why

MOST_LETTERS = 200_000
"""Characters of a document that are shown."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GUESSES = ("utf-8", "gb2312")
_CHINESE, _WESTERN = "gb18030", "cp1252"  # nearly any bytes can be read as either
_PAPER = "utf-16-le"  # what the reader of PDF hands out
_MANY = 0.3  # bytes beyond ASCII: in Western text they are few
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
_DRAWING = re.compile(r"<svg[\s>]", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|script|body|iframe)[\s>]", re.IGNORECASE)
_CARD = re.compile(r"\s*BEGIN:VCARD", re.IGNORECASE)
_TYPES = ((_DRAWING, "image/svg+xml"), (_PAGE, "text/html"), (_CARD, "text/vcard"))
_SOME = 4096
_ASCII = 0x7F


def prepare() -> None:
    """Load every decoder."""
    for coding in (*_GUESSES, *(coding for _, coding in _MARKS), _CHINESE, _WESTERN, _PAPER):
        b"ab".decode(coding)


def read_text(raw: bytes) -> tuple[str, str]:
    """Return (type, text). Raises Unfit for what is no text."""
    if not raw.strip():
        raise Unfit(Why.EMPTY)
    text = _decoded(raw)
    return next((type_ for shape, type_ in _TYPES if shape.search(text[:_SOME])), "text/plain"), text


def _decoded(raw: bytes) -> str:
    marked = next((coding for mark, coding in _MARKS if raw.startswith(mark)), None)
    for coding in (marked,) if marked else _GUESSES:
        try:
            text = raw.decode(coding)
        except UnicodeDecodeError:
            continue
        if not _STRANGE.search(text):
            return text
    beyond = sum(byte > _ASCII for byte in raw[:_SOME]) / len(raw[:_SOME])
    text = raw.decode(_CHINESE if beyond > _MANY else _WESTERN, errors="replace")
    if _STRANGE.search(text):
        raise Unfit(Why.UNKNOWN)
    return text
