"""An opened report as its page shows it. Pure: everything is taken from what was opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desk.sound import picture, plays
from intake.described import draft_of, sound_of
from intake.opening import Opened, Pending, Piece
from work.speech.transcript import DOUBTFUL, UNRELIABLE

_UNSPACED = frozenset({"zh-CN"})
_ID_BYTES = 16
_NO_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """A word of a draft. `trust` is sure, unsure or doubtful, as far as the recogniser can tell."""

    text: str
    trust: str


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """What a recogniser made of a recording; `text` is set where it did not tell word from word."""

    status: str
    percent: int
    words: tuple[Word, ...]
    text: str
    joint: str


@dataclass(frozen=True, slots=True, repr=False)
class Recording:
    """A recording: kept, erased or altered. `plays` is the id of what a browser can play, None while there is nothing.

    `path` draws its loudness over so many `steps`.
    """

    number: int
    state: str
    plays: str | None
    seconds: int | None
    quiet: bool
    cut: bool
    fault: str
    path: str
    steps: int
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with the report: its id, the type its sender claims, its size in bytes."""

    number: int
    id: str
    state: str
    type: str
    size: int


@dataclass(frozen=True, slots=True, repr=False)
class Reason:
    """One cause of the grade. `text` is the owner's sentence, empty where the desk has its own words for `name`."""

    name: str
    text: str
    words: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """What a report's page shows of its items. `damaged` counts what could not be opened.

    `checked` are the texts of its recordings as a person heard them, `to_check` the one to begin from, `heard` how many
    recordings the page shows; `unchecked` says that one of them is still to be checked.
    """

    stories: tuple[Piece, ...]
    recordings: tuple[Recording, ...]
    attachments: tuple[Attachment, ...]
    thread: tuple[Piece, ...]
    reasons: tuple[Reason, ...]
    fetching: bool
    lost: bool
    listening: bool
    checked: tuple[Piece, ...]
    to_check: str
    heard: int
    unchecked: bool
    damaged: int


def sheet(opened: Opened, pending: Pending) -> Sheet:
    """Return the page of a report."""
    return Sheet(
        stories=opened.of_kind("story"),
        recordings=tuple(_recording(opened, at, piece) for at, piece in enumerate(opened.of_kind("recording"), 1)),
        attachments=tuple(_attachment(at, piece) for at, piece in enumerate(opened.of_kind("file"), 1)),
        thread=opened.of_kind("message", "note"),
        reasons=tuple(_reasons(opened)),
        fetching="fetch" in pending.waiting,
        lost="fetch" in pending.given_up,
        listening="transcribe" in pending.waiting,
        checked=opened.of_kind("checked"),
        to_check=_to_check(opened),
        heard=len(opened.of_kind("recording")),
        unchecked=any(piece.plain and piece.state != "checked" for piece in opened.of_kind("recording")),
        damaged=sum(piece.state == "altered" for piece in opened.pieces),
    )


def _recording(opened: Opened, number: int, piece: Piece) -> Recording:
    sound = sound_of(opened, piece)
    peaks = sound.get("peaks", [])
    draft = draft_of(opened, piece)
    return Recording(
        number=number,
        state="kept" if piece.plain else "altered" if piece.state == "altered" else "erased",
        plays=_playable(opened, piece),
        seconds=None if sound.get("seconds") is None else round(sound["seconds"]),
        quiet=bool(sound.get("quiet")),
        cut=bool(sound.get("cut")),
        fault=sound.get("fault") or "",
        path=picture(peaks),
        steps=max(1, len(peaks) - 1),
        draft=None if draft is None else _draft(draft, opened.row.language),
    )


def _to_check(opened: Opened) -> str:
    """Return the text that a person is to check: the last one that was checked, else the drafts."""
    checked = [piece.text for piece in opened.of_kind("checked") if piece.plain]
    drafts = [piece.data["text"] for piece in opened.of_kind("transcript") if piece.plain]
    return checked[-1] if checked else "\n\n".join(text for text in drafts if text)


def _playable(opened: Opened, recording: Piece) -> str | None:
    copies = (piece for piece in opened.of_kind("audio") if piece.plain[:_ID_BYTES] == recording.id)
    copy = next((piece.id.hex() for piece in copies if plays(piece.plain[_ID_BYTES:])), None)
    return copy or (recording.id.hex() if plays(recording.plain) else None)


def _draft(draft: dict[str, Any], language: str) -> Draft:
    words = tuple(Word(text, _trust(prob)) for _, _, text, prob in draft.get("segments", ()))
    percent = round(100 * draft["confidence"])
    return Draft(draft["status"], percent, words, draft["text"], "" if language in _UNSPACED else " ")


def _trust(prob: float) -> str:
    return "sure" if prob >= DOUBTFUL else "unsure" if prob >= UNRELIABLE else "doubtful"


def _attachment(number: int, piece: Piece) -> Attachment:
    kind, content = file_of(piece)
    return Attachment(number, piece.id.hex(), piece.state if piece.plain else "erased", kind, len(content))


def file_of(piece: Piece) -> tuple[str, bytes]:
    """Return (the type its sender claims, the bytes) of an attachment."""
    kind, _, content = piece.plain.partition(b"\0")
    return kind.decode("ascii", errors="replace")[:80] or _NO_TYPE, content


def _reasons(opened: Opened) -> Iterator[Reason]:
    found: Sequence[Piece] = [piece for piece in opened.of_kind("reasons") if piece.plain]
    for reason in found[-1].data["reasons"] if found else ():
        yield Reason(reason["name"], reason.get("reason", ""), tuple(reason.get("words", ())), reason.get("weight", 0))
