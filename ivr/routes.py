"""The webhooks of calls. A step is always answered with TwiML, because a caller hears nothing of an HTTP status."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, Response, request

from ivr import audio, callbacks, people, steps
from ivr.door import Calls, Request, received
from provider.inbound import raw_request
from store.database import NotKept

_A_DAY = 86_400
_LOG = logging.getLogger(__name__)


def calls(door: Calls) -> Blueprint:
    """Return the routes of this door."""
    routes = Blueprint("ivr", __name__)
    routes.register_error_handler(NotKept, lambda _: Response(status=503))
    _answers(routes, door)
    _callbacks(routes, door)
    _sounds(routes, door)
    return routes


def _answers(routes: Blueprint, door: Calls) -> None:
    """Add what the provider asks TwiML of."""
    for name, work in (
        ("call", steps.new_call),
        ("step", steps.next_step),
        ("fallback", steps.after_failure),
        ("dialled", steps.after_ringing),
        ("whisper", people.whisper),
        ("accept", people.accept),
    ):
        routes.add_url_rule(f"/ivr/{name}", name, _answering(door, work), methods=["POST"], strict_slashes=False)


def _callbacks(routes: Blueprint, door: Calls) -> None:
    """Add where the provider only tells: 204, or 503 when it is to come again."""
    for name, work in (("recording", callbacks.recording), ("status", callbacks.status)):
        routes.add_url_rule(f"/ivr/{name}", name, _noting(door, work), methods=["POST"], strict_slashes=False)


def _sounds(routes: Blueprint, door: Calls) -> None:
    """Add what the provider plays. What is secret is nowhere kept on the way."""

    @routes.get("/ivr/code/<language>/<ticket>.wav")
    def code(language: str, ticket: str) -> Response:
        return _sound(audio.code(door, language, ticket))

    @routes.get("/ivr/message/<language>/<ticket>.wav")
    def message(language: str, ticket: str) -> Response:
        return _sound(audio.messages(door, language, ticket))

    @routes.get("/ivr/prompt/<language>/<step>.wav")
    def prompt(language: str, step: str) -> Response:
        return _sound(audio.prompt(door, language, step), _A_DAY)


def _answering(door: Calls, work: Callable[[Calls, Request], str]) -> Callable[[], Response]:
    def view() -> Response:
        asked = received(door, raw_request(request.environ))
        try:
            answer = work(door, asked)
        except NotKept:
            answer = steps.not_kept(door, asked)
        except Exception as error:  # noqa: BLE001 - a caller hears a sentence of ours, whatever went wrong
            _LOG.error("call not answered", extra={"error": type(error).__name__})
            answer = steps.apology(door, asked.line, asked.language)
        return Response(answer, mimetype="text/xml")

    return view


def _noting(door: Calls, work: Callable[[Calls, Request], None]) -> Callable[[], Response]:
    def view() -> Response:
        work(door, received(door, raw_request(request.environ)))
        return Response(status=204)

    return view


def _sound(wav: bytes | None, seconds: int = 0) -> Response:
    if wav is None:
        return Response(status=404)
    response = Response(wav, mimetype="audio/wav")
    response.headers["Cache-Control"] = f"public, max-age={seconds}" if seconds else "no-store"
    return response
