"""Fixtures of the rehearsal's tests."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.rehearsal.world import World, world


@pytest.fixture(name="stage")
def _stage() -> Iterator[World]:
    """Run a line and a provider."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with world() as running:
        yield running
