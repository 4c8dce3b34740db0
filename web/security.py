"""The headers that every answer of the house carries."""

from __future__ import annotations

from flask import Response

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = {
    "Cache-Control": "no-store",  # style sheets too: what lies in a cache tells who was here
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


def security_headers(response: Response) -> Response:
    """Set the headers on a response, for Flask's `after_request`.

    A door that needs a wider content policy (a player, say) sets its own before; nothing else can be relaxed.
    """
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    for name, value in _ALWAYS.items():
        response.headers[name] = value
    for name in ("ETag", "Last-Modified"):  # a browser would send them back, and be known by them
        response.headers.pop(name, None)
    return response
