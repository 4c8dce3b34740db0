"""A line of our own for tests: it answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import math
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, request
from werkzeug.serving import make_server

from rehearsal import client
from rehearsal.calls.wav import RATE, write
from rehearsal.options import Options, credentials
from rehearsal.provider import Provider, create

ORIGIN = "https://hotline.example"
NUMBER = "+15005550100"
CONTROL = "a-control-token-for-tests"
Answer = str | Response | Callable[[dict[str, str]], "str | Response"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it reached the line."""

    path: str
    method: str
    form: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class World:
    """The line, what it saw, and the provider that calls it."""

    provider: Provider
    answers: dict[str, Answer]
    seen: list[Seen] = field(default_factory=list)

    def call(self, markup: Answer = "", **how: Any) -> client.Transcript:
        """Place a call whose first document is this."""
        if markup:
            self.answers["/call"] = markup
        return client.place_call(self.provider.url, CONTROL, **how)

    def text(self, body: str, markup: Answer = "", **how: Any) -> client.Answer:
        """Send a text that is answered with this."""
        if markup:
            self.answers["/text"] = markup
        return client.send_text(self.provider.url, CONTROL, body, **how)

    def fault(self, on: str, how: str, **more: Any) -> None:
        """Let something go wrong."""
        client.order_fault(self.provider.url, CONTROL, on=on, how=how, **more)

    def to(self, path: str) -> list[dict[str, str]]:
        """Return the forms that reached a path."""
        return [one.form for one in self.seen if one.path.partition("?")[0] == path]

    def paths(self) -> list[str]:
        """Return the paths in the order they were asked for."""
        return [one.path for one in self.seen]


def xml(inside: str) -> Response:
    """Return a document as the line should answer it."""
    return Response(f"<Response>{inside}</Response>", mimetype="text/xml")


def tone(seconds: float, loudness: int = 8000) -> bytes:
    """Return a WAV file with a tone."""
    return write(array("h", (int(loudness * math.sin(place / 4)) for place in range(int(seconds * RATE)))))


@contextmanager
def world(**changes: Any) -> Iterator[World]:
    """Run a line and a provider on free ports of this machine."""
    answers: dict[str, Answer] = {}
    seen: list[Seen] = []
    server = make_server("127.0.0.1", 0, _line(answers, seen), threaded=True)
    account, token = credentials()
    hooks = {"voice_url": f"{ORIGIN}/call", "sms_url": f"{ORIGIN}/text", "status_callback": f"{ORIGIN}/status"}
    options: dict[str, Any] = {
        "account": account,
        "token": token,
        "control_token": CONTROL,
        "origin": ORIGIN,
        "numbers": ((NUMBER, "Test line"),),
        "reach": f"http://127.0.0.1:{server.server_port}",
        "bind": "127.0.0.1:0",
        "webhooks": hooks,
        "patience": 10.0,
    }
    provider = create(Options(**(options | changes)))
    for serve in (server.serve_forever, provider.serve):
        threading.Thread(target=serve, daemon=True).start()
    try:
        yield World(provider, answers, seen)
    finally:
        provider.close()
        server.shutdown()


def until(ready: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    for _ in range(500):
        if ready():
            return
        time.sleep(0.01)
    message = "it did not happen"
    raise AssertionError(message)


def _line(answers: dict[str, Answer], seen: list[Seen]) -> Flask:
    app = Flask("line")

    @app.route("/<path:path>", methods=["GET", "POST"])
    def everything(path: str) -> Response:
        body = request.get_data()
        form = request.form.to_dict()
        target = request.environ["RAW_URI"]
        seen.append(Seen(target, request.method, form, dict(request.headers), body))
        answer = answers.get(f"/{path}", "")
        if callable(answer) and not isinstance(answer, Response):
            answer = answer(form)
        if isinstance(answer, str):
            return xml(answer)
        # A copy: one answer is given several times.
        return Response(answer.get_data(), answer.status_code, answer.headers)

    return app
