"""The tests' own rules hold: no network, no test skipped in silence, servers that are really there."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.plugins import loopback, skips

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import Folders

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "sotto.example"])
def test_reaching_another_machine_is_refused_and_noticed(host: str) -> None:
    with pytest.raises(loopback.BeyondLoopbackError):
        socket.create_connection((host, 9), timeout=1)
    assert loopback.tried() == [host]


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with contextlib.suppress(FileNotFoundError), socket.socket(socket.AF_UNIX) as local:
        local.connect("/nowhere/at/all")


@pytest.mark.parametrize(
    ("reason", "everywhere", "closing"),
    [
        pytest.param("no such program", "1", "1 failed", id="must run: a skip fails"),
        pytest.param("no such program", "", "1 skipped", id="may be skipped at home"),
        pytest.param(
            f"no model for {next(iter(skips.ALLOWED))}", "1", "1 skipped", id="must run, with a listed reason"
        ),
    ],
)
@pytest.mark.parametrize("whole_file", [False, True], ids=["one test", "a whole file"])
def test_a_skipped_test_fails_where_every_test_must_run(
    tmp_path: Path, reason: str, everywhere: str, closing: str, *, whole_file: bool
) -> None:
    skip = f"pytest.skip({reason!r}, allow_module_level=True)"
    body = skip if whole_file else f"def test_it():\n    {skip}"
    (tmp_path / "test_it.py").write_text(f"import pytest\n{body}\n", encoding="utf-8")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.plugins.skips",
            "-c",
            "/dev/null",
            "--rootdir",
            tmp_path,
            tmp_path,
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "SOTTO_CI": everywhere},
    )
    assert closing.replace("1 failed", "1 error" if whole_file else "1 failed") in run.stdout


def test_folders_are_apart_and_private(folders: Folders) -> None:
    assert len({folders.data, folders.secrets, folders.runtime}) == 3
    assert {folder.stat().st_mode & 0o777 for folder in (folders.data, folders.secrets, folders.runtime)} == {0o700}


@pytest.mark.postgres
def test_each_test_has_an_empty_database(postgres: str) -> None:
    with psycopg.connect(postgres) as connection:
        connection.execute("CREATE TABLE once (n int)")
        (tables,) = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() or ()
    assert tables == 1


@pytest.mark.browser
def test_the_browser_shows_a_page_of_ours(page: Page) -> None:
    class Hello(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write("<title>你好</title>".encode())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Hello) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
    assert page.title() == "你好"
