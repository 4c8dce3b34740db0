"""The process that touches the files of strangers: `python -m work.files.child`. It sees one file, and ends.

`open` takes the bytes and tells what they are; `part` gives one part after the other: bare pixels, or the bytes of a
stripped film. The host takes nothing from it on trust (see `gate` and `answers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from work.child.serving import Job, serve
from work.child.wire import Message, Unfit
from work.files import media, office, papers, pictures, text
from work.files.answers import MOST_PARTS
from work.files.kinds import Kind, is_two, kind_of
from work.files.pictures import Pixels
from work.files.text import MOST_LETTERS
from work.files.why import Why

MEMORY = 768 << 20
"""The most address space that it may take, in bytes; its libraries take 170 MiB of that before the first file."""

Part = Callable[[], Message]
Told = tuple[dict[str, Any], list[Part]]


def main() -> None:
    """Load every decoder, give everything else away, and do what the host asks until it hangs up."""
    serve(MEMORY, _jobs)


def _jobs() -> Mapping[str, Job]:
    pictures.prepare()
    papers.prepare()
    text.prepare()
    media.prepare()
    office.prepare()
    parts: list[Part] = []
    return {"open": partial(_open, parts), "part": lambda message: parts[message.header["number"]]()}


def _open(parts: list[Part], message: Message) -> Message:
    raw = message.body
    kind = kind_of(raw)
    if is_two(raw, kind):
        raise Unfit(Why.TWO_IN_ONE)
    told, found = _READERS[kind](raw)
    parts[:] = found
    words = str(told.pop("words", ""))[:MOST_LETTERS].encode(errors="replace")
    return Message({"whole": False, "sharp": False, "more": 0} | told | {"parts": len(found)}, words)


def _picture(raw: bytes) -> Told:
    read = pictures.read_picture(raw)
    return {"type": read.type, "whole": not read.more, "sharp": read.sharp}, [lambda: _drawn(read.pixels)]


def _paper(raw: bytes) -> Told:
    read = papers.read_paper(raw)
    pages = min(read.pages, MOST_PARTS)
    words = read.words()
    told = {"type": "application/pdf", "whole": read.whole and read.legible(words), "words": words}
    return told | {"more": read.pages - pages}, [partial(lambda at: _drawn(read.page(at)), at) for at in range(pages)]


def _office(raw: bytes) -> Told:
    type_, words = office.read_office(raw)
    return {"type": type_, "words": words, "more": int(len(words) > MOST_LETTERS)}, []


def _text(raw: bytes) -> Told:
    type_, words = text.read_text(raw)
    return {"type": type_, "words": words, "more": int(len(words) > MOST_LETTERS)}, []


def _media(raw: bytes) -> Told:
    read = media.strip(raw)
    return {"type": read.type, "whole": True}, [lambda: Message({}, read.content)]


def _nothing(_raw: bytes) -> Told:
    raise Unfit(Why.UNKNOWN)


def _drawn(pixels: Pixels) -> Message:
    return Message({"width": pixels.width, "height": pixels.height}, pixels.rgb)


_READERS: Mapping[Kind, Callable[[bytes], Told]] = {
    Kind.PICTURE: _picture, Kind.PAPER: _paper, Kind.OFFICE: _office, Kind.TEXT: _text, Kind.MEDIA: _media,
    Kind.NONE: _nothing,
}  # fmt: skip

if __name__ == "__main__":
    main()
