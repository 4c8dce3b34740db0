"""The doors as one Flask application: routes, security headers, and what is answered when something is wrong."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import Flask, Response

from app.health import health
from app.house import House
from config.files import prompts
from ivr.door import Calls
from ivr.routes import calls
from provider.inbound import Refused
from sms.language import guess
from sms.routes import Texts, texts
from store.database import NotKept

_LOG = logging.getLogger(__name__)


def create_app(house: House) -> Flask:
    """Return the application that serves a house."""
    app = Flask("sotto", static_folder=None)
    app.register_blueprint(texts(Texts(house.intake, house.inbound, guess)))
    app.register_blueprint(calls(Calls(house.intake, house.log, house.inbound, _recorded(house))))
    app.register_blueprint(health(house))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotKept, lambda _: Response(status=503))
    app.register_error_handler(Exception, _failed)
    return app


def _recorded(house: House) -> dict[tuple[str, str], Path]:
    """Return an owner's own recordings of steps, by language and step."""
    own = house.settings.config_dir
    return {
        (language, step): file
        for language in house.rulebook.words.by_language
        for step, file in prompts(language, own).items()
    }


def _refused(refused: Refused) -> Response:
    """Answer a webhook that is not to be believed: its status, and nothing else."""
    _LOG.warning("webhook refused", extra={"reason": refused.reason})
    return Response(status=refused.status)


def _failed(error: Exception) -> Response:
    """Answer an error of ours without a word of what was asked; the log gets the error's name alone."""
    code = getattr(error, "code", None)
    if isinstance(code, int):
        return Response(status=code)
    _LOG.error("request failed", extra={"error": type(error).__name__})
    return Response(status=500)
