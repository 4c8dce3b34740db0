"""A hundred large bodies at once are read a few at a time, and small ones pass beside them."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from flask import Flask, Response, request

from app import gate as gates
from app.gate import Gate
from app.listening import Terse
from app.serve import listen

MB = 1024 * 1024


@dataclass(slots=True)
class Watched:
    """A server with a gate; `most` is the most bytes of large bodies that were in memory while one was answered."""

    port: int
    gate: Gate
    most: int = 0
    bodies: list[int] = field(default_factory=list)

    def post(self, size: int, sent: int | None = None, *, chunked: bool = False) -> socket.socket:
        """Begin to send a body; all of it, unless `sent` says how much."""
        peer = socket.create_connection(("127.0.0.1", self.port), 30)
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
        peer.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{length}\r\n\r\n".encode())
        body = b"x" * (size if sent is None else sent)
        peer.sendall(f"{size:x}\r\n".encode() + body + b"\r\n0\r\n\r\n" if chunked else body)
        return peer

    def answered(self, size: int, *, chunked: bool = False) -> str:
        """Send a body; return the status line of the answer."""
        with self.post(size, chunked=chunked) as peer:
            return peer.recv(64).partition(b"\r\n")[0].decode()


@pytest.fixture
def server() -> Watched:
    app, gate = Flask("gate"), Gate(64 * MB)
    with socket.create_server(("127.0.0.1", 0)) as free:
        watched = Watched(free.getsockname()[1], gate)

    @app.post("/")
    def take() -> Response:
        watched.most = max(watched.most, gate.held)
        watched.bodies.append(len(request.get_data()))
        time.sleep(0.02)
        return Response("ok")

    threading.Thread(target=listen(app, "127.0.0.1", watched.port, gate), daemon=True).start()
    return watched


@pytest.mark.threat(36, 38)
@pytest.mark.parametrize("chunked", [False, True])
def test_large_bodies_are_read_a_few_at_a_time_and_all_of_them_arrive(server: Watched, chunked: bool) -> None:
    with ThreadPoolExecutor(24) as senders:
        answers = list(senders.map(lambda _: server.answered(20 * MB, chunked=chunked), range(24)))
    assert set(answers) == {"HTTP/1.1 200 OK"}
    assert server.bodies == [20 * MB] * 24
    assert 0 < server.most <= 64 * MB
    assert settled(server)


@pytest.mark.threat(36)
def test_a_webhook_and_a_page_of_words_pass_while_uploads_wait(server: Watched) -> None:
    with server.post(60 * MB, MB), server.post(60 * MB, 0):
        assert server.answered(200 * 1024) == "HTTP/1.1 200 OK"
        assert server.gate.held == 60 * MB


@pytest.mark.threat(36)
def test_an_upload_that_was_broken_off_gives_its_place_to_the_next(server: Watched) -> None:
    server.post(60 * MB, MB).close()
    assert server.answered(60 * MB) == "HTTP/1.1 200 OK"
    assert settled(server)


@pytest.mark.threat(36)
def test_an_upload_that_drips_does_not_hold_its_place_for_ever(
    server: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "_GRACE", 0.5)
    with server.post(60 * MB, MB // 512):
        assert server.answered(60 * MB) == "HTTP/1.1 200 OK"


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1\r\nFr om+14155550134: x", b"G?T /+14155550134 HTTP/9.x"])
def test_what_never_becomes_a_request_is_answered_by_a_status_alone(server: Watched, line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 30) as peer:
        peer.sendall(line + b"\r\n\r\n")
        head, _, body = b"".join(iter(lambda: peer.recv(4096), b"")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 400 ")
    assert b"default-src 'none'" in head
    assert not any(said in body for said in (b"line", b"eader", b"4155550134"))


def test_every_address_of_a_name_has_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{last}", 0)) for last in (1, 2)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    server = listen(Flask("two"), "two", 0, Gate(64 * MB)).__self__  # type: ignore[attr-defined]
    channels = [each.channel_class for each in server.map.values() if hasattr(each, "channel_class")]
    assert len(channels) == 2
    assert all(issubclass(each, Terse) and each.parser_class is gates._Body for each in channels)
    server.close()


def settled(server: Watched) -> bool:
    """Return whether the gate is empty again, at once or very soon."""
    for _ in range(100):
        if server.gate.held == 0:
            return True
        time.sleep(0.02)
    return False
