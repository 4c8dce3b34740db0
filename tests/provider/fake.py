"""A provider on a loopback socket that is strict about what it is asked and answers what a test tells it to."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from provider.profiles import TWILIO, Profile
from provider.rest import Rest, RestOptions, open_rest
from provider.transport import Limits

ACCOUNT = "AC" + "0" * 32
TOKEN = "right"
OPENAPI = json.loads((Path(__file__).parent / "openapi.json").read_text())["requests"]
LIMITS = Limits(patience=0.5, seconds=1.0, size=100_000)


@dataclass
class Reply:
    """What to answer. `raw` takes over the whole socket."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[BaseHTTPRequestHandler], object] | None = None

    @classmethod
    def json(cls, body: object, status: int = 200, **headers: str) -> Reply:
        """Return an answer in JSON; a header's name is written with underscores."""
        return cls(
            status, json.dumps(body).encode(), {name.replace("_", "-"): value for name, value in headers.items()}
        )


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    password: str | None
    headers: dict[str, str]


def silent(_: BaseHTTPRequestHandler) -> None:
    """Answer nothing for longer than anybody waits."""
    time.sleep(LIMITS.patience * 3)


class Fake:
    """The provider: `replies` are given in turn, the last one for ever; `asked` is what came in."""

    def __init__(self) -> None:
        self.replies: list[Reply] = [Reply()]
        self.asked: list[Asked] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a test closed the socket
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Return the address to configure."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def will(self, *replies: Reply) -> None:
        """Set the answers to come."""
        self.replies = list(replies)

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def _next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def _handler(fake) -> type[BaseHTTPRequestHandler]:  # noqa: N805  (`self` is the handler's below)
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self) -> None:
                fake.asked.append(_asked(self))
                reply = fake._next()
                if reply.raw:
                    reply.raw(self)
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                body = b"" if reply.status == 204 else reply.body
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = serve  # noqa: N815 - the library's own

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own
                pass

        return Handler


def _asked(handler: BaseHTTPRequestHandler) -> Asked:
    parts = urlsplit(handler.path)
    body = handler.rfile.read(int(handler.headers.get("Content-Length", 0))).decode()
    scheme, _, credentials = handler.headers.get("Authorization", "").partition(" ")
    user, _, password = base64.b64decode(credentials).decode().partition(":") if scheme == "Basic" else ("", "", None)
    return Asked(
        handler.command,
        parts.path,
        dict(parse_qsl(parts.query, keep_blank_values=True)),
        dict(parse_qsl(body, keep_blank_values=True)),
        password if user == ACCOUNT else None,
        dict(handler.headers),
    )


def breaches(asked: Asked, prefix: str = "") -> list[str]:
    """Return where a request departs from the provider's own description of its API."""
    for template, methods in OPENAPI.items():
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template.replace(".", r"\."))
        found = re.fullmatch(re.escape(prefix) + pattern, asked.path)
        if not found or asked.method.lower() not in methods:
            continue
        rules = methods[asked.method.lower()]
        wrong = [f"path {n}" for n, p in rules["path"].items() if p and not re.fullmatch(p, found[n])]
        wrong += [f"query {name}" for name in asked.query if name not in rules["query"]]
        wrong += [f"form {name}" for name in asked.form if name not in rules.get("form", [])]
        return wrong + [f"missing {name}" for name in rules.get("required", []) if name not in asked.form]
    return [f"no such request: {asked.method} {asked.path}"]


def rest_at(url: str, profile: Profile = TWILIO, account: str = ACCOUNT, secrets: tuple[str, ...] = (TOKEN,)) -> Rest:
    return open_rest(RestOptions(account, secrets, url, profile, LIMITS, LIMITS))
