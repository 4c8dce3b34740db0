"""What lies on a report besides words: a recording to be played, an attachment to be saved."""

from __future__ import annotations

import re

from flask import Response, abort, request

from desk.access import here
from desk.door import Desk
from desk.headers import NO_RIGHTS
from desk.report import gain, identified
from desk.sheet import file_of
from desk.sound import louder, plays
from intake.opening import Piece, concerns, open_piece
from store import reports

_ID_BYTES = 16
_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic",
    "audio/mpeg": "mp3", "audio/amr": "amr", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/wav": "wav",
    "video/mp4": "mp4", "video/3gpp": "3gp", "video/quicktime": "mov", "application/pdf": "pdf", "text/plain": "txt",
    "text/vcard": "vcf",
}  # fmt: skip
_TOKEN = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+")


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


def attachment(door: Desk, report: str, item: str) -> Response:
    """Hand an attachment over as it was sent: to be saved, never to be shown by the browser."""
    piece = _piece(door, report, item)
    if piece.kind != "file":
        abort(404)
    kind, content = file_of(piece)
    name = f"{item[:8]}.{_ENDINGS.get(kind, 'bin')}"
    return Response(
        content,
        mimetype=kind if _TOKEN.fullmatch(kind) and kind in _ENDINGS else "application/octet-stream",
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
