"""The words of office documents (zipped XML): read member by member, within limits. Runs in the closed-off child."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError, XMLPullParser

from work.child.wire import Unfit
from work.files.text import MOST_LETTERS
from work.files.why import Why

_MOST_MEMBERS = 2000
_MOST_MEMBER = 8 << 20  # bytes, unpacked
_PIECE = 64 << 10
_NUMBER = re.compile(r"\d+")
# type: the member that tells it, and those that hold words
_FORMS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "word/document.xml", r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "xl/workbook.xml", r"xl/(sharedStrings|worksheets/sheet\d+|comments\d*)\.xml"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "ppt/presentation.xml", r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"),
    "application/vnd.oasis.opendocument.text": ("content.xml", r"content\.xml"),
}  # fmt: skip
_ENDS = frozenset({"p", "h", "row", "si", "table-row", "comment"})
_GROWS = (
    b"<!DOCTYPE"  # how entities that expand begin; no office writes one, nor UTF-16, in which it would look different
)
_WORDS = frozenset({"t", "v"})


def prepare() -> None:
    """Load what reading an archive needs."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", "<a>words</a>")
    read_office(made.getvalue())


def read_office(raw: bytes) -> tuple[str, str]:
    """Return (type, words) of a document. Raises Unfit for an archive that is none, and for one that unpacks too far.

    An archive in an archive is never opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            if len(names) > _MOST_MEMBERS:
                raise Unfit(Why.TOO_MANY_PARTS)
            type_, pattern = _form(set(names))
            members = sorted((name for name in names if re.fullmatch(pattern, name)), key=_in_order)
            return type_, _joined(archive, members)
    except (zipfile.BadZipFile, zlib.error, ParseError, NotImplementedError, RuntimeError, EOFError):
        raise Unfit(Why.DAMAGED) from None


def _form(names: set[str]) -> tuple[str, str]:
    for type_, (sign, pattern) in _FORMS.items():
        if sign in names:
            return type_, pattern
    raise Unfit(Why.ARCHIVE)


def _in_order(name: str) -> tuple[str, int]:
    number = _NUMBER.search(name)
    return _NUMBER.sub("", name), int(number[0]) if number else 0


def _joined(archive: zipfile.ZipFile, members: list[str]) -> str:
    found: list[str] = []
    length = 0
    for member in members:
        for words in _words(archive, member):
            found.append(words)
            length += len(words)
            if length > MOST_LETTERS:
                return "".join(found)
    return re.sub(r"\n{3,}", "\n\n", "".join(found)).strip()


def _words(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    """Give the words of one member, piece by piece. Raises Unfit when it unpacks to more than it may."""
    parser: Any = XMLPullParser(("end",))
    used, last = 0, b""
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            used += len(piece)
            if used > _MOST_MEMBER:
                raise Unfit(Why.TOO_LARGE)
            if _GROWS in last + piece or b"\0" in piece:
                raise Unfit(Why.DAMAGED)
            parser.feed(piece)
            yield from _told(parser)
            last = piece[-len(_GROWS) :]
    parser.close()
    yield from _told(parser)


def _told(parser: Any) -> Iterator[str]:
    for _, element in parser.read_events():
        name = element.tag.rpartition("}")[2]
        whole = element.tag.startswith("{urn:oasis:") and name in {"p", "h"}
        if whole:
            yield "".join(element.itertext())
        elif name in _WORDS and element.text:
            yield element.text + ("\t" if name == "v" else "")
        if name in _ENDS:
            yield "\n"
            element.clear()
