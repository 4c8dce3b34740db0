"""The doors as Flask applications: routes, security headers, and what is answered when something is wrong."""

from __future__ import annotations

import logging
import os
import secrets
import time
from pathlib import Path

from flask import Flask, Response, request

from app.cores import elsewhere
from app.entering import COST
from app.health import health
from app.house import House
from app.journal import where
from config.files import prompts
from desk.door import Desk
from desk.doorman import Doorman
from desk.routes import desk
from ivr.door import Calls
from ivr.routes import calls
from provider.inbound import Refused
from provider.profiles import PROFILES
from sms.language import guess, warm
from sms.routes import Texts, texts
from store.database import NotKept
from web.door import Pages
from web.routes import error_page, pages
from web.security import security_headers
from web.uploads import request_class

_LOG = logging.getLogger(__name__)
_HTTPS, _TWIML, _PROMPT = "https://", "text/xml", "ivr.prompt"


def create_app(house: House, *, with_desk: bool = True) -> Flask:
    """Return the application for the provider and for the public; the desk is in it unless it has a port of its own."""
    app = _application()
    public = Pages(house.intake, house.settings.public_url, house.rulebook.helplines)
    for line in house.rulebook.lines.by_name.values():
        warm(line.languages)
    app.register_blueprint(texts(Texts(house.intake, house.inbound, guess)))
    app.register_blueprint(calls(Calls(house.intake, house.log, house.inbound, _recorded(house))))
    app.register_blueprint(pages(public))
    app.register_blueprint(health(house))
    app.register_error_handler(404, lambda _: error_page(public, 404))
    if with_desk:
        app.register_blueprint(desk(_desk(house)))
    return app


def create_desk(house: House) -> Flask:
    """Return the application for operators alone, where SOTTO_DESK_BIND gives it a port of its own."""
    app = _application()
    app.register_blueprint(desk(_desk(house)))
    return app


def _application() -> Flask:
    app = Flask("sotto", static_folder=None)
    app.debug = False  # whatever FLASK_DEBUG says: with it a page of errors would quote the request
    app.request_class = request_class
    app.after_request(_guarded)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotKept, lambda _: Response(status=503))
    app.register_error_handler(Exception, _failed)
    return app


def _guarded(response: Response) -> Response:
    """Set what protects a page in a browser. TwiML goes to the provider's machine, and no browser is ever given it."""
    if response.mimetype == _TWIML:
        return response
    caching = response.headers.get("Cache-Control")
    security_headers(response)
    if request.endpoint == _PROMPT and caching:  # the provider need not fetch an owner's recording for every call
        response.headers["Cache-Control"] = caching
    return response


def _desk(house: House) -> Desk:
    return Desk(
        intake=house.intake,
        cost=COST,
        secure=house.settings.public_url.startswith(_HTTPS),
        doorman=Doorman(os.cpu_count() or 1, secrets.token_bytes, time.sleep, elsewhere=elsewhere),
        categories=tuple(house.rulebook.categories),
        helplines=house.rulebook.helplines,
        provider=PROFILES[house.settings.profile].title,
        held=PROFILES[house.settings.profile].held,
    )


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
    _LOG.error("request failed", extra={"error": type(error).__name__, "where": where(error.__traceback__)})
    return Response(status=500)
