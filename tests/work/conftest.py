"""A town for the pipeline to work in."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.plugins.site import Site
from tests.provider.fake import Fake
from tests.work.town import Town, town_of


@pytest.fixture
def town(site: Site) -> Iterator[Town]:
    """Return a site on SQLite with open doors and a provider."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with town_of(site) as opened:
        yield opened


@pytest.fixture
def any_town(any_site: Site) -> Iterator[Town]:
    """Return the same on each database in turn."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with town_of(any_site) as opened:
        yield opened


@pytest.fixture
def fake() -> Iterator[Fake]:
    """Return a provider that answers what a test tells it to."""
    provider = Fake()
    yield provider
    provider.close()
