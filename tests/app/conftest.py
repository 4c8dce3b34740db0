"""A site that has not been made yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rehearsal.options import credentials
from tests.plugins.line import environment


@pytest.fixture
def env() -> Iterator[dict[str, str]]:
    """Return the environment of a site that has not been made."""
    account, token = credentials()
    with environment(SOTTO_SPEECH="off") as (_, env):
        yield env | {
            "TWILIO_ACCOUNT_SID": account, "TWILIO_AUTH_TOKEN": token, "TWILIO_API_URL": "http://127.0.0.1:9",
            "SOTTO_PUBLIC_URL": "https://line.example",
        }  # fmt: skip
