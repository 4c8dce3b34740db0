"""The doors as one Flask application: routes, security headers, and what is answered when something is wrong."""

from __future__ import annotations

import logging

from flask import Flask, Response

from app.house import House
from provider.inbound import Refused
from sms.language import guess
from sms.routes import Texts, texts

_LOG = logging.getLogger(__name__)


def create_app(house: House) -> Flask:
    """Return the application that serves a house."""
    app = Flask("sotto", static_folder=None)
    app.register_blueprint(texts(Texts(house.intake, house.inbound, guess)))
    app.register_error_handler(Refused, lambda refused: Response(status=refused.status))
    app.register_error_handler(Exception, _failed)
    return app


def _failed(error: Exception) -> Response:
    """Answer an error of ours without a word of what was asked; the log gets the error's name alone."""
    code = getattr(error, "code", None)
    if isinstance(code, int):
        return Response(status=code)
    _LOG.error("request failed", extra={"error": type(error).__name__})
    return Response(status=500)
