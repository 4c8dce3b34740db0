"""Puts a rehearsal together: `create(options)` listens, `serve()` answers, `close()` ends it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

import waitress
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from waitress.server import BaseWSGIServer
from waitress.wasyncore import close_all

from rehearsal.api.account import account_api
from rehearsal.api.calls import calls_api
from rehearsal.api.media import media_api
from rehearsal.api.messages import messages_api
from rehearsal.api.numbers import numbers_api
from rehearsal.api.recordings import audio_api, recordings_api
from rehearsal.board import Board
from rehearsal.calls.switch import Switch
from rehearsal.control.calls import calls_control
from rehearsal.control.guard import guard
from rehearsal.control.pages import pages
from rehearsal.control.settings import settings_control
from rehearsal.control.texts import texts_control
from rehearsal.line.courier import Courier
from rehearsal.line.webhooks import Line
from rehearsal.options import Options
from rehearsal.texts.incoming import Incoming
from rehearsal.texts.outgoing import Outgoing

THREADS = 24
LARGEST_UPLOAD = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Provider:
    """A running rehearsal. `options.bind` holds the port it really has."""

    options: Options
    app: Flask
    server: BaseWSGIServer
    sockets: dict[int, object]

    @property
    def url(self) -> str:
        """Where REST, the control API and the pages are: the value for TWILIO_API_URL."""
        return f"http://{self.options.bind}"

    def page(self, name: str) -> str:
        """Return a page's address (`phone`, `texts`) with the token that lets a browser in."""
        return f"{self.url}/{name}?token={self.options.control_token}"

    def serve(self) -> None:
        """Answer requests until `close` is called from another thread."""
        self.server.run()
        self.server.task_dispatcher.shutdown()

    def close(self) -> None:
        """Stop answering. What was kept is gone."""
        # In the server's own thread: a socket closed under its feet would raise there. If that thread happens to be
        # awake, it closes the trigger, too, before we have pulled it.
        with suppress(OSError):
            self.server.trigger.pull_trigger(lambda: close_all(self.sockets))


def create(options: Options) -> Provider:
    """Check the options and start to listen. Raises Refused for anything that is not of this machine alone."""
    options.refuse()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.json = in_order = DefaultJSONProvider(app)
    in_order.sort_keys = False
    sockets: dict[int, object] = {}
    server = waitress.create_server(
        app,
        sockets,
        host=options.host(),
        port=options.port(),
        threads=THREADS,
        ident=None,
        connection_limit=1000,
        inbuf_overflow=LARGEST_UPLOAD + 1,
        outbuf_overflow=LARGEST_UPLOAD + 1,
    )
    options = replace(options, bind=f"{options.host()}:{server.effective_port}")
    _mount(app, options)
    return Provider(options, app, server, sockets)


def _mount(app: Flask, options: Options) -> None:
    board = Board(options)
    line = Line(board)
    courier = Courier(board, line)
    outgoing = Outgoing(board, courier)
    switch = Switch(board, line, courier)
    guard(app, options)
    for blueprint in (
        account_api(board),
        calls_api(board, switch),
        messages_api(board, outgoing),
        media_api(board),
        recordings_api(board),
        audio_api(board),
        numbers_api(board),
    ):
        app.register_blueprint(blueprint)
    for blueprint in (
        calls_control(board, switch),
        texts_control(board, Incoming(board, line, outgoing)),
        settings_control(board),
        pages(board),
    ):
        app.register_blueprint(blueprint)
