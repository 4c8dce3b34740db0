"""REST: recordings, and the sound itself."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from rehearsal.api.shape import Record, by_date, date, gone, known, page, resource
from rehearsal.board import Board
from rehearsal.line.fields import VERSION, recording_url
from rehearsal.records import Recording


def shown(board: Board, recording: Recording) -> Record:
    """Return a recording as REST has it."""
    uri = f"/{VERSION}/Accounts/{board.options.account}/Recordings/{recording.sid}"
    return {
        "sid": recording.sid,
        "account_sid": board.options.account,
        "api_version": VERSION,
        "call_sid": recording.call,
        "conference_sid": None,
        "date_created": date(recording.created),
        "date_updated": date(recording.created),
        "start_time": date(recording.created),
        "duration": str(recording.seconds),
        "price": None,
        "price_unit": "USD",
        "status": recording.status,
        "channels": 1,
        "source": "RecordVerb",
        "error_code": recording.error,
        "encryption_details": None,
        "media_url": recording_url(board, recording.sid),
        "uri": f"{uri}.json",
        "subresource_uris": {"transcriptions": f"{uri}/Transcriptions.json"},
    }


def recordings_api(board: Board) -> Blueprint:
    """Routes of recordings. A deleted one stays listed, without sound, for those who ask for deleted ones."""
    blueprint = resource(board, "recordings", "rest.recordings")

    def get(sid: str, call: str | None = None) -> Recording:
        recording = known(board.recordings.get(sid))
        return known(recording if recording.status != "deleted" and call in {None, recording.call} else None)

    def listed(call: str | None, path: str) -> Response:
        created = by_date("DateCreated")
        with_deleted = request.args.get("IncludeSoftDeleted", "").lower() == "true"
        wanted = [
            recording
            for recording in board.recordings
            if call in {None, recording.call}
            and created(recording.created)
            and (with_deleted or recording.status != "deleted")
        ]
        return page(board, path, "recordings", (shown(board, recording) for recording in wanted))

    @blueprint.get("/Recordings.json")
    def all_listed() -> Response:
        return listed(request.args.get("CallSid"), "Recordings.json")

    @blueprint.get("/Calls/<call>/Recordings.json")
    def listed_of_call(call: str) -> Response:
        return listed(call, f"Calls/{call}/Recordings.json")

    @blueprint.get("/Recordings/<sid>.json")
    @blueprint.get("/Calls/<call>/Recordings/<sid>.json")
    def fetch(sid: str, call: str | None = None) -> Response:
        return jsonify(shown(board, get(sid, call)))

    @blueprint.delete("/Recordings/<sid>.json")
    @blueprint.delete("/Calls/<call>/Recordings/<sid>.json")
    def delete(sid: str, call: str | None = None) -> Response:
        recording = get(sid, call)
        recording.status, recording.audio = "deleted", b""
        return gone()

    return blueprint


def audio_api(board: Board) -> Blueprint:
    """Routes of sound: WAV, by the recording's address with or without `.wav`."""
    blueprint = resource(board, "audio", "rest.audio")

    @blueprint.get("/Recordings/<sid>.wav")
    @blueprint.get("/Recordings/<sid>")
    def sound(sid: str) -> Response:
        audio = known(board.recordings.get(sid)).audio
        return Response(known(audio or None), mimetype="audio/x-wav")

    return blueprint
