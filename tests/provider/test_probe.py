"""Trying a line out from outside, against a server that really verifies."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from provider.inbound import Event, Inbound, InboundOptions, Refused, raw_request, read
from provider.probe import probe
from provider.profiles import PROFILES, SIGNALWIRE, TWILIO, Profile

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the library's own
        pass


@contextmanager
def line(keys: tuple[str, ...], profile: Profile, *, ready: str = "200 OK") -> Iterator[tuple[str, list[Inbound]]]:
    """Run a server that verifies as ours does; give its address and what it let in."""
    heard: list[Inbound] = []

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/readyz":
            start(ready, [])
            return []
        try:
            heard.append(read(raw_request(environ), options))
        except Refused as refused:
            start(f"{refused.status} No", [])
            return []
        start("204 No Content", [])
        return []

    server = make_server("127.0.0.1", 0, app, request_handler=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    options = InboundOptions(keys, url, profile, alias=lambda _: (), digest=lambda *_: ())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield url, heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_line_in_order_passes_every_check(profile: Profile) -> None:
    with line(("PSK_1",), profile) as (url, heard):
        checks = probe(url + "/", profile, ("PSK_1",))
    assert [check.ok for check in checks] == [True, True, True]
    assert [inbound.event for inbound in heard] == [Event.DELIVERY]


def test_each_of_two_tokens_is_tried() -> None:
    with line(("old",), TWILIO) as (url, _):
        checks = probe(url, TWILIO, ("old", "new"))
    assert [check.ok for check in checks] == [True, True, True, False]
    assert "token 2" in checks[-1].words


def test_a_server_that_believes_another_token_is_found_out() -> None:
    with line(("other",), SIGNALWIRE) as (url, heard):
        checks = probe(url, SIGNALWIRE, ("mine",))
    assert [check.ok for check in checks] == [True, True, False]
    assert "SOTTO_PUBLIC_URL" in checks[-1].words
    assert heard == []


def test_a_server_that_is_not_ready_is_asked_no_more() -> None:
    with line(("token",), TWILIO, ready="503 Later") as (url, heard):
        checks = probe(url, TWILIO, ("token",))
    assert [check.ok for check in checks] == [False]
    assert "503" in checks[0].words
    assert heard == []


def test_nobody_at_the_address_is_said() -> None:
    with line(("token",), TWILIO) as (url, _):
        pass
    [check] = probe(url, TWILIO, ("token",))
    assert (check.ok, check.words) == (False, "Nothing answers at the public address.")
