"""What lies on a report besides words: a recording to be played, an attachment to be saved."""

from __future__ import annotations

from flask import Response, abort, request

from desk.access import here
from desk.door import Desk
from desk.headers import NO_RIGHTS
from desk.report import gain, identified
from desk.sheet import PICTURES
from desk.sound import louder, plays
from intake.attached import attached, part_of
from intake.opening import Piece, concerns, open_piece, open_report, pending
from store import reports

_ID_BYTES = 16
_NO_TYPE = "application/octet-stream"
_MADE = frozenset({"clean", "shown"})
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic",
    "image/bmp": "bmp", "image/tiff": "tif", "audio/mpeg": "mp3", "audio/aac": "aac", "audio/flac": "flac",
    "audio/amr": "amr", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/wav": "wav", "audio/3gpp": "3gp",
    "audio/x-matroska": "mka", "video/mp4": "mp4", "video/3gpp": "3gp", "video/x-matroska": "mkv",
    "application/pdf": "pdf", "text/plain": "txt", "text/vcard": "vcf",
    f"{_OFFICE}.wordprocessingml.document": "docx", f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}.presentationml.presentation": "pptx", "application/vnd.oasis.opendocument.text": "odt",
}  # fmt: skip
"""By what a file was found to be. Pages and drawings that run programs keep the ending of nothing."""


def sound(door: Desk, report: str, item: str) -> Response:
    """Play a recording, louder if the address says so. A browser may ask for a part of it."""
    piece = _piece(door, report, item)
    wav = piece.plain[_ID_BYTES:] if piece.kind == "audio" else piece.plain
    if piece.kind not in {"audio", "recording"} or not plays(wav):
        abort(404)
    body = louder(wav, gain())
    answer = Response(body, mimetype="audio/wav", headers={"Content-Disposition": "inline"})
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(body))
    return answer


def picture(door: Desk, report: str, item: str) -> Response:
    """Hand out a picture that we drew ourselves of a file; opened by itself it is saved, not shown."""
    piece = _piece(door, report, item)
    _, part = part_of(piece)
    if piece.kind not in _MADE or part.type not in PICTURES:
        abort(404)
    return _saved(item, part.type, part.content, part.type)


def attachment(door: Desk, report: str, item: str) -> Response:
    """Hand out a file to be saved, never to be shown: what stands for it, or the file itself under no type at all."""
    opened = open_report(door.intake, here().who.keys, identified(report)) or abort(404)
    wanted, looking = identified(item), "clean" in pending(door.intake, opened.row.id).waiting
    for file in attached(opened):
        if file.piece.id == wanted and file.content and not file.clean and (file.facts or not looking):
            return _saved(item, file.found, file.content, _NO_TYPE)
        for part in file.clean:
            if part.id == wanted:
                return _saved(item, part.type, part.content, part.type)
    return abort(404)


def _saved(item: str, type_: str, content: bytes, mimetype: str) -> Response:
    """Return an answer that a browser saves, under a name that says nothing but what our decoder found."""
    name = f"{item[:8]}.{_ENDINGS.get(type_, 'bin')}"
    return Response(
        content,
        mimetype=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": NO_RIGHTS},
    )


def _piece(door: Desk, report: str, item: str) -> Piece:
    """Open one item of a report that is for this operator; 404 for everything else."""
    id_, keys = identified(report), here().who.keys
    with door.intake.store.read() as connection:
        row = reports.report_row(connection, id_)
    piece = open_piece(door.intake, keys, id_, identified(item))
    if row is None or piece is None or not concerns(door.intake, keys, row.line):
        abort(404)
    return piece
