"""Reports and calls as plain mappings: the shape that programs read and other commands build on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from intake.attached import attached
from intake.opening import Opened, Piece, waiting_seconds
from intake.options import Intake
from privacy.redaction.mask import masked
from privacy.redaction.suggest import suggest

Reading = Callable[[str], str]
"""How words are given out: as they are, or masked."""


def described(intake: Intake, opened: Opened, *, masks: bool = False) -> dict[str, Any]:
    """Return a report as `sotto reports --json` prints it; with `masks`, what may tell who reported is masked."""
    row, read = opened.row, _masked if masks else _as_it_is
    return {
        "id": row.id.hex(),
        "channel": row.channel,
        "line": row.line,
        "language": row.language,
        "category": row.category,
        "danger": None if row.danger is None else bool(row.danger),
        "grade": row.grade,
        "reasons": reasons(opened),
        "status": row.status,
        "route": row.route,
        "outcome": row.outcome,
        "reachable": row.reachable,
        "text": typed(opened, read),
        "transcript": transcript(opened, read),
        "recordings": [_recording(opened, piece) for piece in opened.of_kind("recording")],
        "attachments": [{"type": each.type, "bytes": each.size} for each in attached(opened)],
        "messages": [_message(piece, read) for piece in opened.of_kind("message")],
        "received": row.day,
        "waiting_seconds": waiting_seconds(intake, opened),
        "provider_copies": row.copies,
    }


def reasons(opened: Opened) -> list[str]:
    """Return the reasons of a report's grade, a sentence each."""
    found = opened.of_kind("reasons")
    return [reason["text"] for reason in found[-1].data["reasons"]] if found and found[-1].plain else []


def typed(opened: Opened, read: Reading) -> str | None:
    """Return the reporter's typed words, or None where there are none."""
    stories = [read(piece.text) for piece in opened.of_kind("story")]
    return "\n\n".join(stories) if stories else None


def transcript(opened: Opened, read: Reading) -> dict[str, Any] | None:
    """Return the drafts of what was said, as one: the worst status, the least confidence, all the words."""
    drafts = [piece.data for piece in opened.of_kind("transcript") if piece.plain]
    if not drafts:
        return None
    worst = next((draft for draft in drafts if draft["status"] != "ok"), drafts[0])
    return {
        "status": worst["status"],
        "confidence": min(draft["confidence"] for draft in drafts),
        "text": "\n".join(read(draft["text"]) for draft in drafts if draft["text"]),
    }


def sound_of(opened: Opened, recording: Piece) -> dict[str, Any]:
    """Return what is known of a recording's sound: seconds, level, whether it is quiet, its peaks."""
    sounds = (piece.data for piece in opened.of_kind("sound") if piece.plain)
    return next((sound for sound in sounds if sound["of"] == recording.id.hex()), {})


def draft_of(opened: Opened, recording: Piece) -> dict[str, Any] | None:
    """Return the draft transcript of one recording: it was kept right behind what is known of the recording's sound."""
    of = None
    for piece in opened.of_kind("sound", "transcript"):
        if not piece.plain:
            continue
        if piece.kind == "sound":
            of = piece.data["of"]
        elif of == recording.id.hex():
            found: dict[str, Any] = piece.data
            return found
    return None


def _message(piece: Piece, read: Reading) -> dict[str, Any]:
    return {"from": piece.author, "text": piece.text if piece.author == "desk" else read(piece.text)}


def _masked(text: str) -> str:
    return masked(text, suggest(text))


def _as_it_is(text: str) -> str:
    return text


def _recording(opened: Opened, piece: Piece) -> dict[str, Any]:
    seconds = sound_of(opened, piece).get("seconds")
    return {"seconds": None if seconds is None else round(seconds), "state": "kept" if piece.plain else "erased"}
