"""The phone page, the texting page, and what may be fetched for them."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request, send_from_directory

from rehearsal.board import Board
from rehearsal.twiml.template import filled

SAMPLES = Path(__file__).parent.parent / "samples"


def pages(board: Board) -> Blueprint:
    """Routes of pages and of sound and pictures."""
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/")
    @blueprint.get("/phone")
    def phone() -> str:
        return render_template("phone.html", samples=_samples())

    @blueprint.get("/texts")
    def texts() -> str:
        return render_template("texts.html")

    @blueprint.get("/control/samples/<name>")
    def sample(name: str) -> Response:
        return send_from_directory(SAMPLES, name, mimetype="audio/wav")

    @blueprint.get("/control/clips/<sid>")
    def clip(sid: str) -> Response:
        kept = board.clips.get(sid)
        return _foreign(kept.data, kept.type) if kept else abort(404)

    @blueprint.get("/media/<key>")
    def media(key: str) -> Response:
        kept = next((media for media in board.media.all_on_phones() if media.key == key), None)
        return _foreign(kept.data, kept.type) if kept else abort(404)

    @blueprint.route("/bins/<name>", methods=["GET", "POST"])
    def hosted(name: str) -> Response:
        markup = board.bins.get(name)
        if markup is None:
            abort(404)
        return Response(filled(markup, request.values.to_dict()), mimetype="text/xml")

    return blueprint


def _foreign(data: bytes, kind: str) -> Response:
    """Serve bytes of somebody else: whatever they are, they run nothing here."""
    return Response(data, mimetype=kind, headers={"Content-Security-Policy": "default-src 'none'; sandbox"})


def _samples() -> list[str]:
    return sorted(file.stem for file in SAMPLES.glob("*.wav"))
