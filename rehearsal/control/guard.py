"""Who may come in: this machine's own browser and programs, with the token, and nobody through them."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from rehearsal.options import Options

COOKIE = "rehearsal"
OPEN = ("/2010-04-01/", "/media/", "/bins/")  # Basic auth, an unguessable name, a document without secrets
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cache-Control": "no-store",
}


def guard(app: Flask, options: Options) -> None:
    """Check every request before any route, and dress every answer."""
    port = options.port()
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", options.bind}

    @app.before_request
    def admit() -> AnyResponse | None:
        # A page elsewhere could rebind its name to this address; its requests still carry its own name.
        if request.host not in hosts:
            abort(421)
        if request.path.startswith(OPEN):
            return None
        if _from_elsewhere(hosts):
            abort(403)
        if request.method == "GET" and "token" in request.args:
            return _let_in(options.control_token)
        if not _known(options.control_token):
            abort(401)
        return None

    @app.after_request
    def dress(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _from_elsewhere(hosts: set[str]) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc not in hosts:
        return True
    return request.method != "GET" and request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}


def _let_in(token: str) -> AnyResponse:
    """Trade the token of an address for a cookie, so that it stands in no address bar."""
    if not _same(request.args["token"], token):
        abort(401)
    response = redirect(request.path, 303)
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict")
    return response


def _known(token: str) -> bool:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return _same(bearer, token) or _same(request.cookies.get(COOKIE, ""), token)


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())
