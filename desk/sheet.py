"""An opened report as its page shows it. Pure: everything is taken from what was opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from desk.masked import Said, Word, masks, said, spoken, told
from desk.sound import picture, plays
from intake.attached import Attached, attached
from intake.described import draft_of, sound_of
from intake.opening import Opened, Pending, Piece
from privacy.redaction.kinds import Suggestion
from privacy.redaction.mask import Part
from work.speech.transcript import DOUBTFUL, UNRELIABLE

_UNSPACED = frozenset({"zh-CN"})
_ID_BYTES = 16
_LOOKING = frozenset({"fetch", "check", "clean"})
_NAMES = {
    "image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/heif": "image/heic", "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav", "audio/mp3": "audio/mpeg", "audio/x-m4a": "audio/mp4", "audio/m4a": "audio/mp4",
    "audio/amr-nb": "audio/amr", "video/quicktime": "video/mp4", "video/webm": "video/x-matroska",
    "audio/webm": "audio/x-matroska", "text/x-vcard": "text/vcard", "audio/opus": "audio/ogg",
    "application/ogg": "audio/ogg", "text/csv": "text/plain", "application/xml": "text/plain",
}  # fmt: skip

PICTURES = frozenset({"image/jpeg", "image/png"})
"""The types of pictures that we draw ourselves."""


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


@dataclass(frozen=True, slots=True, repr=False)
class Attachment:
    """A file that came with the report. `verdict` is what became of it; waiting and none where nothing did yet.

    `why` says what stood in the way of more, `more` how many pages were not drawn. `pictures` are the ids of what can
    be looked at, `saved` the ids of what can be saved, `words` what is written in it. `other` says that it is not what
    its sender claims.
    """

    number: int
    state: str
    verdict: str
    claimed: str
    type: str
    other: bool
    size: int
    why: str
    more: int
    pictures: tuple[str, ...]
    saved: tuple[str, ...]
    words: str


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
    looking = not pending.waiting.isdisjoint(_LOOKING)
    return Sheet(
        stories=stories,
        recordings=recordings,
        attachments=tuple(_attachment(at, file, looking) for at, file in enumerate(attached(opened), 1)),
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


def _attachment(number: int, file: Attached, looking: bool) -> Attachment:  # noqa: FBT001 - of a whole report
    verdict = str(file.facts.get("verdict") or ("waiting" if looking else "none"))
    return Attachment(
        number=number,
        state=file.piece.state if file.clean or file.content or file.piece.state == "altered" else "erased",
        verdict=verdict,
        claimed=file.claimed,
        type=file.found,
        other=bool(file.found) and _same(file.found) != _same(file.claimed),
        size=file.size,
        why=str(file.facts.get("why", "")),
        more=int(file.facts.get("more", 0)),
        pictures=tuple(part.id.hex() for part in file.clean + file.shown if part.type in PICTURES),
        saved=_saved(file, verdict),
        words=file.words,
    )


def _saved(file: Attached, verdict: str) -> tuple[str, ...]:
    """Return the ids of what can be saved: what stands for the file; or the file, unless it is still looked at."""
    if file.clean:
        return tuple(part.id.hex() for part in file.clean)
    return (file.piece.id.hex(),) if file.content and verdict != "waiting" else ()


def _same(type_: str) -> str:
    """Return a type by the one of its names that we use."""
    return _NAMES.get(type_.lower(), type_.lower())


def _reasons(opened: Opened) -> Iterator[Reason]:
    found: Sequence[Piece] = [piece for piece in opened.of_kind("reasons") if piece.plain]
    for reason in found[-1].data["reasons"] if found else ():
        yield Reason(reason["name"], reason.get("reason", ""), tuple(reason.get("words", ())), reason.get("weight", 0))
