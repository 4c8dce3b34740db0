"""What protects a page is on every page; what only the provider's machine fetches may be kept there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.doors import create_app
from app.house import open_house
from bench.line import found
from config.settings import Settings


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """Return somebody at the doors of a line whose owner recorded the greeting."""
    recorded = tmp_path / "own" / "words" / "en"
    recorded.mkdir(parents=True)
    (recorded / "welcome.wav").write_bytes(b"RIFF....WAVEfmt ")
    environment = found(tmp_path / "line").environment() | {"SOTTO_CONFIG_DIR": str(tmp_path / "own")}
    house = open_house(Settings.read(environment))
    yield create_app(house).test_client()
    house.close()


def test_the_provider_may_keep_an_owners_recording_for_a_day(client: FlaskClient) -> None:
    answer = client.get("/ivr/prompt/en/welcome.wav")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/", "/report", "/follow-up", "/desk/login", "/nowhere", "/healthz", "/ivr/prompt/en/menu.wav", "/ivr/call"],
)
def test_nothing_else_is_kept_anywhere_not_even_an_error(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
