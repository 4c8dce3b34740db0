"""An opened report as its page shows it. Pure: everything is taken from what was opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from desk.masked import Said, Word, masks, said, spoken, told
from desk.sound import picture, plays
from intake.described import draft_of, sound_of
from intake.opening import Opened, Pending, Piece
from privacy.redaction.kinds import Suggestion
from privacy.redaction.mask import Part
from work.speech.transcript import DOUBTFUL, UNRELIABLE

_UNSPACED = frozenset({"zh-CN"})
_ID_BYTES = 16
_NO_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """What a recogniser made of a recording; `text` is set where it did not tell word from word."""

    status: str
    percent: int
    words: tuple[Word, ...]
    text: tuple[Part, ...]
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

    `masks` is what may tell who reported, masked unless the masks are `lifted`.
    """

    stories: tuple[Said, ...]
    recordings: tuple[Recording, ...]
    attachments: tuple[Attachment, ...]
    thread: tuple[Said, ...]
    reasons: tuple[Reason, ...]
    fetching: bool
    lost: bool
    listening: bool
    checked: tuple[tuple[Part, ...], ...]
    to_check: str
    heard: int
    unchecked: bool
    damaged: int
    masks: tuple[Suggestion, ...]
    lifted: bool


def sheet(opened: Opened, pending: Pending, *, lifted: bool) -> Sheet:
    """Return the page of a report, what may tell who reported masked unless that is `lifted`."""
    stories = tuple(said(piece, lifted=lifted) for piece in opened.of_kind("story"))
    thread = tuple(said(piece, lifted=lifted) for piece in opened.of_kind("message", "note"))
    recordings = tuple(
        _recording(opened, at, piece, lifted=lifted) for at, piece in enumerate(opened.of_kind("recording"), 1)
    )
    drafts = [each.draft for each in recordings if each.draft]
    checked = tuple(told(piece.text, lifted=lifted) if piece.plain else () for piece in opened.of_kind("checked"))
    shown = (*checked, *(each.parts for each in (*stories, *thread)), *(each.words or each.text for each in drafts))
    return Sheet(
        stories=stories,
        recordings=recordings,
        attachments=tuple(_attachment(at, piece) for at, piece in enumerate(opened.of_kind("file"), 1)),
        thread=thread,
        reasons=tuple(_reasons(opened)),
        fetching="fetch" in pending.waiting,
        lost="fetch" in pending.given_up,
        listening="transcribe" in pending.waiting,
        checked=checked,
        to_check=_to_check(opened),
        heard=len(opened.of_kind("recording")),
        unchecked=any(piece.plain and piece.state != "checked" for piece in opened.of_kind("recording")),
        damaged=sum(piece.state == "altered" for piece in opened.pieces),
        masks=masks(chain.from_iterable(shown)),
        lifted=lifted,
    )


def _recording(opened: Opened, number: int, piece: Piece, *, lifted: bool) -> Recording:
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
        draft=None if draft is None else _draft(draft, opened.row.language, lifted=lifted),
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


def _draft(draft: dict[str, Any], language: str, *, lifted: bool) -> Draft:
    joint = "" if language in _UNSPACED else " "
    words = [Word(text, _trust(prob)) for _, _, text, prob in draft.get("segments", ())]
    return Draft(
        draft["status"], round(100 * draft["confidence"]), spoken(words, joint, lifted=lifted),
        told(draft["text"], lifted=lifted), joint,
    )  # fmt: skip


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
