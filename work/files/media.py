"""Film and sound without what lies beside them: copied, stream by stream, into a container that says nothing else.

Nothing is decoded, so nothing is lost and nothing made harmless: it is still what a stranger sent. Titles, places,
times, covers, subtitles and data tracks stay behind; so do the encoder's notes inside the picture stream. What we could
not take them out of is left as it came. Runs in the closed-off child.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import av
from av.bitstream import BitStreamFilterContext
from av.error import FFmpegError
from av.stream import Disposition

from work.child.wire import Unfit
from work.files.why import Why

# how a file begins, or what follows RIFF: the one reader that is asked
_READERS = (
    (0, b"RIFF", 8, b"WAVE", "wav"), (0, b"ID3", 0, b"", "mp3"), (0, b"\xff\xfb", 0, b"", "mp3"),
    (0, b"\xff\xf3", 0, b"", "mp3"), (0, b"\xff\xf1", 0, b"", "aac"), (0, b"\xff\xf9", 0, b"", "aac"),
    (0, b"OggS", 0, b"", "ogg"), (0, b"fLaC", 0, b"", "flac"), (0, b"#!AMR", 0, b"", "amr"),
    (0, b"\x1aE\xdf\xa3", 0, b"", "matroska"), (4, b"ftyp", 0, b"", "mov"),
)  # fmt: skip
# reader: (writer, type without a film, type with one)
_WRITERS = {
    "wav": ("wav", "audio/wav", ""), "mp3": ("mp3", "audio/mpeg", ""), "aac": ("adts", "audio/aac", ""),
    "ogg": ("ogg", "audio/ogg", ""), "flac": ("flac", "audio/flac", ""), "amr": ("amr", "audio/amr", ""),
    "matroska": ("matroska", "audio/x-matroska", "video/x-matroska"), "mov": ("mp4", "audio/mp4", "video/mp4"),
    "3gp": ("3gp", "audio/3gpp", "video/3gpp"),
}  # fmt: skip
_CLEAR_SOUND = frozenset({"aac", "mp3", "mp3float", "amrnb", "amrwb", "opus", "flac", "alac"})
_FILTERS = {  # of each film coding that we know to clear: the pieces with notes
    "h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39|40", "vp8": "", "vp9": "",
    "av1": "filter_units=remove_types=5", "h263": "",
}  # fmt: skip
_QUIET = {"fflags": "+bitexact"}  # no name and no time of the writer's
_OWN = {"mp3": {"write_xing": "0", "id3v2_version": "0"}}
_MOST_STREAMS = 16


@dataclass(frozen=True, slots=True)
class Media:
    """A film or a sound, and its type."""

    type: str
    content: bytes


def prepare() -> None:
    """Load what the library would load at its first file of each sort."""
    for name in ("audio", "codec", "container", "sidedata", "subtitles", "video"):
        for module in iter_modules(import_module(f"av.{name}").__path__, f"av.{name}."):
            import_module(module.name)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    sound = struct.pack("<4sI4s", b"RIFF", 4 + len(form) + 24, b"WAVE") + form + struct.pack("<4sI", b"data", 16)
    strip(sound + bytes(16))


def strip(raw: bytes) -> Media:
    """Return a film or sound without what lies beside it. Raises Unfit where that cannot be done for certain."""
    reader = next((name for at, one, to, two, name in _READERS if _has(raw, at, one) and _has(raw, to, two)), None)
    if reader is None:
        raise Unfit(Why.UNSUPPORTED)
    try:
        with av.open(io.BytesIO(raw), format=reader) as source:
            return _copied(source, reader)
    except (FFmpegError, ValueError, OSError, EOFError, NotImplementedError):
        raise Unfit(Why.DAMAGED) from None


def _has(raw: bytes, at: int, part: bytes) -> bool:
    return raw[at : at + len(part)] == part


def _copied(source: Any, reader: str) -> Media:
    streams = [each for each in source.streams if _seen_or_heard(each)]
    if not streams or len(streams) > _MOST_STREAMS:
        raise Unfit(Why.UNSUPPORTED)
    old = any(each.codec_context.name.startswith("amr") for each in streams) and reader == "mov"
    writer, heard, seen = _WRITERS["3gp" if old else reader]
    film = any(each.type == "video" for each in streams)
    made = io.BytesIO()
    with av.open(made, "w", format=writer, options=_QUIET | _OWN.get(writer, {})) as target:
        ways = {each.index: _way(each, target) for each in streams}
        for packet in source.demux(streams):
            if packet.dts is not None:
                _pass_on(packet, *ways[packet.stream.index], target)
    return Media(seen if film else heard, made.getvalue())


def _seen_or_heard(stream: Any) -> bool:
    """Tell whether a stream is film or sound; a cover is neither. Raises Unfit for one that we cannot clear."""
    if stream.type not in {"video", "audio"} or stream.disposition & Disposition.attached_pic:
        return False
    name = stream.codec_context.name
    if name not in _FILTERS and name not in _CLEAR_SOUND and not name.startswith("pcm_"):
        raise Unfit(Why.UNSUPPORTED)
    return True


def _way(stream: Any, target: Any) -> tuple[Any, Any]:
    """Return the stream that takes this one on, and the filter between them."""
    out = target.add_stream_from_template(stream)
    out.metadata.clear()
    notes = _FILTERS.get(stream.codec_context.name)
    return out, BitStreamFilterContext(notes, stream) if notes else None


def _pass_on(packet: Any, out: Any, notes: Any, target: Any) -> None:
    for each in notes.filter(packet) if notes is not None else (packet,):
        each.stream = out
        target.mux(each)
