"""How the web server answers what never becomes a request of ours: by a status, with nothing of what it was sent."""

from __future__ import annotations

from flask import Response
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from web.security import security_headers

_OWN = ("Content-Type", "Content-Length")
_STRICT = tuple(header for header in security_headers(Response()).headers if header[0] not in _OWN)


class _Refusal(ErrorTask):  # type: ignore[misc]  # the server ships no types
    """The server's own words would quote a malformed line, which may be somebody's number, back into a page."""

    def execute(self) -> None:
        """Answer with the status and the headers of every answer of ours."""
        self.request.error.body = ""
        self.response_headers.extend(_STRICT)
        super().execute()


class Terse(HTTPChannel):  # type: ignore[misc]
    """A connection whose errors say nothing."""

    error_task_class = _Refusal
