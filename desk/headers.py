"""What the browser is told about every answer of the desk: nothing from elsewhere, nothing kept, nothing framed."""

from __future__ import annotations

from flask import Response

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
NO_RIGHTS = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""For what strangers sent: should a browser show it after all, it can do nothing."""

_ALWAYS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guarded(response: Response) -> Response:
    """Set the headers on a response, for `after_request`; a stricter content policy stays."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    for name, value in _ALWAYS.items():
        response.headers[name] = value
    for name in ("ETag", "Last-Modified"):
        response.headers.pop(name, None)
    return response
