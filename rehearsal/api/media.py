"""REST: what came or went with messages."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from rehearsal.api.shape import Record, date, gone, known, page, resource
from rehearsal.board import Board
from rehearsal.line.fields import VERSION
from rehearsal.records import Media


def shown(board: Board, media: Media) -> Record:
    """Return a file of a message as REST has it."""
    uri = f"/{VERSION}/Accounts/{board.options.account}/Messages/{media.message}/Media/{media.sid}.json"
    return {
        "sid": media.sid,
        "account_sid": board.options.account,
        "parent_sid": media.message,
        "content_type": media.type,
        "date_created": date(media.created),
        "date_updated": date(media.created),
        "uri": uri,
    }


def media_api(board: Board) -> Blueprint:
    """Routes of media: a list, a redirect to the file, a deletion."""
    blueprint = resource(board, "media", "rest.media")

    def get(message: str, sid: str) -> Media:
        media = known(board.media.get(sid))
        return known(media if media.message == message else None)

    @blueprint.get("/Messages/<message>/Media.json")
    def listed(message: str) -> Response:
        files = [media for media in board.media if media.message == message]
        return page(board, f"Messages/{message}/Media.json", "media_list", (shown(board, media) for media in files))

    @blueprint.get("/Messages/<message>/Media/<sid>.json")
    def fetch(message: str, sid: str) -> Response:
        return jsonify(shown(board, get(message, sid)))

    @blueprint.get("/Messages/<message>/Media/<sid>")
    def file(message: str, sid: str) -> AnyResponse:
        return redirect(f"{board.base}/media/{get(message, sid).key}", 307)

    @blueprint.delete("/Messages/<message>/Media/<sid>.json")
    def delete(message: str, sid: str) -> Response:
        board.media.drop(get(message, sid).sid)
        return gone()

    return blueprint
