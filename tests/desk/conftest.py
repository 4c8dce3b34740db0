"""A desk that is open, and who sits at it."""

from __future__ import annotations

import pytest

from tests.desk.office import Office, Operator, open_desk
from tests.plugins.site import Site


@pytest.fixture
def office(site: Site) -> Office:
    """Return a desk that is open."""
    return open_desk(site)


@pytest.fixture
def ana(office: Office) -> Operator:
    """Return a browser where ana has signed in, who may do everything."""
    return office.operator()
