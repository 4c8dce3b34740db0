"""A line that can be called."""

from __future__ import annotations

import pytest

from tests.ivr.phone import Phone
from tests.plugins.site import Site


@pytest.fixture
def phone(site: Site) -> Phone:
    """Return somebody with a telephone."""
    return Phone(site)
